import "@xyflow/react/dist/style.css";
import Box from "@cloudscape-design/components/box";
import Checkbox from "@cloudscape-design/components/checkbox";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { Background, Controls, Handle, MarkerType, Position, ReactFlow, type Edge, type Node, type NodeProps } from "@xyflow/react";
import { useMemo, useState } from "react";
import { Status } from "../../components/figures";
import type { Topology, TopologyNode } from "../../ipc/client";
import { HEIGHT, WIDTH, layout } from "./layout";

const KINDS: Record<TopologyNode["kind"], [string, string]> = {
  internet: ["☁", "#5f6b7a"], github: ["⎇", "#5f6b7a"], person: ["☺", "#5f6b7a"], slack: ["#", "#5f6b7a"], pagerduty: ["!", "#5f6b7a"], datadog: ["◔", "#5f6b7a"],
  gateway: ["⇄", "#8456ce"], nat: ["⇥", "#8456ce"], subnet: ["▭", "#8456ce"], vpnGateway: ["⇌", "#8456ce"],
  cluster: ["⎈", "#d45b07"], nodeGroup: ["▣", "#d45b07"], search: ["⌕", "#2b7d4f"], registry: ["▤", "#d45b07"], pipeline: ["➤", "#2f6fc9"], bucket: ["⬓", "#2b7d4f"], key: ["⚿", "#b0253b"],
  topic: ["✉", "#b3246b"], function: ["λ", "#d45b07"], alarm: ["⏰", "#b3246b"],
};
const EDGES = { traffic: ["Traffic", "#8456ce"], deploy: ["Deployments", "#2f6fc9"], alert: ["Alerts", "#b3246b"] } as const;
type Kind = keyof typeof EDGES;

type PartNode = Node<{ part: TopologyNode; picked: boolean }, "part">;
type BandNode = Node<{ label: string }, "band">;

function Part({ data }: NodeProps<PartNode>) {
  const { part, picked } = data;
  const [sign, colour] = KINDS[part.kind];
  const status = part.status ?? null;
  const state = status === null ? null : status.endsWith("_FAILED") ? ["✕", "#d91515"] : status.endsWith("_IN_PROGRESS") ? ["…", "#0972d3"] : status.startsWith("DELETE") ? ["–", "#7d8998"] : ["✓", "#037f0c"];
  return (
    <div title={`${part.label} ${part.sublabel}`} style={{ width: WIDTH, height: HEIGHT, boxSizing: "border-box", padding: "6px 8px", borderRadius: 8, border: `${picked ? 2 : 1}px solid ${colour}`, background: "var(--ac-node)", color: "inherit", display: "flex", gap: 8, alignItems: "center" }}>
      <Handle type="target" position={Position.Top} style={{ opacity: 0 }} />
      <span aria-hidden style={{ fontSize: 20, color: colour, width: 22, textAlign: "center" }}>{sign}</span>
      <span style={{ minWidth: 0, flex: 1, lineHeight: "16px" }}>
        <div style={{ fontSize: 13, fontWeight: 600, overflow: "hidden", whiteSpace: "nowrap", textOverflow: "ellipsis" }}>{part.label}</div>
        <div style={{ fontSize: 11, overflow: "hidden", whiteSpace: "nowrap", textOverflow: "ellipsis", opacity: 0.85 }}>{part.sublabel}</div>
      </span>
      {state && <span style={{ color: state[1], fontWeight: 700 }} aria-label={status ?? ""}>{state[0]}</span>}
      <Handle type="source" position={Position.Bottom} style={{ opacity: 0 }} />
    </div>
  );
}

function BandBox({ data, width, height }: NodeProps<BandNode>) {
  return <div style={{ width, height, borderRadius: 10, border: "1px dashed rgba(127,127,127,.6)", background: "rgba(127,127,127,.06)", padding: "4px 10px", boxSizing: "border-box", fontSize: 12, fontWeight: 600 }}>{data.label}</div>;
}

const TYPES = { part: Part, band: BandBox };

/** Zones as columns, tiers as rows; traffic, deployments and alerts as ways that can be switched on. */
export function TopologyGraph({ topology }: { topology: Topology }) {
  const [ways, setWays] = useState<Record<Kind, boolean>>({ traffic: true, deploy: true, alert: false });
  const [picked, setPicked] = useState<string | null>(null);
  const placed = useMemo(() => layout(topology), [topology]);
  const nodes: (PartNode | BandNode)[] = [
    ...placed.bands.map((band): BandNode => ({ id: `band:${band.label}`, type: "band", position: { x: band.x, y: band.y }, width: band.width, height: band.height, data: { label: band.label }, draggable: false, selectable: false, zIndex: -1, focusable: false })),
    ...placed.boxes.flatMap((box): PartNode[] => {
      const part = topology.nodes.find((node) => node.id === box.id);
      return part ? [{ id: box.id, type: "part", position: { x: box.x, y: box.y }, width: WIDTH, height: HEIGHT, data: { part, picked: picked === box.id }, draggable: false, ariaLabel: `${part.label} ${part.sublabel}` }] : [];
    }),
  ];
  const edges: Edge[] = topology.edges.filter((edge) => ways[edge.kind]).map((edge, index) => ({
    id: `${edge.from}-${edge.to}-${edge.kind}-${index}`, source: edge.from, target: edge.to, label: edge.label || undefined, type: "smoothstep",
    style: { stroke: EDGES[edge.kind][1], strokeWidth: 1.5, strokeDasharray: edge.kind === "alert" ? "5 4" : undefined },
    labelStyle: { fontSize: 10, fill: "currentColor" }, labelBgStyle: { fill: "var(--ac-node)" },
    markerEnd: { type: MarkerType.ArrowClosed, color: EDGES[edge.kind][1] }, focusable: false,
  }));
  const chosen = topology.nodes.find((node) => node.id === picked);
  return (
    <Container header={
      <Header variant="h2" description={`${topology.nodes.length} parts over ${topology.zones.join(" and ")}`}
        actions={<SpaceBetween size="m" direction="horizontal">{(Object.keys(EDGES) as Kind[]).map((kind) => (
          <Checkbox key={kind} checked={ways[kind]} onChange={({ detail }) => setWays((before) => ({ ...before, [kind]: detail.checked }))}>{EDGES[kind][0]}</Checkbox>
        ))}</SpaceBetween>}>How it hangs together</Header>
    }>
      <SpaceBetween size="m">
        <div className="ac-graph" data-testid="topology">
          <ReactFlow nodes={nodes} edges={edges} nodeTypes={TYPES} fitView fitViewOptions={{ padding: 0.02 }} minZoom={0.3} nodesConnectable={false} onNodeClick={(_, node) => setPicked(node.type === "part" ? node.id : null)} onPaneClick={() => setPicked(null)}>
            <Background gap={24} />
            <Controls showInteractive={false} />
          </ReactFlow>
        </div>
        {chosen ? (
          <KeyValuePairs columns={4} items={[
            { label: "Part", value: `${chosen.label} ${chosen.sublabel}` }, { label: "Status", value: <Status status={chosen.status ?? null} /> },
            { label: "Type", value: chosen.type || "outside of AWS" }, { label: "Resource", value: chosen.logicalId ? `${chosen.stack}/${chosen.logicalId}` : "none" },
          ]} />
        ) : <Box color="text-body-secondary">Choose a part to see what it is.</Box>}
      </SpaceBetween>
    </Container>
  );
}
