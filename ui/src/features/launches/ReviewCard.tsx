import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator, { type StatusIndicatorProps } from "@cloudscape-design/components/status-indicator";
import { useState } from "react";
import type { Change, ChangeKind, ChangeTree } from "../../ipc/client";

/** Needs an answer that only this card can take. */
export const REVIEW = "review-change-set";

const KINDS: Record<ChangeKind, [string, StatusIndicatorProps.Type]> = {
  added: ["Added", "success"],
  modified: ["Modified", "info"],
  replaced: ["Replaced", "warning"],
  perhapsReplaced: ["Perhaps replaced", "warning"],
  removed: ["Removed", "error"],
  imported: ["Imported", "info"],
  restored: ["Restored", "info"],
  open: ["Decided by AWS", "pending"],
  unchanged: ["Unchanged", "stopped"],
};

interface Props {
  tree: ChangeTree;
  environment: string;
  pending: boolean;
  onExecute: (typed: string | null) => void;
  onDiscard: () => void;
}

/** CloudFormation's change set, before anything of it is carried out. */
export function ReviewCard({ tree, environment, pending, onExecute, onDiscard }: Props) {
  const [typed, setTyped] = useState("");
  const asks = tree.asksForName.length > 0;
  const { added, modified, replaced, perhapsReplaced, removed } = tree.totals;
  const totals = [
    [added, "added"],
    [modified, "modified"],
    [replaced, "replaced"],
    [perhapsReplaced, "perhaps replaced"],
    [removed, "removed"],
  ].filter(([count]) => count !== 0);
  return (
    <Container
      header={
        <Header
          variant="h2"
          description={totals.map(([count, what]) => `${String(count)} ${String(what)}`).join(", ")}
          actions={
            <SpaceBetween size="xs" direction="horizontal">
              <Button disabled={pending} onClick={onDiscard}>
                Discard
              </Button>
              <Button
                variant="primary"
                loading={pending}
                disabled={tree.blocked.length > 0 || (asks && typed !== environment)}
                disabledReason={
                  tree.blocked.length > 0 ? "AWS would refuse it halfway." : "Type the name of the environment below."
                }
                onClick={() => onExecute(asks ? typed : null)}
              >
                Execute change set
              </Button>
            </SpaceBetween>
          }
        >
          Review the change set
        </Header>
      }
    >
      <SpaceBetween size="m">
        {tree.blocked.map((why) => (
          <Alert key={why} type="error">
            {why}
          </Alert>
        ))}
        {tree.findings.map((finding) => (
          <Alert
            key={`${finding.stack}${finding.logicalId}${finding.path ?? ""}${finding.name}`}
            type={finding.mode === "fail" ? "error" : "warning"}
            header={`${finding.stack} / ${finding.logicalId}`}
          >
            {finding.message}
          </Alert>
        ))}
        {tree.changes.map((change) => (
          <Row key={`${change.stack}/${change.logicalId}`} change={change} />
        ))}
        {tree.phantoms.length > 0 && (
          <Box color="text-body-secondary">
            CloudFormation lists {tree.phantoms.length} more as modified; nothing in them changes.
          </Box>
        )}
        {asks && (
          <FormField
            label={`Type ${environment} to agree`}
            description={tree.asksForName.join(" ")}
            stretch={false}
          >
            <Input value={typed} onChange={({ detail }) => setTyped(detail.value)} autoComplete={false} />
          </FormField>
        )}
      </SpaceBetween>
    </Container>
  );
}

function Row({ change }: { change: Change }) {
  const [label, type] = KINDS[change.kind];
  return (
    <ExpandableSection
      variant="inline"
      headerText={`${change.stack} / ${change.logicalId}`}
      headerDescription={change.type}
      headerActions={<StatusIndicator type={type}>{label}</StatusIndicator>}
    >
      <SpaceBetween size="xs">
        {change.verdict && <Box>{change.verdict.reason}</Box>}
        {change.holdsData && <Box>People or programs keep something in it.</Box>}
        {change.properties.map((property) => (
          <Box key={property.path}>
            <Box variant="awsui-key-label">{property.path}</Box>
            <Box variant="code">{property.before ?? "nothing"}</Box> becomes{" "}
            <Box variant="code">{property.knownAfterApply ? "known after it is applied" : (property.after ?? "nothing")}</Box>
          </Box>
        ))}
        {change.properties.length === 0 && <Box color="text-body-secondary">As a whole.</Box>}
      </SpaceBetween>
    </ExpandableSection>
  );
}
