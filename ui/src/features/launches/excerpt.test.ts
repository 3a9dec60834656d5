import { expect, test } from "vitest";
import type { Blueprint } from "../../ipc/client";
import { excerpt } from "./excerpt";

const body = [
  "Resources:",
  "  # one",
  "  First:",
  "    Type: AWS::EC2::EIP",
  "    Properties:",
  "      Domain: vpc",
  "",
  "  Second:",
  "    Type: AWS::EC2::VPC",
].join("\n");
const blueprint = {
  root: { name: "root.yaml", source: "root.yaml", body: "", sha256: "" },
  nested: [{ name: "network-1.yaml", source: "network.yaml", body, sha256: "" }],
} as unknown as Blueprint;

test("the failed resource is shown to its end, and not the next one", () => {
  const lines = excerpt(blueprint, "network.yaml", 3);
  expect(lines.map((line) => line.number)).toEqual([2, 3, 4, 5, 6]);
  expect(lines.filter((line) => line.here).map((line) => line.text)).toEqual(["  First:"]);
});

test("long resources are cut, unknown files have no lines", () => {
  expect(excerpt(blueprint, "network.yaml", 3, 2).map((line) => line.number)).toEqual([2, 3, 4]);
  expect(excerpt(blueprint, "nowhere.yaml", 3)).toEqual([]);
});
