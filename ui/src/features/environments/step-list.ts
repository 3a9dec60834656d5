// The wizard's steps and which fields belong to which: for errors on Next, for the list of all, for marks.

export const STEPS = [
  { id: "purpose", title: "Purpose", fields: ["name", "kind", "region", "owner", "version"] },
  { id: "network", title: "Network", fields: ["network"] },
  { id: "cluster", title: "Cluster and nodes", fields: ["cluster", "node_groups"] },
  { id: "search", title: "Search", fields: ["search"] },
  { id: "pipelines", title: "Repositories and pipelines", fields: ["repositories"] },
  { id: "people", title: "Notifications and monitoring", fields: ["notifications", "monitoring"] },
  { id: "budget", title: "Budget and tags", fields: ["budget", "tags"] },
  { id: "review", title: "Review", fields: [] },
] as const;

export const REVIEW = STEPS.length - 1;

/** True for `network` and `network.cidr` below `network`, not for `networks`. */
export const within = (field: string, section: string) =>
  field === section || field.startsWith(`${section}.`) || field.startsWith(`${section}[`);

export const belongs = (field: string, step: number) =>
  STEPS[step]?.fields.some((section) => within(field, section)) ?? false;

/** The step on which a field stands; the first where it stands on none. */
export const stepOf = (field: string) =>
  Math.max(
    0,
    STEPS.findIndex((_, index) => belongs(field, index)),
  );

/** The step of an address; null where it names none. */
export function stepAt(search: URLSearchParams): number | null {
  const index = STEPS.findIndex((step) => step.id === search.get("step"));
  return index < 0 ? null : index;
}
