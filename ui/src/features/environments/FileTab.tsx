import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { shell, type EnvironmentFile, type Problem } from "../../ipc/client";

/** The same environment as TOML; what is typed here is taken over while it can be read. */
export function FileTab({ file, replace }: { file: EnvironmentFile; replace: (file: EnvironmentFile) => void }) {
  const written = useQuery({ queryKey: ["toml", file], queryFn: () => shell.environmentToToml(file), gcTime: 10_000, staleTime: Infinity });
  const [typed, setTyped] = useState<string | null>(null);
  const [problems, setProblems] = useState<Problem[]>([]);
  const area = useRef<HTMLTextAreaElement>(null);
  const text = typed ?? written.data ?? "";
  const read = async (next: string) => {
    setTyped(next);
    const parsed = await shell.environmentFromToml(next);
    setProblems(parsed.problems);
    if (parsed.file) replace(parsed.file);
  };
  const jump = (problem: Problem) => {
    const lines = text.split("\n");
    const at = lines.slice(0, (problem.line ?? 1) - 1).reduce((sum, line) => sum + line.length + 1, 0) + (problem.column ?? 1) - 1;
    area.current?.focus();
    area.current?.setSelectionRange(at, at + 1);
  };
  return (
    <Container header={<Header variant="h2" description="What arrayctl reads. Commit it to Git; it holds no secret."
      actions={<Button disabled={typed === null} disabledReason="Nothing was typed here." onClick={() => { setTyped(null); setProblems([]); }}>Write anew from the form</Button>}>Environment file</Header>}>
      <SpaceBetween size="s">
        <textarea ref={area} className="ac-toml" aria-label="Environment file as TOML" spellCheck={false} value={text} onChange={(event) => void read(event.target.value)} />
        {problems.map((problem) => (
          <Box key={problem.field + problem.code + problem.line} color={problem.severity === "error" ? "text-status-error" : "text-status-warning"}>
            <Button variant="inline-link" onClick={() => jump(problem)}>Line {problem.line ?? "?"}</Button>: {problem.message} {problem.hint}
          </Box>
        ))}
      </SpaceBetween>
    </Container>
  );
}
