import "../../components/code.css";
import { useImperativeHandle, useRef, type Ref } from "react";
import type { Problem } from "../../ipc/client";

export interface TomlEditorRef {
  /** Selects the word there and brings it on screen; both from 1. */
  goTo: (line: number, column: number) => void;
}

interface Props {
  ref: Ref<TomlEditorRef>;
  text: string;
  problems: Problem[];
  onChange: (text: string) => void;
  describedBy: string;
}

const LINE = 18;

/** A text field with line numbers; lines with problems are marked beside and behind the text. */
export function TomlEditor({ ref, text, problems, onChange, describedBy }: Props) {
  const area = useRef<HTMLTextAreaElement>(null);
  const scroll = useRef<HTMLDivElement>(null);
  const lines = text.split("\n");
  const worst = new Map<number, Problem>();
  for (const problem of problems) {
    const line = problem.line ?? 1;
    if (worst.get(line)?.severity !== "error") worst.set(line, problem);
  }
  useImperativeHandle(ref, () => ({
    goTo: (line, column) => {
      const begin = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0) + column - 1;
      const word = /^("[^"]*"|\S+)/.exec(text.slice(begin))?.[0].length ?? 0;
      area.current?.focus();
      area.current?.setSelectionRange(begin, begin + word);
      scroll.current?.scrollTo({ top: Math.max(0, (line - 6) * LINE) });
    },
  }));
  return (
    <div className="ac-editor" ref={scroll}>
      <div className="ac-editor-gutter" aria-hidden>
        {lines.map((_, index) => (
          <div key={index} data-severity={worst.get(index + 1)?.severity} title={worst.get(index + 1)?.message}>
            {index + 1}
          </div>
        ))}
      </div>
      <div className="ac-editor-text">
        <pre aria-hidden>
          {lines.map((line, index) => (
            <div key={index} data-severity={worst.get(index + 1)?.severity}>
              {line || " "}
            </div>
          ))}
        </pre>
        <textarea
          ref={area}
          aria-label="Environment file as TOML"
          aria-describedby={describedBy}
          aria-invalid={problems.some((problem) => problem.severity === "error")}
          spellCheck={false}
          wrap="off"
          value={text}
          onChange={(event) => onChange(event.target.value)}
        />
      </div>
    </div>
  );
}
