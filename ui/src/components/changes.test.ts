import { expect, test } from "vitest";
import { byStack, dangerous, totalsWords, type Change, type ChangeKind } from "./changes";

const change = (stack: string, logicalId: string, kind: ChangeKind = "modified"): Change => ({
  stack,
  logicalId,
  type: "AWS::EC2::VPC",
  kind,
  properties: [],
  holdsData: false,
  leftBehind: false,
});

test("counts are said in words, and what is none is not said", () => {
  const none = { added: 0, modified: 0, replaced: 0, perhapsReplaced: 0, removed: 0 };
  expect(totalsWords(none)).toBe("");
  expect(totalsWords({ ...none, modified: 2, perhapsReplaced: 1 })).toBe("2 modified, 1 perhaps replaced");
});

test("only what may be gone afterwards is dangerous", () => {
  const kinds: ChangeKind[] = ["added", "modified", "replaced", "perhapsReplaced", "removed", "imported", "restored", "open", "unchanged"];
  const found = kinds.filter((kind) => dangerous(change("Network", "Vpc", kind)));
  expect(found).toEqual(["replaced", "perhapsReplaced", "removed", "open"]);
});

test("changes stand by stack, in the order in which AWS or we told them", () => {
  const grouped = byStack([change("root", "A"), change("Search", "B"), change("root", "C")]);
  expect(grouped.map(([stack, all]) => [stack, all.map((one) => one.logicalId)])).toEqual([
    ["root", ["A", "C"]],
    ["Search", ["B"]],
  ]);
});
