// How the ways of the diagram run: between rows and columns of boxes, never across one.
import type { TopologyEdge } from "../../ipc/client";
import { CHANNEL, COLUMNS, EDGE, HEIGHT, WIDTH, columnX, type Box, type Cell, type Layout } from "./layout";

export interface Point {
  x: number;
  y: number;
}

export interface Way {
  edge: TopologyEdge;
  points: Point[];
  /** Beside the arrow's head; absent where the same words stand there already. */
  label: Point | null;
}

interface End {
  row: number;
  column: number;
  box: Box;
  cell: Cell | null;
}

/** Lines next to each other keep this distance. */
const LANE = 4;

/** Middle of the gap beside a column; 0 is left of the first. */
const gutterX = (index: number) => columnX(index) - 7;

class Lanes {
  private readonly used = new Map<string, number>();

  /** 0, 1, -1, 2, -2 … lanes away from the middle of a channel or gutter. */
  next(channel: string): number {
    const count = this.used.get(channel) ?? 0;
    this.used.set(channel, count + 1);
    const step = Math.ceil(count / 2) * (count % 2 === 1 ? 1 : -1);
    return Math.max(-2, Math.min(2, step)) * LANE;
  }
}

/** Where the ways of a subnet begin: behind its words, in the strip above what stands in it. */
const STRIP = { x: 214, y: 11 };

function endOf(id: string, layout: Layout): End | null {
  const box = layout.boxes.find((one) => one.id === id);
  if (box)
    return { row: box.row, column: Math.round((box.x - columnX(0)) / (columnX(1) - columnX(0))), box, cell: null };
  const cell = layout.cells.find((one) => one.id === id);
  const row = cell ? layout.rows.findIndex((one) => one.top >= cell.y && one.top <= cell.y + cell.height) : -1;
  if (!cell || row < 0) return null;
  const left = cell.x < layout.width / 2;
  const x = (left ? cell.x + STRIP.x : cell.x + cell.width - STRIP.x) - WIDTH / 2;
  return { row, column: left ? 0 : COLUMNS - 1, box: { id, x, y: cell.y, row }, cell };
}

/** Routes of the given edges; boxes that are not drawn have none. */
export function routes(edges: TopologyEdge[], layout: Layout): Way[] {
  const lanes = new Lanes();
  const ports = new Lanes();
  const said = new Set<string>();
  return edges.flatMap((edge): Way[] => {
    const [from, to] = [endOf(edge.from, layout), endOf(edge.to, layout)];
    if (!from || !to) return [];
    const points = route(from, to, layout, lanes, ports);
    const last = points.at(-1);
    const words = `${edge.to}/${edge.label}`;
    const fresh = edge.label !== "" && !said.has(words);
    said.add(words);
    return [{ edge, points, label: last && fresh ? labelAt(points) : null }];
  });
}

/** In the middle of the longest level stretch. */
function labelAt(points: Point[]): Point {
  let best = { length: -1, at: points[0] ?? { x: 0, y: 0 } };
  for (let index = 1; index < points.length; index++) {
    const [a, b] = [points[index - 1], points[index]];
    if (!a || !b || a.y !== b.y) continue;
    const length = Math.abs(a.x - b.x);
    if (length > best.length) best = { length, at: { x: (a.x + b.x) / 2, y: a.y } };
  }
  if (best.length >= 0) return best.at;
  const [a, b] = [points[0], points.at(-1)];
  return a && b ? { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 } : best.at;
}

function route(from: End, to: End, layout: Layout, lanes: Lanes, ports: Lanes): Point[] {
  const middle = (end: End, side: string) => end.box.x + WIDTH / 2 + ports.next(`${end.box.id}/${side}`) * 3;
  // Rows of one band are close together; between two bands the ways run outside of both.
  const below = (row: number) => {
    const [upper, lower] = [layout.rows[row], layout.rows[row + 1]];
    const [bottom, top] = [upper?.bottom ?? 0, lower?.top ?? Infinity];
    return (top - bottom <= CHANNEL ? (bottom + top) / 2 : bottom + EDGE + CHANNEL / 2) + lanes.next(`row ${row}`);
  };
  if (!from.cell && from.row === to.row && Math.abs(from.column - to.column) === 1) {
    const y = from.box.y + HEIGHT / 2 + ports.next(`${from.box.id}/${to.box.id}`) * 2;
    return from.column < to.column
      ? [
          { x: from.box.x + WIDTH, y },
          { x: to.box.x, y },
        ]
      : [
          { x: from.box.x, y },
          { x: to.box.x + WIDTH, y },
        ];
  }
  if (from.cell && from.row === to.row) {
    const x = middle(to, "top");
    const y = from.cell.y + STRIP.y;
    return [
      { x: from.box.x + WIDTH / 2, y },
      { x, y },
      { x, y: to.box.y },
    ];
  }
  const down = from.row < to.row;
  const out = down || from.row === to.row ? "bottom" : "top";
  const into = down ? "top" : "bottom";
  const [sx, tx] = [middle(from, out), middle(to, into)];
  const start = { x: sx, y: out === "bottom" ? from.box.y + HEIGHT : from.box.y };
  const end = { x: tx, y: into === "bottom" ? to.box.y + HEIGHT : to.box.y };
  const first = below(out === "bottom" ? from.row : from.row - 1);
  const lastRow = down ? to.row - 1 : to.row;
  if (lastRow === (out === "bottom" ? from.row : from.row - 1)) {
    return sx === tx ? [start, end] : [start, { x: sx, y: first }, { x: tx, y: first }, end];
  }
  const last = below(lastRow);
  const gutter = sx < tx ? to.column : to.column + 1;
  const x = gutterX(gutter) + lanes.next(`gutter ${gutter}`) / 2;
  return [start, { x: sx, y: first }, { x, y: first }, { x, y: last }, { x: tx, y: last }, end];
}

/** Points as an SVG path with rounded corners. */
export function path(points: Point[], radius = 5): string {
  const [first, ...rest] = points;
  if (!first) return "";
  let text = `M${first.x},${first.y}`;
  rest.forEach((point, index) => {
    const next = rest[index + 1];
    const before = points[index];
    if (!next || !before) {
      text += ` L${point.x},${point.y}`;
      return;
    }
    const towards = (target: Point): Point => {
      const length = Math.hypot(target.x - point.x, target.y - point.y) || 1;
      const share = Math.min(radius, length / 2) / length;
      return { x: point.x + (target.x - point.x) * share, y: point.y + (target.y - point.y) * share };
    };
    const [a, b] = [towards(before), towards(next)];
    text += ` L${a.x},${a.y} Q${point.x},${point.y} ${b.x},${b.y}`;
  });
  return text;
}
