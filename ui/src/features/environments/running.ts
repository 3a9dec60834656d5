// An edit of what runs: the file beside the one that was launched, and what cannot be changed any more.
import type { EnvironmentFile, Problem } from "../../ipc/client";
import { at } from "./paths";
import { within } from "./step-list";

/** AWS would replace everything that stands on these; the engine's checks of an update say the same. */
const FIXED = ["name", "kind", "region", "network.cidr", "network.zones"];

/** True where a running environment keeps its answer. */
export const isFixed = (path: string) => FIXED.some((one) => within(path, one));

const plain = (value: unknown) =>
  typeof value === "string" || typeof value === "number" || (Array.isArray(value) && value.every((one) => typeof one === "string"));

/** What runs where the file asks for something else: `3`, `t3.large, t3a.large`; null where nothing differs. */
export function runsWith(path: string, running: EnvironmentFile, file: EnvironmentFile): string | null {
  const [before, now] = [at(running, path), at(file, path)];
  if (JSON.stringify(before) === JSON.stringify(now)) return null;
  if (typeof before === "boolean") return before ? "on" : "off";
  if (!plain(before)) return null;
  const text = Array.isArray(before) ? before.join(", ") : String(before);
  return text === "" ? "nothing" : text;
}

/** Of a running environment the file may change everything but the name. */
export function renamed(running: string, name: string): Problem[] {
  if (running === name) return [];
  return [
    {
      code: "name-fixed",
      severity: "error",
      field: "name",
      line: null,
      column: null,
      message: `The environment runs as ${running}; its name cannot be changed.`,
      hint: `Write ${running} again, or plan a new environment of that name beside it.`,
    },
  ];
}
