import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { duration, words } from "../../components/format";
import { Gantt } from "../../components/Gantt";
import type { Plan } from "../../ipc/client";

const EVIDENCE = {
  low: "a single statement or average",
  medium: "three or more deployment logs",
  high: "ten or more deployment logs",
} as const;

/** When each resource will come, and the chain that decides the end. */
export function Timeline({ plan }: { plan: Plan }) {
  const { timeline } = plan;
  const bars = timeline.rows
    .filter((row) => row.type !== "AWS::CloudFormation::Stack")
    .map((row) => ({
      id: `${row.stack}/${row.logicalId}`,
      group: row.stack,
      label: row.logicalId,
      start: null,
      end: null,
      predictedStart: row.startS,
      predictedEnd: row.endS,
      critical: row.critical,
      state: "waiting" as const,
    }));
  const path = timeline.criticalPath.filter((step) => (step.seconds ?? 0) >= 1);
  const longest = Math.max(1, ...path.map((step) => step.seconds ?? 0));
  const description = `Between ${duration(timeline.range.low)} and ${duration(timeline.range.high)}. Of what decides, the least known rests on ${EVIDENCE[timeline.confidence]}.`;
  return (
    <SpaceBetween size="l">
      <Container
        header={
          <Header variant="h2" description={description}>
            {timeline.sentence}
          </Header>
        }
      >
        <Gantt total={timeline.range.expected ?? 0} bars={bars} />
      </Container>
      <Container
        header={
          <Header
            variant="h2"
            counter={`(${path.length})`}
            description="Each waits for the one before it. Making one of these faster makes the launch faster."
          >
            What decides, step by step
          </Header>
        }
      >
        <ol className="ac-chain-list">
          {path.map((step) => (
            <li key={`${step.stack}/${step.logicalId}`} className="ac-quota">
              <span>
                {words(step.stack)}: {step.logicalId}
                <Box variant="span" color="text-body-secondary" fontSize="body-s">
                  {" "}
                  {step.type}
                </Box>
              </span>
              <span className="ac-bar" aria-hidden>
                <span className="ac-deciding" style={{ width: `${(100 * (step.seconds ?? 0)) / longest}%` }} />
              </span>
              <span className="ac-number">{duration(step.seconds)}</span>
            </li>
          ))}
        </ol>
      </Container>
    </SpaceBetween>
  );
}
