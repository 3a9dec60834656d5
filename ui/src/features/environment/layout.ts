// Where everything of the diagram stands: zones as columns, tiers as rows, outside above, regional services below.
import type { NodeKind, Tier, Topology, TopologyNode } from "../../ipc/client";

export interface Box {
  id: string;
  x: number;
  y: number;
  /** Row of boxes, from the top; ways run between rows. */
  row: number;
}

/** A subnet: it holds what stands in it. */
export interface Cell {
  id: string;
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Band extends Omit<Cell, "id"> {
  label: string;
  /** The VPC's frame goes around cells; others around boxes. */
  frame: boolean;
}

/** Top and bottom of a row of boxes. */
export interface Row {
  top: number;
  bottom: number;
}

export interface Layout {
  boxes: Box[];
  cells: Cell[];
  bands: Band[];
  zones: { label: string; x: number; y: number }[];
  rows: Row[];
  width: number;
  height: number;
}

export const WIDTH = 176;
export const HEIGHT = 48;
export const COLUMNS = 5;
const GUTTER = 14;
const STEP = WIDTH + GUTTER;
const PAD = 14;
/** Room above the boxes for a band's or cell's words. */
const TITLE = 22;
/** Room between rows, where ways run. */
export const CHANNEL = 22;
/** Room below the last boxes of a band or cell. */
export const EDGE = 10;
const INNER = COLUMNS * WIDTH + (COLUMNS - 1) * GUTTER;

/** Left edge of a column of boxes. */
export const columnX = (column: number) => PAD + column * STEP;

const VPC_TIERS: Tier[] = ["public", "nodes", "data"];

/** What belongs together among the regional services, each from a new row on. */
const REGIONAL: { label: string; rows: NodeKind[][] }[] = [
  { label: "Delivery, in the region", rows: [["pipeline"], ["registry", "bucket", "key"]] },
  { label: "Alarms and messages, in the region", rows: [["alarm"], ["topic", "function"]] },
];

/** Columns for so many boxes side by side, in the middle: what spans the zones stands on their border. */
function middle(count: number, columns: number[]): number[] {
  const sets: Record<number, number[]> = { 1: [2], 2: [1, 3], 3: [1, 2, 3], 4: [0, 1, 3, 4], 5: [0, 1, 2, 3, 4] };
  const wanted = sets[count] ?? columns;
  return wanted.every((column) => columns.includes(column)) ? wanted : columns.slice(0, count);
}

const chunks = <T>(list: T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(list.length / size) }, (_, at) => list.slice(at * size, (at + 1) * size));

/** Rows of a tier in the VPC: a zone's own at its side, what spans zones between them. */
function tierRows(nodes: TopologyNode[], zones: string[]): [TopologyNode, number][][] {
  const left = nodes.filter((node) => node.zone === zones[0]);
  const right = nodes.filter((node) => node.zone != null && node.zone !== zones[0]);
  const free = nodes.filter((node) => node.zone == null);
  const sides = Math.max(left.length, right.length);
  const spread = sides === 0 ? COLUMNS : COLUMNS - 2;
  const columns = sides === 0 ? [0, 1, 2, 3, 4] : [1, 2, 3];
  const between = chunks(free, spread);
  return Array.from({ length: Math.max(sides, between.length, 1) }, (_, row) => {
    const line: [TopologyNode, number][] = [];
    const [first, last, some] = [left[row], right[row], between[row] ?? []];
    if (first) line.push([first, 0]);
    some.forEach((node, index) => line.push([node, middle(some.length, columns)[index] ?? index]));
    if (last) line.push([last, COLUMNS - 1]);
    return line;
  });
}

class Sheet {
  readonly layout: Layout = { boxes: [], cells: [], bands: [], zones: [], rows: [], width: INNER + 2 * PAD, height: 0 };
  y = 0;

  /** Rows of boxes one below the other; gives where they end. */
  rows(lines: [TopologyNode, number][][], top: number): number {
    let y = top;
    for (const line of lines) {
      const row = this.layout.rows.length;
      this.layout.rows.push({ top: y, bottom: y + HEIGHT });
      for (const [node, column] of line) this.layout.boxes.push({ id: node.id, x: columnX(column), y, row });
      y += HEIGHT + CHANNEL;
    }
    return y - CHANNEL;
  }

  band(label: string, lines: [TopologyNode, number][][]) {
    if (lines.length === 0) return;
    const top = this.y;
    const end = this.rows(lines, top + TITLE);
    this.layout.bands.push({ label, frame: false, x: 0, y: top, width: this.layout.width, height: end + EDGE - top });
    this.y = end + EDGE + CHANNEL;
  }

  vpc(label: string, nodes: TopologyNode[], zones: string[]) {
    const top = this.y;
    const half = (this.layout.width - 2 * 8 - 6 * (zones.length - 1)) / zones.length;
    zones.forEach((zone, index) =>
      this.layout.zones.push({ label: zone, x: 8 + index * (half + 6) + half / 2, y: top + 6 }),
    );
    let y = top + 26;
    for (const tier of VPC_TIERS) {
      const mine = nodes.filter((node) => node.tier === tier);
      if (mine.length === 0) continue;
      const end = this.rows(
        tierRows(
          mine.filter((node) => node.kind !== "subnet"),
          zones,
        ),
        y + TITLE,
      );
      for (const subnet of mine.filter((node) => node.kind === "subnet")) {
        const index = Math.max(0, zones.indexOf(subnet.zone ?? ""));
        this.layout.cells.push({ id: subnet.id, x: 8 + index * (half + 6), y, width: half, height: end + EDGE - y });
      }
      y = end + EDGE + CHANNEL;
    }
    this.layout.bands.push({
      label,
      frame: true,
      x: 0,
      y: top,
      width: this.layout.width,
      height: y - CHANNEL + 8 - top,
    });
    this.y = y + 8;
  }
}

const inRows = (nodes: TopologyNode[]): [TopologyNode, number][][] =>
  chunks(nodes, COLUMNS).map((line) => line.map((node, column) => [node, column]));

export function layout(topology: Topology, cidr: string): Layout {
  const sheet = new Sheet();
  const of = (tier: Tier) => topology.nodes.filter((node) => node.tier === tier);
  sheet.band("Outside of AWS", inRows(of("outside")));
  const inside = topology.nodes.filter((node) => VPC_TIERS.includes(node.tier));
  if (inside.length > 0) sheet.vpc(`VPC ${cidr}`, inside, topology.zones);
  const known = REGIONAL.flatMap((group) => group.rows.flat());
  for (const group of REGIONAL) {
    // What has no place of its own stands in the last group.
    const rest = group === REGIONAL.at(-1) ? of("regional").filter((node) => !known.includes(node.kind)) : [];
    const lines = group.rows.flatMap((kinds) => inRows(of("regional").filter((node) => kinds.includes(node.kind))));
    sheet.band(group.label, [...lines, ...inRows(rest)]);
  }
  sheet.layout.height = sheet.y - CHANNEL;
  return sheet.layout;
}
