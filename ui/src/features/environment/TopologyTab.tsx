import Box from "@cloudscape-design/components/box";
import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import Checkbox from "@cloudscape-design/components/checkbox";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useMemo, useState } from "react";
import { useFlash } from "../../components/flash-context";
import { local } from "../../components/format";
import { shell, type EdgeKind, type EnvironmentView } from "../../ipc/client";
import { layout } from "./layout";
import { PartPanel } from "./PartPanel";
import { WAYS } from "./parts";
import { routes } from "./routes";
import { png, svg } from "./svg";
import { TopologyGraph } from "./TopologyGraph";

interface Props {
  view: EnvironmentView;
  /** The chosen part; it stands in the page's address. */
  picked: string | null;
  onPick: (id: string | null) => void;
}

/** Zones as columns, tiers as rows; traffic, deployments and alerts as ways that are switched on one at a time. */
export function TopologyTab({ view, picked, onPick }: Props) {
  const { topology, row } = view;
  const flash = useFlash();
  const [shown, setShown] = useState<Record<EdgeKind, boolean>>({ traffic: true, deploy: false, alert: false });
  const drawn = useMemo(() => layout(topology, view.file.network.cidr), [topology, view.file.network.cidr]);
  const ways = useMemo(
    () =>
      routes(
        topology.edges.filter((edge) => shown[edge.kind]),
        drawn,
      ),
    [topology, drawn, shown],
  );
  const save = async (kind: string) => {
    const picture = svg(topology, drawn, ways, `${row.name}, ${row.account}, ${row.region}, ${local(row.asOfMs)}`);
    try {
      const path =
        kind === "svg"
          ? await shell.saveText(`${row.name}-topology.svg`, picture)
          : await shell.savePicture(`${row.name}-topology.png`, await png(picture));
      if (path) flash.add({ type: "success", header: `Saved ${path}` });
    } catch (error) {
      flash.fail("The picture could not be saved", error);
    }
  };
  const part = picked === null ? undefined : topology.nodes.find((node) => node.id === picked);
  return (
    <Container
      header={
        <Header
          variant="h2"
          actions={
            <SpaceBetween size="m" direction="horizontal" alignItems="center">
              {(Object.keys(WAYS) as EdgeKind[]).map((kind) => (
                <Checkbox
                  key={kind}
                  checked={shown[kind]}
                  onChange={({ detail }) => setShown((before) => ({ ...before, [kind]: detail.checked }))}
                >
                  {WAYS[kind].label} <Sample kind={kind} />
                </Checkbox>
              ))}
              <ButtonDropdown
                items={[
                  { id: "svg", text: "As SVG" },
                  { id: "png", text: "As PNG" },
                ]}
                onItemClick={({ detail }) => void save(detail.id)}
              >
                Save picture
              </ButtonDropdown>
            </SpaceBetween>
          }
        >
          How it hangs together
        </Header>
      }
    >
      <SpaceBetween size="xs">
        <TopologyGraph topology={topology} layout={drawn} ways={ways} picked={part ? picked : null} onPick={onPick} />
        <Box variant="small" color="text-body-secondary">
          <span className="ac-good">✓</span> ready, <span className="ac-busy">…</span> in progress,{" "}
          <span className="ac-bad">✕</span> failed, – gone. Choose a part for what it is and what it is joined with.
          Drag to move, Ctrl and wheel to zoom.
        </Box>
      </SpaceBetween>
      {part && <PartPanel part={part} view={view} onPick={onPick} />}
    </Container>
  );
}

function Sample({ kind }: { kind: EdgeKind }) {
  return (
    <svg width="26" height="8" aria-hidden focusable="false">
      <line x1="0" x2="26" y1="4" y2="4" stroke={WAYS[kind].colour} strokeWidth="2" strokeDasharray={WAYS[kind].dash} />
    </svg>
  );
}
