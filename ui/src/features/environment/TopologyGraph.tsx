import "@xyflow/react/dist/style.css";
import {
  BaseEdge,
  Controls,
  EdgeLabelRenderer,
  Handle,
  Position,
  ReactFlow,
  type Edge,
  type EdgeProps,
  type Node,
  type NodeProps,
  type ReactFlowInstance,
} from "@xyflow/react";
import { useEffect, useMemo, useRef, useState } from "react";
import type { Topology, TopologyNode } from "../../ipc/client";
import { HEIGHT, WIDTH, type Layout } from "./layout";
import { KINDS, WAYS, mark, twoLines } from "./parts";
import { path, type Way } from "./routes";

type PartNode = Node<{ part: TopologyNode; picked: boolean }, "part">;
type CellNode = Node<{ part: TopologyNode; picked: boolean; right: boolean }, "cell">;
type BandNode = Node<{ label: string; frame: boolean }, "band">;
type ZoneNode = Node<{ label: string }, "zone">;
type WayEdge = Edge<{ way: Way; faded: boolean }, "way">;
type AnyNode = PartNode | CellNode | BandNode | ZoneNode;

/** The product's own arrows leave and arrive where they were computed; the library only asks that ends exist. */
function Ends() {
  return (
    <>
      <Handle type="target" position={Position.Top} style={{ opacity: 0 }} />
      <Handle type="source" position={Position.Bottom} style={{ opacity: 0 }} />
    </>
  );
}

function Part({ data: { part, picked } }: NodeProps<PartNode>) {
  const [sign, colour] = KINDS[part.kind];
  const state = mark(part.status ?? null);
  const words = twoLines(part.label);
  // Three lines in all: a short label leaves room for a longer fact.
  const fact = words.length > 1 ? [part.sublabel] : twoLines(part.sublabel, 21);
  return (
    <div
      title={`${part.label} ${part.sublabel}`}
      className={`ac-part${picked ? " ac-picked-part" : ""}${state ? ` ac-is-${state.words.replace(" ", "-")}` : ""}`}
      style={{ width: WIDTH, height: HEIGHT, borderColor: colour }}
    >
      <Ends />
      <span aria-hidden className="ac-part-sign" style={{ color: colour }}>
        {sign}
      </span>
      <span className="ac-part-words">
        <b>
          {words.map((line) => (
            <span key={line}>{line}</span>
          ))}
        </b>
        <small>
          {fact.map((line) => (
            <span key={line}>{line}</span>
          ))}
        </small>
      </span>
      {state && (
        <span className={state.name} role="img" aria-label={state.words}>
          {state.shape}
        </span>
      )}
    </div>
  );
}

function Cell({ data: { part, picked, right }, width, height }: NodeProps<CellNode>) {
  const state = mark(part.status ?? null);
  return (
    <div className={`ac-cell${picked ? " ac-picked-part" : ""}${right ? " ac-right" : ""}`} style={{ width, height }}>
      <Ends />
      <span>
        <b>{part.label}</b> {part.sublabel}{" "}
        {state && (
          <span className={state.name} role="img" aria-label={state.words}>
            {state.shape}
          </span>
        )}
      </span>
    </div>
  );
}

const BandBox = ({ data, width, height }: NodeProps<BandNode>) => (
  <div className={`ac-band${data.frame ? " ac-frame" : ""}`} style={{ width, height }}>
    {data.label}
  </div>
);
const Zone = ({ data }: NodeProps<ZoneNode>) => <div className="ac-zone">{data.label}</div>;

function WayLine({ data, id }: EdgeProps<WayEdge>) {
  if (!data) return null;
  const { way, faded } = data;
  const { colour, dash } = WAYS[way.edge.kind];
  return (
    <>
      <BaseEdge
        id={id}
        path={path(way.points)}
        markerEnd={`url(#way-${way.edge.kind})`}
        style={{ stroke: colour, strokeWidth: 1.6, strokeDasharray: dash, opacity: faded ? 0.18 : 1 }}
      />
      {way.label && !faded && (
        <EdgeLabelRenderer>
          <div
            className="ac-way-label"
            style={{ transform: `translate(-50%, -50%) translate(${way.label.x}px, ${way.label.y}px)` }}
          >
            {way.edge.label}
          </div>
        </EdgeLabelRenderer>
      )}
    </>
  );
}

const NODES = { part: Part, cell: Cell, band: BandBox, zone: Zone };
const EDGES = { way: WayLine };
const STILL = { draggable: false, connectable: false } as const;
const SCENERY = { ...STILL, selectable: false, focusable: false } as const;

interface Props {
  topology: Topology;
  layout: Layout;
  ways: Way[];
  picked: string | null;
  onPick: (id: string | null) => void;
}

/** The diagram: what a part is joined with stands out once it is chosen. */
export function TopologyGraph({ topology, layout, ways, picked, onPick }: Props) {
  const flow = useRef<ReactFlowInstance<AnyNode, WayEdge> | null>(null);
  const area = useRef<HTMLDivElement>(null);
  const [shape] = useState({ padding: 0.01 });
  useEffect(() => {
    if (!area.current) return;
    const watcher = new ResizeObserver(() => void flow.current?.fitView(shape));
    watcher.observe(area.current);
    return () => watcher.disconnect();
  }, [shape]);
  const nodes = useMemo(() => nodesOf(topology, layout, picked), [topology, layout, picked]);
  const edges = useMemo(
    () =>
      ways.map((way, index): WayEdge => ({
        id: `${index}-${way.edge.from}-${way.edge.to}`,
        source: way.edge.from,
        target: way.edge.to,
        type: "way",
        focusable: false,
        selectable: false,
        data: { way, faded: picked !== null && way.edge.from !== picked && way.edge.to !== picked },
      })),
    [ways, picked],
  );
  return (
    <div
      ref={area}
      className="ac-graph"
      data-testid="topology"
      style={{ aspectRatio: `${layout.width + 24} / ${layout.height + 24}` }}
    >
      <Arrows />
      <ReactFlow<AnyNode, WayEdge>
        nodes={nodes}
        edges={edges}
        nodeTypes={NODES}
        edgeTypes={EDGES}
        fitView
        fitViewOptions={shape}
        minZoom={0.3}
        maxZoom={3}
        onInit={(instance) => {
          flow.current = instance;
        }}
        // The wheel scrolls the page; with Ctrl or Cmd it zooms.
        zoomOnScroll={false}
        preventScrolling={false}
        zoomOnPinch
        zoomActivationKeyCode={["Control", "Meta"]}
        attributionPosition="bottom-left"
        nodesConnectable={false}
        onNodeClick={(_, node) => onPick(node.type === "part" || node.type === "cell" ? node.id : null)}
        onPaneClick={() => onPick(null)}
        onKeyDown={(event) => {
          const id = (event.target as HTMLElement).closest<HTMLElement>(".react-flow__node")?.dataset.id;
          if (event.key === "Enter" && id) onPick(id);
        }}
      >
        <Controls showInteractive={false} position="bottom-right" />
      </ReactFlow>
    </div>
  );
}

function nodesOf(topology: Topology, layout: Layout, picked: string | null): AnyNode[] {
  const part = (id: string) => topology.nodes.find((node) => node.id === id);
  const named = (node: TopologyNode) =>
    [node.label, node.sublabel, mark(node.status ?? null)?.words].filter(Boolean).join(", ");
  return [
    ...layout.bands.map((band): BandNode => ({
      id: `band:${band.label}`,
      type: "band",
      position: { x: band.x, y: band.y },
      width: band.width,
      height: band.height,
      data: band,
      zIndex: -3,
      ...SCENERY,
    })),
    ...layout.zones.map((zone): ZoneNode => ({
      id: `zone:${zone.label}`,
      type: "zone",
      position: { x: zone.x - 60, y: zone.y },
      width: 120,
      height: 16,
      data: zone,
      zIndex: -2,
      ...SCENERY,
    })),
    ...layout.cells.flatMap((cell): CellNode[] => {
      const node = part(cell.id);
      return node
        ? [
            {
              id: cell.id,
              type: "cell",
              position: { x: cell.x, y: cell.y },
              width: cell.width,
              height: cell.height,
              data: { part: node, picked: picked === cell.id, right: cell.x > layout.width / 2 },
              zIndex: -2,
              ariaLabel: named(node),
              ...STILL,
            },
          ]
        : [];
    }),
    ...layout.boxes.flatMap((box): PartNode[] => {
      const node = part(box.id);
      return node
        ? [
            {
              id: box.id,
              type: "part",
              position: { x: box.x, y: box.y },
              width: WIDTH,
              height: HEIGHT,
              data: { part: node, picked: picked === box.id },
              ariaLabel: named(node),
              ...STILL,
            },
          ]
        : [];
    }),
  ];
}

/** Heads of the arrows, drawn once for all. */
function Arrows() {
  return (
    <svg width="0" height="0" style={{ position: "absolute" }} aria-hidden focusable="false">
      <defs>
        {Object.entries(WAYS).map(([kind, way]) => (
          <marker
            key={kind}
            id={`way-${kind}`}
            viewBox="0 0 8 8"
            refX="8"
            refY="4"
            markerWidth="7"
            markerHeight="7"
            orient="auto"
          >
            <path d="M0,0 L8,4 L0,8 z" fill={way.colour} />
          </marker>
        ))}
      </defs>
    </svg>
  );
}
