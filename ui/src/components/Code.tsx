import "./code.css";
import "./colours.css";
import { useImperativeHandle, useRef, type Ref } from "react";

export interface CodeLine {
  number: number | null;
  text: string;
  kind?: "added" | "removed" | "same";
  /** Stands for lines that are left out. */
  gap?: number;
}

export interface CodeRef {
  /** Brings the line at this index of the list on screen. */
  show: (index: number) => void;
}

interface Props {
  ref?: Ref<CodeRef>;
  lines: CodeLine[];
  label: string;
  /** Marked wherever it stands. */
  wanted?: string;
  /** Index of the line where the search stands now. */
  current?: number | null;
  height?: number;
}

const SIGNS = { added: "+", removed: "-", same: " " } as const;

/** Text with line numbers, read-only. */
export function Code({ ref, lines, label, wanted = "", current = null, height = 480 }: Props) {
  const area = useRef<HTMLDivElement>(null);
  useImperativeHandle(ref, () => ({
    show: (index) => area.current?.querySelector(`[data-index="${index}"]`)?.scrollIntoView({ block: "center" }),
  }));
  return (
    <div className="ac-text" style={{ maxHeight: height }} tabIndex={0} role="region" aria-label={label} ref={area}>
      <div className="ac-text-lines">
        {lines.map((line, index) =>
          line.gap ? (
            <div key={index} className="ac-text-gap">
              {line.gap} equal {line.gap === 1 ? "line" : "lines"}
            </div>
          ) : (
            <div key={index} data-index={index} data-kind={line.kind} data-current={index === current}>
              <span className="ac-text-number">{line.number ?? ""}</span>
              {line.kind && <span className="ac-text-sign">{SIGNS[line.kind]}</span>}
              <Marked text={line.text} wanted={wanted} />
            </div>
          ),
        )}
      </div>
    </div>
  );
}

function Marked({ text, wanted }: { text: string; wanted: string }) {
  if (wanted === "") return text;
  const parts: { text: string; hit: boolean }[] = [];
  const [low, word] = [text.toLowerCase(), wanted.toLowerCase()];
  let from = 0;
  for (let at = low.indexOf(word); at >= 0; at = low.indexOf(word, from)) {
    parts.push({ text: text.slice(from, at), hit: false }, { text: text.slice(at, at + word.length), hit: true });
    from = at + word.length;
  }
  parts.push({ text: text.slice(from), hit: false });
  return parts.map((part, index) => (part.hit ? <mark key={index}>{part.text}</mark> : part.text));
}
