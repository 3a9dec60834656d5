// Where the boxes of the diagram stand: zones as columns, tiers as rows.
import type { Topology, TopologyNode } from "../../ipc/client";

export interface Box {
  id: string;
  x: number;
  y: number;
}

export interface Band {
  label: string;
  x: number;
  y: number;
  width: number;
  height: number;
}

export const WIDTH = 176;
export const HEIGHT = 54;
const GAP = 22;
const STEP_X = WIDTH + GAP;
const STEP_Y = HEIGHT + 26;

const TIERS = ["outside", "public", "nodes", "data", "regional"] as const;
const LABELS: Record<(typeof TIERS)[number], string> = {
  outside: "Outside of AWS", public: "Public subnets", nodes: "Node subnets", data: "Data subnets", regional: "Regional services",
};

/** Rows of a tier hold at most this many boxes. */
const PER_ROW = 6;

/** Boxes and the bands of the tiers behind them. Boxes of a zone stand in its column, the others between. */
export function layout(topology: Topology): { boxes: Box[]; bands: Band[] } {
  const boxes: Box[] = [];
  const bands: Band[] = [];
  let y = 0;
  for (const tier of TIERS) {
    const mine = topology.nodes.filter((node) => node.tier === tier);
    if (mine.length === 0) continue;
    const lines = linesOf(mine, topology.zones);
    const top = y;
    lines.forEach((line, row) => line.forEach((node, column) => {
      if (node) boxes.push({ id: node.id, x: column * STEP_X + 16, y: top + 30 + row * STEP_Y });
    }));
    const height = 30 + lines.length * STEP_Y;
    bands.push({ label: LABELS[tier], x: 0, y: top, width: PER_ROW * STEP_X + 10, height });
    y += height + 14;
  }
  return { boxes, bands };
}

function linesOf(nodes: TopologyNode[], zones: string[]): (TopologyNode | null)[][] {
  const zoned = zones.map((zone) => nodes.filter((node) => node.zone === zone));
  const free = nodes.filter((node) => !node.zone || !zones.includes(node.zone));
  if (zoned.every((column) => column.length === 0)) {
    const lines: TopologyNode[][] = [];
    for (let at = 0; at < free.length; at += PER_ROW) lines.push(free.slice(at, at + PER_ROW));
    return lines;
  }
  // First zone at the left, second at the right, what spans both in the middle.
  const half = Math.floor((PER_ROW - 2) / 2);
  const rows = Math.max(Math.ceil(free.length / 2), ...zoned.map((column) => Math.ceil(column.length / half)));
  return Array.from({ length: rows }, (_, row) => {
    const cells = (list: TopologyNode[], width: number) => Array.from({ length: width }, (_, column) => list[row * width + column] ?? null);
    return [...cells(zoned[0] ?? [], half), ...cells(free, 2), ...cells(zoned[1] ?? [], half)];
  });
}
