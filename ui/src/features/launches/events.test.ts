import { expect, test } from "vitest";
import type { EventRow } from "../../ipc/client";
import { matching, sinceStart } from "./events";

const row = (
  seq: number,
  stack: string,
  logicalId: string,
  status: EventRow["event"]["status"],
  reason: string | null = null,
): EventRow => ({
  seq,
  stack,
  event: {
    id: String(seq),
    stackId: "arn",
    stackName: "array-crew-staging",
    logicalId,
    physicalId: "",
    type: "AWS::EC2::EIP",
    status,
    reason,
    atMs: seq,
    configurationComplete: false,
  },
});
const rows = [
  row(1, "Network", "NatAddressA", "CREATE_IN_PROGRESS"),
  row(2, "Network", "NatAddressA", "CREATE_FAILED", "The maximum number of addresses has been reached."),
  row(3, "NodesGeneral", "ManagedGroup", "CREATE_IN_PROGRESS"),
];
const found = (words: string, failures = false) => matching(rows, words, failures).map((one) => one.seq);

test("words are looked for in stack, resource, status and AWS's words", () => {
  expect(found("")).toEqual([1, 2, 3]);
  expect(found("nodes general")).toEqual([3]);
  expect(found("Network/NatAddressA")).toEqual([1, 2]);
  expect(found("create failed")).toEqual([2]);
  expect(found("maximum number")).toEqual([2]);
  expect(found("", true)).toEqual([2]);
  expect(found("managed", true)).toEqual([]);
});

test("times since the start read as a clock does", () => {
  expect([0, 7, 187, 3729].map(sinceStart)).toEqual(["+0:00", "+0:07", "+3:07", "+1:02:09"]);
  expect(sinceStart(-4)).toBe("+0:00");
});
