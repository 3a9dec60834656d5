// The diagram as a picture of its own: SVG text, and PNG bytes made from it.
import type { Topology } from "../../ipc/client";
import { HEIGHT, WIDTH, type Layout } from "./layout";
import { KINDS, WAYS, mark, twoLines } from "./parts";
import { path, type Way } from "./routes";

const escape = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
const cut = (text: string, most: number) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);
const MARGIN = 16;
const TITLE = 34;

/** Light colours, no style sheet, no script: opens anywhere. */
export function svg(topology: Topology, layout: Layout, ways: Way[], title: string): string {
  const width = layout.width + 2 * MARGIN;
  const height = layout.height + 2 * MARGIN + TITLE;
  const text = (x: number, y: number, size: number, words: string, more = "") =>
    `<text x="${x}" y="${y}" font-size="${size}" ${more}>${escape(words)}</text>`;
  const arrows = Object.entries(WAYS).map(
    ([kind, way]) =>
      `<marker id="to-${kind}" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0,0 L8,4 L0,8 z" fill="${way.colour}"/></marker>`,
  );
  const bands = layout.bands.map(
    (band) =>
      `<rect x="${band.x}" y="${band.y}" width="${band.width}" height="${band.height}" rx="10" fill="${band.frame ? "#ffffff" : "#f6f6f9"}" stroke="#8c8c94" stroke-dasharray="4 3"/>` +
      text(band.x + 10, band.y + 15, 12, band.label, 'font-weight="600"'),
  );
  const zones = layout.zones.map((zone) =>
    text(zone.x, zone.y + 10, 12, zone.label, 'text-anchor="middle" font-weight="600"'),
  );
  const cells = layout.cells.map((cell) => {
    const node = topology.nodes.find((one) => one.id === cell.id);
    const left = cell.x < layout.width / 2;
    const words = `${node?.label ?? ""} ${node?.sublabel ?? ""}`;
    return (
      `<rect x="${cell.x}" y="${cell.y}" width="${cell.width}" height="${cell.height}" rx="8" fill="#f8f5fd" stroke="${KINDS.subnet[1]}"/>` +
      text(left ? cell.x + 10 : cell.x + cell.width - 10, cell.y + 15, 11, words, left ? "" : 'text-anchor="end"')
    );
  });
  const lines = ways.map((way) => {
    const { colour, dash } = WAYS[way.edge.kind];
    return `<path d="${path(way.points)}" fill="none" stroke="${colour}" stroke-width="1.5"${dash ? ` stroke-dasharray="${dash}"` : ""} marker-end="url(#to-${way.edge.kind})"/>`;
  });
  const labels = ways.flatMap((way) =>
    way.label
      ? [
          text(
            way.label.x,
            way.label.y - 3,
            10,
            way.edge.label,
            'text-anchor="middle" stroke="#ffffff" stroke-width="3" paint-order="stroke"',
          ),
        ]
      : [],
  );
  const boxes = layout.boxes.map((box) => {
    const node = topology.nodes.find((one) => one.id === box.id);
    if (!node) return "";
    const [sign, colour] = KINDS[node.kind];
    const state = mark(node.status ?? null);
    const lines = twoLines(node.label);
    const first = lines.length > 1 ? 15 : 21;
    return (
      `<g><title>${escape(`${node.label} ${node.sublabel} ${node.status ?? ""}`)}</title>` +
      `<rect x="${box.x}" y="${box.y}" width="${WIDTH}" height="${HEIGHT}" rx="8" fill="#ffffff" stroke="${colour}" stroke-width="1.5"/>` +
      text(box.x + 18, box.y + 30, 18, sign, `fill="${colour}" text-anchor="middle"`) +
      lines.map((line, index) => text(box.x + 34, box.y + first + index * 13, 12, line, 'font-weight="600"')).join("") +
      text(box.x + 34, box.y + first + lines.length * 13 + 1, 10.5, cut(node.sublabel, 24)) +
      (state
        ? text(
            box.x + WIDTH - 8,
            box.y + 29,
            13,
            state.shape,
            `fill="${state.colour}" font-weight="700" text-anchor="end"`,
          )
        : "") +
      "</g>"
    );
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="Open Sans, Segoe UI, Helvetica, Arial, sans-serif" fill="#16191f">`,
    `<defs>${arrows.join("")}</defs><rect width="100%" height="100%" fill="#ffffff"/>`,
    text(MARGIN, MARGIN + 14, 15, title, 'font-weight="700"'),
    `<g transform="translate(${MARGIN} ${MARGIN + TITLE})">`,
    ...bands,
    ...zones,
    ...cells,
    ...lines,
    ...boxes,
    ...labels,
    "</g></svg>",
    "",
  ].join("\n");
}

/** Twice as large as on screen, so that it can be printed. */
export async function png(picture: string): Promise<number[]> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(picture)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = image.naturalWidth * 2;
  canvas.height = image.naturalHeight * 2;
  const pen = canvas.getContext("2d");
  if (!pen) throw new Error("This system draws no pictures. Save it as SVG.");
  pen.scale(2, 2);
  pen.drawImage(image, 0, 0);
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/png"));
  if (!blob) throw new Error("The picture could not be made. Save it as SVG.");
  return [...new Uint8Array(await blob.arrayBuffer())];
}
