interface File {
  source: string;
  body: string;
}

/** Of a blueprint, what is shown: its root and every nested template. */
interface Blueprint {
  root: File;
  nested: File[];
}

/** A template by the file that it comes from; one side is null where it is new or removed. */
export interface Template {
  source: string;
  before: string | null;
  after: string | null;
}

const files = ({ root, nested }: Blueprint) => [root, ...nested];

/** The templates of both sides, those that are no longer there last. */
export function templatesOf(after: Blueprint, before: Blueprint | null): Template[] {
  const old = new Map(before ? files(before).map((one) => [one.source, one.body]) : []);
  const now = files(after).map(({ source, body }) => ({ source, before: old.get(source) ?? null, after: body }));
  const kept = new Set(now.map((one) => one.source));
  const gone = [...old].filter(([source]) => !kept.has(source));
  return [...now, ...gone.map(([source, body]) => ({ source, before: body, after: null }))];
}

/** What becomes of it, in a word. */
export function fateOf({ before, after }: Template): string {
  if (before === null) return "new";
  if (after === null) return "removed";
  return before === after ? "unchanged" : "changed";
}
