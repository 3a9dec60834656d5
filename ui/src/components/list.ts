// What a list keeps: its filter and order in the address, its columns on this machine.
import type { PropertyFilterProps } from "@cloudscape-design/components/property-filter";

/** What `useSearchParams` gives; components know no router. */
export type Address = readonly [URLSearchParams, (next: URLSearchParams, options?: { replace?: boolean }) => void];

export type Query = PropertyFilterProps.Query;

const OPERATORS = ["!=", "!:", ">=", "<=", "=", ":", ">", "<"] as const;

/** `state:failed` or plain words, one entry for each; `join=or` where one of them is enough. */
export function readQuery(search: URLSearchParams, properties: readonly string[]): Query {
  const tokens = search.getAll("filter").map((text) => {
    const match = /^([a-zA-Z]+)(!=|!:|>=|<=|=|:|>|<)(.*)$/s.exec(text);
    const operator = OPERATORS.find((one) => one === match?.[2]);
    if (match && operator && properties.includes(match[1] ?? ""))
      return { propertyKey: match[1], operator, value: match[3] ?? "" };
    return { operator: ":" as const, value: text };
  });
  return { tokens, operation: search.get("join") === "or" ? "or" : "and" };
}

/** The same address with another filter in it. */
export function writeQuery(search: URLSearchParams, query: Query): URLSearchParams {
  const next = new URLSearchParams(search);
  next.delete("filter");
  next.delete("join");
  for (const token of query.tokens) {
    next.append(
      "filter",
      token.propertyKey ? `${token.propertyKey}${token.operator}${String(token.value)}` : String(token.value),
    );
  }
  if (query.operation === "or") next.set("join", "or");
  return next;
}

/** Which columns are shown, in which order, and how many rows a page has. */
export interface Preferences {
  pageSize: number;
  wrapLines: boolean;
  columns: readonly { id: string; visible: boolean }[];
}

/** What was kept for a list; columns that came since are shown behind the others, those that went are gone. */
export function fitting(kept: Preferences, all: readonly { id: string; hidden?: boolean }[]): Preferences {
  const known = kept.columns.filter((column) => all.some((one) => one.id === column.id));
  const added = all.filter((one) => !known.some((column) => column.id === one.id));
  return { ...kept, columns: [...known, ...added.map(({ id, hidden }) => ({ id, visible: !hidden }))] };
}
