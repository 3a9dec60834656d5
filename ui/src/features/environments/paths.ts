// Fields by their path in the file: `node_groups[0].min_size`.
import type { EnvironmentFile } from "../../ipc/client";

const steps = (path: string) => path.split(/[.[\]]+/).filter(Boolean);

/** What stands at a path; undefined where nothing does. */
export function at(file: EnvironmentFile, path: string): unknown {
  return steps(path).reduce<unknown>((tree, step) => (tree as Record<string, unknown> | undefined)?.[step], file);
}

/** Writes into the file itself; the wizard gives it a copy. */
export function put(file: EnvironmentFile, path: string, value: unknown) {
  const all = steps(path);
  const last = all.pop();
  const table = all.reduce<unknown>((tree, step) => (tree as Record<string, unknown> | undefined)?.[step], file);
  if (last === undefined || table === null || typeof table !== "object") throw new Error(`there is no ${path}`);
  (table as Record<string, unknown>)[last] = value;
}

/** `node_groups[].min_size`: the same for every group. */
export const pattern = (path: string) => path.replace(/\[\d+\]/g, "[]");
