import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { Note } from "../../components/Note";
import type { Check } from "../../ipc/client";

/** What stops first, then what asks; each with what was seen and what to do. */
export function Checks({ checks, rerun, running }: { checks: Check[]; rerun: () => void; running: boolean }) {
  const sorted = [...checks].sort((a, b) => Number(a.severity === "warning") - Number(b.severity === "warning"));
  const stops = checks.filter((check) => check.severity === "error").length;
  return (
    <Container header={
      <Header variant="h2" actions={<Button iconName="refresh" loading={running} onClick={rerun}>Check again</Button>}
        description={stops > 0 ? `${stops} stop the launch.` : "Nothing stops the launch."}>Checks</Header>
    }>
      {sorted.length === 0 && <StatusIndicator>Nothing to note.</StatusIndicator>}
      <SpaceBetween size="m">
        {sorted.map((check, index) => (
          <div key={`${check.code}-${index}`}>
            <Note type={check.severity}>{check.message}</Note>
            <Box padding={{ left: "l" }}>{check.remedy}</Box>
            <Box padding={{ left: "l" }} color="text-body-secondary" fontSize="body-s">{[check.evidence, check.field, check.code].filter(Boolean).join(" · ")}</Box>
          </div>
        ))}
      </SpaceBetween>
    </Container>
  );
}
