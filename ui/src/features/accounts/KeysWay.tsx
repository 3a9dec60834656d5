import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { Problem } from "../../components/Problem";
import { shell, type HeldKeys } from "../../ipc/client";
import { CommonFields } from "./CommonFields";
import { FIELDS, Finish } from "./Finish";
import { EMPTY, errorOf, filled, type WayProps } from "./form";

/** Access keys by way of the shell: this window gets a handle and the ends of the key's ID. */
export function KeysWay({ add, adding, error, cancel }: WayProps) {
  const [common, setCommon] = useState(EMPTY);
  const [held, setHeld] = useState<HeldKeys | null>(null);
  const take = useMutation({
    mutationFn: (from: "clipboard" | "file") =>
      from === "clipboard" ? shell.keysFromClipboard() : shell.keysFromFile(),
    // Choosing no file leaves what was read before.
    onSuccess: (keys) => keys && setHeld(keys),
  });
  return (
    <Container header={<Header variant="h2">Access keys</Header>}>
      <SpaceBetween size="l">
        <FormField
          label="Key ID and secret access key"
          description="Copy both together, or choose the accessKeys.csv that AWS gave you. The secret never comes into this window."
          constraintText="Two lines, AWS's CSV, lines of a credentials file, or export AWS_… lines."
          errorText={errorOf(error, "keyId") ?? errorOf(error, "secretKey")}
          stretch
        >
          <SpaceBetween size="xs" direction="horizontal">
            <Button
              iconName="copy"
              loading={take.isPending && take.variables === "clipboard"}
              onClick={() => take.mutate("clipboard")}
            >
              Take from clipboard
            </Button>
            <Button
              iconName="file-open"
              loading={take.isPending && take.variables === "file"}
              onClick={() => take.mutate("file")}
            >
              Choose file
            </Button>
          </SpaceBetween>
        </FormField>
        {take.error && <Problem error={take.error} />}
        {held && !take.error && <Held held={held} />}
        <CommonFields
          common={common}
          change={(part) => setCommon({ ...common, ...part })}
          error={error}
        />
        <Finish
          missing={held ? null : "Take the keys from the clipboard or a file first."}
          adding={adding}
          error={error}
          fields={[...FIELDS, "keyId", "secretKey"]}
          add={() => held && add([filled(common, { kind: "keys", handle: held.handle })])}
          cancel={cancel}
        />
      </SpaceBetween>
    </Container>
  );
}

function Held({ held }: { held: HeldKeys }) {
  const where = held.file
    ? `Read from ${held.file}. The file still holds the secret: delete it once the account works.`
    : held.clipboardCleared
      ? "The clipboard was cleared."
      : "The clipboard could not be cleared: copy something else over it.";
  return (
    <Alert type="success" header={`Key ${held.keyId} is ready`}>
      {where}
      <Box color="inherit" fontSize="body-s">
        The secret waits in the app's memory and goes into the keychain when you add the account.
      </Box>
    </Alert>
  );
}
