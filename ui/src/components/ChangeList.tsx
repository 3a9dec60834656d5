import "./colours.css";
import "./changes.css";
import Box from "@cloudscape-design/components/box";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import SegmentedControl from "@cloudscape-design/components/segmented-control";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useState } from "react";
import { byStack, dangerous, KINDS, type Change, type ChangedProperty } from "./changes";
import { words } from "./format";

/** Every change by nested stack, each with its properties before and after; what makes a replacement is unfolded. */
export function ChangeList({ changes, empty }: { changes: Change[]; empty: string }) {
  const [only, setOnly] = useState("all");
  const risky = changes.filter(dangerous);
  const shown = only === "dangerous" ? risky : changes;
  if (changes.length === 0) return <Box color="text-body-secondary">{empty}</Box>;
  return (
    <SpaceBetween size="m">
      {risky.length > 0 && risky.length < changes.length && (
        <SegmentedControl
          label="Which changes"
          selectedId={only}
          onChange={({ detail }) => setOnly(detail.selectedId)}
          options={[
            { id: "all", text: `All (${changes.length})` },
            { id: "dangerous", text: `Replaced or removed (${risky.length})` },
          ]}
        />
      )}
      {byStack(shown).map(([stack, inside]) => (
        <section key={stack} aria-label={words(stack)}>
          <h3 className="ac-stack-name">
            {words(stack)} ({inside.length})
          </h3>
          <div className="ac-changes">
            {inside.map((change) => (
              <Row key={change.logicalId} change={change} />
            ))}
          </div>
        </section>
      ))}
    </SpaceBetween>
  );
}

function Row({ change }: { change: Change }) {
  const [label, type] = KINDS[change.kind];
  return (
    <div className="ac-change" data-change={`${change.stack}/${change.logicalId}`}>
      <ExpandableSection
        variant="inline"
        defaultExpanded={dangerous(change) && change.properties.length > 0}
        headerText={
          <span className="ac-change-name">
            <StatusIndicator type={type}>{label}</StatusIndicator>
            <span>{change.logicalId}</span>
            <Box variant="span" color="text-body-secondary" fontSize="body-s" fontWeight="normal">
              {change.type}
            </Box>
          </span>
        }
      >
        <div className="ac-change-body">
          <SpaceBetween size="xs">
            {change.verdict && <Box>{change.verdict.reason}</Box>}
            {change.holdsData && (change.kind === "replaced" || change.kind === "removed") && (
              <Box color="text-status-warning">
                People or programs keep something in it.{" "}
                {change.leftBehind ? "The old one is left behind in the account." : "It goes with it."}
              </Box>
            )}
            {change.properties.length > 0 ? (
              <Properties properties={change.properties} />
            ) : (
              <Box color="text-body-secondary">{WHOLE[change.kind] ?? "AWS tells no property of it."}</Box>
            )}
          </SpaceBetween>
        </div>
      </ExpandableSection>
    </div>
  );
}

const WHOLE: Partial<Record<Change["kind"], string>> = {
  added: "It is made as the template says.",
  removed: "It is deleted as a whole.",
  imported: "It is taken into the stack as it is.",
};

function Properties({ properties }: { properties: ChangedProperty[] }) {
  return (
    <table className="ac-properties">
      <thead>
        <tr>
          <th scope="col">Property</th>
          <th scope="col">Now</th>
          <th scope="col">Afterwards</th>
        </tr>
      </thead>
      <tbody>
        {properties.map((property) => (
          <tr key={property.path}>
            <td>
              {property.path}
              {property.replaces && (
                <Box color="text-status-warning" fontSize="body-s">
                  cannot be changed in place
                </Box>
              )}
              {property.cause && (
                <Box color="text-body-secondary" fontSize="body-s">
                  from {property.cause}
                </Box>
              )}
            </td>
            <td>
              <Value text={property.before ?? null} kind="removed" />
            </td>
            <td>
              {property.knownAfterApply && property.after == null ? (
                <Box color="text-body-secondary">known when it is applied</Box>
              ) : (
                <Value text={property.after ?? null} kind="added" />
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Value({ text, kind }: { text: string | null; kind: "added" | "removed" }) {
  if (text === null) return <Box color="text-body-secondary">nothing</Box>;
  return <code className={`ac-verbatim ac-${kind}`}>{text}</code>;
}
