// The lines of a template around the one that failed.
import type { Blueprint } from "../../ipc/client";

export interface Line {
  number: number;
  text: string;
  here: boolean;
}

/** The resource from its line on to where the next one begins, at most `most` lines, with one line before it. */
export function excerpt(blueprint: Blueprint, file: string, line: number, most = 14): Line[] {
  const template = [blueprint.root, ...blueprint.nested].find((one) => one.source === file);
  if (!template) return [];
  const lines = template.body.split("\n");
  const indent = (text: string) => text.length - text.trimStart().length;
  const own = indent(lines[line - 1] ?? "");
  let end = line;
  while (end < lines.length && end < line - 1 + most && (lines[end]?.trim() === "" || indent(lines[end] ?? "") > own))
    end++;
  while (end > line && lines[end - 1]?.trim() === "") end--;
  return lines.slice(Math.max(0, line - 2), end).map((text, index) => {
    const number = Math.max(0, line - 2) + index + 1;
    return { number, text, here: number === line };
  });
}
