// Lines that differ between two texts: longest common subsequence over what is left after equal ends.
import type { CodeLine } from "./Code";

export interface Line {
  kind: "same" | "added" | "removed";
  text: string;
}

export function diff(before: string, after: string): Line[] {
  const a = before.split("\n");
  const b = after.split("\n");
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const left = a.slice(start, a.length - end);
  const right = b.slice(start, b.length - end);
  const same = (lines: string[]): Line[] => lines.map((text) => ({ kind: "same", text }));
  return [...same(a.slice(0, start)), ...middle(left, right), ...same(a.slice(a.length - end))];
}

function middle(a: string[], b: string[]): Line[] {
  const table = Array.from({ length: a.length + 1 }, () => new Uint32Array(b.length + 1));
  const at = (i: number, j: number) => table[i]?.[j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const row = table[i];
      if (row) row[j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const out: Line[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      out.push({ kind: "same", text: a[i++] ?? "" });
      j++;
    } else if (j >= b.length || (i < a.length && at(i + 1, j) >= at(i, j + 1)))
      out.push({ kind: "removed", text: a[i++] ?? "" });
    else out.push({ kind: "added", text: b[j++] ?? "" });
  }
  return out;
}

const AROUND = 3;

/** Changed lines with a few around them, numbered as in the newer text; what is left out is counted. */
export function folded(lines: Line[]): CodeLine[] {
  const keep = new Set<number>();
  lines.forEach((line, index) => {
    if (line.kind !== "same") for (let near = index - AROUND; near <= index + AROUND; near++) keep.add(near);
  });
  const out: CodeLine[] = [];
  let number = 0;
  let left = 0;
  const close = () => {
    if (left > 0) out.push({ number: null, text: "", gap: left });
    left = 0;
  };
  lines.forEach((line, index) => {
    if (line.kind !== "removed") number += 1;
    if (!keep.has(index)) {
      left += 1;
      return;
    }
    close();
    out.push({ number: line.kind === "removed" ? null : number, text: line.text, kind: line.kind });
  });
  close();
  return out;
}
