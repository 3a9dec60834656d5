import type { EnvironmentRow, Problem } from "../../ipc/client";

/** The name belongs to an environment that is there; what failed may be launched again under its name. */
export function taken(name: string, environments: EnvironmentRow[]): Problem[] {
  const other = environments.find((row) => row.name === name && row.state !== "failed");
  if (!other) return [];
  return [
    {
      code: "name-taken",
      severity: "error",
      field: "name",
      line: null,
      column: null,
      message: `There is an environment ${name} already.`,
      hint: "Give this one another name, or delete the other first.",
    },
  ];
}
