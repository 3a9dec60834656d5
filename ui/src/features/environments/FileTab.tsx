import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { Note } from "../../components/Note";
import { shell, type EnvironmentFile, type Problem } from "../../ipc/client";
import { TomlEditor, type TomlEditorRef } from "./TomlEditor";

export interface FileText {
  text: string;
  problems: Problem[];
  /** What was typed here; null while the text is the form's. */
  typed: string | null;
  /** False while what was typed cannot be read: the form keeps what it had. */
  taken: boolean;
  type: (text: string) => void;
  discard: () => void;
}

/** The file as text. What is typed is taken over into the form while it can be read. */
export function useFileText(file: EnvironmentFile, replace: (file: EnvironmentFile) => void): FileText {
  const [typed, setTyped] = useState<{ text: string; of: EnvironmentFile | null } | null>(null);
  const turn = useRef(0);
  const written = useQuery({
    queryKey: ["toml", file],
    queryFn: () => shell.environmentToToml(file),
    placeholderData: keepPreviousData,
    gcTime: 10_000,
    staleTime: Infinity,
  });
  // The form went on after something was typed: then the form's text is the newer one.
  const mine = typed && (typed.of === null || typed.of === file) ? typed.text : null;
  const text = mine ?? written.data ?? "";
  const parsed = useQuery({
    queryKey: ["parsed", text],
    queryFn: () => shell.environmentFromToml(text),
    placeholderData: keepPreviousData,
    enabled: text !== "",
    gcTime: 10_000,
    staleTime: Infinity,
  });
  const type = async (next: string) => {
    const mine = ++turn.current;
    setTyped({ text: next, of: file });
    const { file: read } = await shell.environmentFromToml(next);
    if (mine !== turn.current) return;
    setTyped({ text: next, of: read });
    if (read) replace(read);
  };
  return {
    text,
    problems: parsed.data?.problems ?? [],
    typed: mine,
    taken: mine === null || typed?.of !== null,
    type: (next) => void type(next),
    discard: () => {
      turn.current += 1;
      setTyped(null);
    },
  };
}

/** The same environment as TOML, editable, errors on their lines. */
export function FileTab({ text }: { text: FileText }) {
  const editor = useRef<TomlEditorRef>(null);
  const sorted = [...text.problems].sort(
    (a, b) => Number(a.severity === "warning") - Number(b.severity === "warning") || (a.line ?? 0) - (b.line ?? 0),
  );
  const actions = (
    <SpaceBetween size="xs" direction="horizontal">
      <CopyToClipboard
        copyButtonText="Copy"
        copySuccessText="Copied"
        copyErrorText="Could not be copied"
        textToCopy={text.text}
      />
      <Button disabled={text.typed === null} disabledReason="The text is the form's already." onClick={text.discard}>
        Write anew from the form
      </Button>
    </SpaceBetween>
  );
  return (
    <Container
      header={
        <Header variant="h2" description="What arrayctl reads. Commit it to Git: it holds no secret." actions={actions}>
          Environment file
        </Header>
      }
    >
      <SpaceBetween size="s">
        {!text.taken && (
          <Alert type="warning">This cannot be read as it stands. The form keeps what it had until it can.</Alert>
        )}
        <TomlEditor
          ref={editor}
          text={text.text}
          problems={text.problems}
          onChange={text.type}
          describedBy="toml-problems"
        />
        <div id="toml-problems">
          {sorted.length === 0 && <Box color="text-body-secondary">Nothing is wrong with it.</Box>}
          {sorted.map((problem) => (
            <div key={problem.field + problem.code + problem.line}>
              <Button
                variant="inline-link"
                ariaLabel={`Go to line ${problem.line ?? 1}`}
                onClick={() => editor.current?.goTo(problem.line ?? 1, problem.column ?? 1)}
              >
                Line {problem.line ?? 1}
              </Button>{" "}
              <Note type={problem.severity}>
                {problem.message} {problem.hint}
              </Note>
            </div>
          ))}
        </div>
      </SpaceBetween>
    </Container>
  );
}
