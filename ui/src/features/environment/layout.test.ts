import { expect, test } from "vitest";
import type { TopologyNode } from "../../ipc/client";
import { layout } from "./layout";

const node = (id: string, tier: TopologyNode["tier"], zone: string | null): TopologyNode => ({
  id, label: id, sublabel: "", kind: "subnet", tier, zone, status: null, stack: "Network", logicalId: id, type: "AWS::EC2::Subnet",
});

test("zones are columns, tiers are rows, and no two boxes meet", () => {
  const nodes = [
    node("pa", "public", "a"), node("pb", "public", "b"), node("igw", "public", null),
    ...Array.from({ length: 5 }, (_, index) => node(`n${index}`, "nodes", index % 2 ? "a" : "b")),
    ...Array.from({ length: 14 }, (_, index) => node(`r${index}`, "regional", null)),
  ];
  const { boxes, bands } = layout({ zones: ["a", "b"], nodes, edges: [] });
  expect(boxes).toHaveLength(nodes.length);
  expect(new Set(boxes.map((box) => `${box.x},${box.y}`)).size).toBe(nodes.length);
  const at = (id: string) => boxes.find((box) => box.id === id);
  expect(at("pa")?.x).toBeLessThan(at("pb")?.x ?? 0);
  expect(at("pa")?.y).toBe(at("pb")?.y);
  expect(bands.map((band) => band.label)).toEqual(["Public subnets", "Node subnets", "Regional services"]);
});
