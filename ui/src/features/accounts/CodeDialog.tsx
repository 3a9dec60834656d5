import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Form from "@cloudscape-design/components/form";
import FormField from "@cloudscape-design/components/form-field";
import Input, { type InputProps } from "@cloudscape-design/components/input";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useEffect, useRef, useState } from "react";
import { useFlash } from "../../components/flash-context";
import { shell, type CodeQuestion } from "../../ipc/client";
import { useCodeQuestion } from "../../ipc/queries";

/** Asks for the code of an MFA device when AWS wants one, whatever page is shown. */
export function CodeDialog() {
  const question = useCodeQuestion();
  // Another question is another code: nothing of the last one is kept.
  return question.data ? <Ask key={question.data.id} question={question.data} /> : null;
}

function Ask({ question }: { question: CodeQuestion }) {
  const flash = useFlash();
  const [code, setCode] = useState("");
  const [tried, setTried] = useState(false);
  const field = useRef<InputProps.Ref>(null);
  useEffect(() => {
    const frame = requestAnimationFrame(() => field.current?.focus());
    return () => cancelAnimationFrame(frame);
  }, []);
  const answer = (given: string | null) =>
    void shell.codeAnswer(question.id, given).catch((error: unknown) => flash.fail("The code was not taken", error));
  const digits = code.replace(/\s/g, "");
  const fits = /^\d{6}$/.test(digits);
  const submit = () => {
    setTried(true);
    if (fits) answer(digits);
  };
  return (
    <Modal visible header={`AWS wants a code for ${question.account}`} onDismiss={() => answer(null)}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Form
          actions={
            <SpaceBetween size="xs" direction="horizontal">
              <Button formAction="none" onClick={() => answer(null)}>
                Not now
              </Button>
              <Button variant="primary">Use code</Button>
            </SpaceBetween>
          }
        >
          <SpaceBetween size="m">
            <Box>
              The role asks for the MFA device <b className="ac-said-by-aws">{question.device}</b>.
            </Box>
            <FormField
              label="Code"
              constraintText="Six digits, as the device shows them now."
              errorText={tried && !fits ? "A code has six digits." : undefined}
            >
              <div className="ac-code-field">
                <Input
                  ref={field}
                  value={code}
                  inputMode="numeric"
                  autoComplete="one-time-code"
                  spellcheck={false}
                  onChange={({ detail }) => setCode(detail.value)}
                />
              </div>
            </FormField>
            <Box color="text-body-secondary" fontSize="body-s">
              It is used once and kept nowhere. Without an answer within two minutes this counts as declined; nothing
              in AWS is stopped by that.
            </Box>
          </SpaceBetween>
        </Form>
      </form>
    </Modal>
  );
}
