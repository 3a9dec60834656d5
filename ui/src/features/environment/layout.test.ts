import { expect, test } from "vitest";
import type { Topology } from "../../ipc/client";
import staging from "../../testing/recorded/environments/staging.json";
import { HEIGHT, WIDTH, layout } from "./layout";
import { twoLines } from "./parts";
import { path, routes } from "./routes";

const topology = staging.topology as Topology;
const drawn = layout(topology, "10.20.0.0/16");
const box = (id: string) => drawn.boxes.find((one) => one.id === id);

test("every part stands once, as a box or as a cell, and no two boxes meet", () => {
  expect(drawn.boxes.length + drawn.cells.length).toBe(topology.nodes.length);
  for (const a of drawn.boxes) {
    for (const b of drawn.boxes) {
      if (a !== b)
        expect(Math.abs(a.x - b.x) >= WIDTH || Math.abs(a.y - b.y) >= HEIGHT, `${a.id} and ${b.id}`).toBe(true);
    }
  }
});

test("zones are columns, tiers are rows; what stands in a subnet stands inside its cell", () => {
  const cell = (id: string) => drawn.cells.find((one) => one.id === id);
  const [a, b] = [cell("Network/NodeSubnetA"), cell("Network/NodeSubnetB")];
  expect(a?.y).toBe(b?.y);
  expect((a?.x ?? 0) + (a?.width ?? 0)).toBeLessThan(b?.x ?? 0);
  const [publicCell, nat] = [cell("Network/PublicSubnetA"), box("Network/NatGatewayA")];
  expect(
    nat &&
      publicCell &&
      nat.x >= publicCell.x &&
      nat.x + WIDTH <= publicCell.x + publicCell.width &&
      nat.y > publicCell.y &&
      nat.y + HEIGHT <= publicCell.y + publicCell.height,
  ).toBe(true);
  const tops = ["Network/PublicSubnetA", "Network/NodeSubnetA", "Network/DataSubnetA"].map((id) => cell(id)?.y ?? 0);
  expect(tops).toEqual([...tops].sort((x, y) => x - y));
});

test("no way runs across a box that is not its own", () => {
  for (const way of routes(topology.edges, drawn)) {
    for (let index = 1; index < way.points.length; index++) {
      const [a, b] = [way.points[index - 1], way.points[index]];
      if (!a || !b) continue;
      const crossed = drawn.boxes.filter(
        (one) =>
          one.id !== way.edge.from &&
          one.id !== way.edge.to &&
          Math.max(a.x, b.x) > one.x + 1 &&
          Math.min(a.x, b.x) < one.x + WIDTH - 1 &&
          Math.max(a.y, b.y) > one.y + 1 &&
          Math.min(a.y, b.y) < one.y + HEIGHT - 1,
      );
      expect(
        crossed.map((one) => one.id),
        `${way.edge.from} to ${way.edge.to}`,
      ).toEqual([]);
    }
  }
});

test("a path begins and ends where its points do", () => {
  expect(
    path([
      { x: 0, y: 0 },
      { x: 0, y: 20 },
      { x: 40, y: 20 },
    ]),
  ).toBe("M0,0 L0,15 Q0,20 5,20 L40,20");
});

test("long labels break at their joints", () => {
  expect(twoLines("Internet gateway")).toEqual(["Internet gateway"]);
  expect(twoLines("staging/array-alliance-crew-web")).toEqual(["staging/array-", "alliance-crew-web"]);
  expect(twoLines("Array Crew staging alarms")).toEqual(["Array Crew", "staging alarms"]);
  expect(twoLines("x".repeat(50)).map((line) => line.length)).toEqual([17, 17]);
});
