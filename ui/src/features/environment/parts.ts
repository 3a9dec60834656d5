// Signs, colours and words of the diagram's parts, for the screen and for the exported picture alike.
import type { EdgeKind, NodeKind } from "../../ipc/client";

/** Sign and colour of a kind; the colours hold 3:1 on white and on the dark page. */
export const KINDS: Record<NodeKind, [string, string]> = {
  internet: ["☁", "#7a8594"],
  github: ["⎇", "#7a8594"],
  person: ["☺", "#7a8594"],
  slack: ["#", "#7a8594"],
  pagerduty: ["!", "#7a8594"],
  datadog: ["◔", "#7a8594"],
  gateway: ["⇄", "#8c5fd3"],
  nat: ["⇥", "#8c5fd3"],
  subnet: ["▭", "#8c5fd3"],
  vpnGateway: ["⇌", "#8c5fd3"],
  cluster: ["⎈", "#d45b07"],
  nodeGroup: ["▣", "#d45b07"],
  registry: ["▤", "#d45b07"],
  function: ["λ", "#d45b07"],
  search: ["⌕", "#2b8a57"],
  bucket: ["⬓", "#2b8a57"],
  pipeline: ["➤", "#3b7bd6"],
  key: ["⚿", "#c9485c"],
  topic: ["✉", "#c63d80"],
  alarm: ["▲", "#c63d80"],
};

export const WAYS: Record<EdgeKind, { label: string; colour: string; dash?: string }> = {
  traffic: { label: "Traffic", colour: "#8c5fd3" },
  deploy: { label: "Deployments", colour: "#3b7bd6", dash: "7 3" },
  alert: { label: "Alerts", colour: "#c63d80", dash: "2 3" },
};

export interface Mark {
  shape: string;
  /** Class on screen. */
  name: string;
  /** In the exported picture, on white. */
  colour: string;
  words: string;
}

/** State by shape and colour; nothing for what has none. */
export function mark(status: string | null): Mark | null {
  if (status === null) return null;
  if (status.endsWith("_FAILED")) return { shape: "✕", name: "ac-bad", colour: "#db0000", words: "failed" };
  if (status.endsWith("_IN_PROGRESS")) return { shape: "…", name: "ac-busy", colour: "#006ce0", words: "in progress" };
  if (status.startsWith("DELETE")) return { shape: "–", name: "ac-gone-sign", colour: "#656871", words: "gone" };
  return { shape: "✓", name: "ac-good", colour: "#00802f", words: "ready" };
}

/** A label in at most two lines, broken where a word, a path or a name has a joint. */
export function twoLines(label: string, most = 17): string[] {
  if (label.length <= most) return [label];
  const joint = Math.max(...[" ", "-", "/"].map((sign) => label.lastIndexOf(sign, most - 1)));
  const at = joint > 4 ? joint + 1 : most;
  const rest = label.slice(at);
  return [label.slice(0, at).trimEnd(), rest.length > most ? `${rest.slice(0, most - 1)}…` : rest];
}
