import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { Panel } from "../../components/panel-context";
import type { EnvironmentView, TopologyNode } from "../../ipc/client";
import { WAYS } from "./parts";
import { ResourceFacts } from "./ResourceFacts";

/** What a part of the diagram is, and what it is joined with. */
export function PartPanel({
  part,
  view,
  onPick,
}: {
  part: TopologyNode;
  view: EnvironmentView;
  onPick: (id: string | null) => void;
}) {
  const { topology, resources } = view;
  const resource = resources.find((one) => one.stack === part.stack && one.logicalId === part.logicalId);
  const joined = topology.edges.filter((edge) => edge.from === part.id || edge.to === part.id);
  const labelOf = (id: string) => {
    const node = topology.nodes.find((one) => one.id === id);
    return node ? [node.label, node.sublabel].filter(Boolean).join(" ") : id;
  };
  return (
    <Panel header={[part.label, part.sublabel].filter(Boolean).join(" ")} onClose={() => onPick(null)}>
      <SpaceBetween size="m">
        {resource ? (
          <ResourceFacts resource={resource} view={view} />
        ) : (
          <KeyValuePairs
            columns={1}
            items={[
              { label: "What it is", value: part.type || "Outside of AWS: nothing of it is made or deleted here." },
            ]}
          />
        )}
        <div>
          <Box variant="awsui-key-label">Joined with</Box>
          {joined.length === 0 ? (
            "nothing"
          ) : (
            <ul className="ac-joined">
              {joined.map((edge, index) => {
                const other = edge.from === part.id ? edge.to : edge.from;
                return (
                  <li key={index}>
                    {WAYS[edge.kind].label} {edge.from === part.id ? "to" : "from"}{" "}
                    <Button variant="inline-link" onClick={() => onPick(other)}>
                      {labelOf(other)}
                    </Button>
                    {edge.label && `, ${edge.label}`}
                  </li>
                );
              })}
            </ul>
          )}
        </div>
      </SpaceBetween>
    </Panel>
  );
}
