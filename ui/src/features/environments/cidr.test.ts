import { expect, test } from "vitest";
import { addresses, slices } from "./cidr";

test("a range shows its addresses, what is no range shows none", () => {
  expect(addresses("10.20.0.0/16")).toBe(65_536);
  expect(addresses("10.20.0.0")).toBeNull();
  expect(addresses("300.0.0.0/16")).toBeNull();
});

test("the six subnets are those of the blueprint", () => {
  expect(slices("10.20.0.0/16").map((slice) => `${slice.label} ${slice.range}`)).toEqual([
    "Public A 10.20.0.0/20",
    "Public B 10.20.16.0/20",
    "Data A 10.20.32.0/20",
    "Data B 10.20.48.0/20",
    "Nodes A 10.20.64.0/18",
    "Nodes B 10.20.128.0/18",
  ]);
  expect(slices("10.20.0.0/16").map((slice) => slice.usable)).toEqual([4091, 4091, 4091, 4091, 16379, 16379]);
  expect(slices("10.0.0.0/25")).toEqual([]);
});
