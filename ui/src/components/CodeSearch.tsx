import Button from "@cloudscape-design/components/button";
import Input from "@cloudscape-design/components/input";
import { useState } from "react";
import type { CodeLine } from "./Code";

export interface CodeFind {
  wanted: string;
  /** Index of the line where the search stands. */
  current: number | null;
  hits: number[];
  at: number;
  want: (text: string) => void;
  step: (by: number) => void;
}

/** Finding in a text: where it stands, and the way to the next. `show` brings a line on screen. */
export function useCodeFind(lines: CodeLine[], show: (index: number) => void): CodeFind {
  const [state, setState] = useState({ wanted: "", at: 0 });
  const found = (text: string) =>
    text === ""
      ? []
      : lines.flatMap((line, index) => (line.text.toLowerCase().includes(text.toLowerCase()) ? [index] : []));
  const hits = found(state.wanted);
  const at = hits.length === 0 ? 0 : state.at % hits.length;
  const step = (by: number) => {
    if (hits.length === 0) return;
    const next = (at + by + hits.length) % hits.length;
    setState({ ...state, at: next });
    show(hits[next] ?? 0);
  };
  const want = (wanted: string) => {
    setState({ wanted, at: 0 });
    const first = found(wanted)[0];
    if (first !== undefined) show(first);
  };
  return { wanted: state.wanted, current: hits[at] ?? null, hits, at, want, step };
}

/** The field for it; Enter goes on, Shift and Enter back. */
export function CodeSearch({ find, label }: { find: CodeFind; label: string }) {
  const none = find.hits.length === 0;
  const words = find.wanted === "" ? "" : none ? "not found" : `${find.at + 1} of ${find.hits.length}`;
  return (
    <div className="ac-find">
      <Input
        type="search"
        ariaLabel={label}
        placeholder="Find"
        value={find.wanted}
        onChange={({ detail }) => find.want(detail.value)}
        onKeyDown={({ detail }) => {
          if (detail.key === "Enter") find.step(detail.shiftKey ? -1 : 1);
        }}
      />
      <span className="ac-find-count" role="status">
        {words}
      </span>
      <Button variant="icon" iconName="angle-up" ariaLabel="Previous" disabled={none} onClick={() => find.step(-1)} />
      <Button variant="icon" iconName="angle-down" ariaLabel="Next hit" disabled={none} onClick={() => find.step(1)} />
    </div>
  );
}
