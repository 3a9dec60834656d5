import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";
import Header from "@cloudscape-design/components/header";
import Icon from "@cloudscape-design/components/icon";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import Link from "@cloudscape-design/components/link";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { words } from "../../components/format";
import type { LaunchSnapshot, RootCause } from "../../ipc/client";
import { useLaunchPlan } from "../../ipc/queries";
import { excerpt } from "./excerpt";
import { FailedCall } from "./FailedCall";

interface Props {
  cause: RootCause;
  snapshot: LaunchSnapshot;
  /** What can be done about it, as buttons. */
  remedies: React.ReactNode;
  /** The failure that practice plays, by its name, where it plays one. */
  rehearsed: string | null;
  onEvents: (find: string) => void;
}

/** What broke, where, in plain words and in AWS's, what to do, and what CloudFormation does meanwhile. */
export function CauseCard({ cause, snapshot, remedies, rehearsed, onEvents }: Props) {
  return (
    <div data-testid="root-cause">
      <Container
        header={
          <Header variant="h2">
            <Box variant="span" color="text-status-error" fontSize="heading-m" fontWeight="bold">
              <Icon name="status-negative" variant="error" ariaLabel="Failed:" /> {cause.title}
            </Box>{" "}
            <Box variant="span" color="text-body-secondary" fontSize="heading-s">
              {cause.code}
            </Box>
          </Header>
        }
      >
        <SpaceBetween size="m">
          <Box fontSize="heading-s">{cause.explanation}</Box>
          <div>
            <Box variant="awsui-key-label">What to do</Box>
            <SpaceBetween size="xs">
              <div>{cause.remedy}</div>
              {rehearsed && (
                <Alert type="info">
                  This failure is rehearsed: practice plays “{rehearsed}” until that is switched off, and would play it
                  again.
                </Alert>
              )}
              <SpaceBetween size="xs" direction="horizontal">
                {remedies}
              </SpaceBetween>
            </SpaceBetween>
          </div>
          <KeyValuePairs
            columns={3}
            items={[
              {
                label: "Where",
                value: (
                  <Link
                    onFollow={(event) => {
                      event.preventDefault();
                      onEvents(`${cause.stack}/${cause.logicalId}`);
                    }}
                    href="#"
                  >
                    {words(cause.stack)} / {cause.logicalId}
                  </Link>
                ),
              },
              { label: "Type", value: cause.type },
              { label: "CloudFormation now", value: now(snapshot) },
            ]}
          />
          <Verbatim text={cause.awsMessage} />
          <FailedCall jobId={snapshot.jobId} />
          <Excerpt jobId={snapshot.jobId} cause={cause} />
          {cause.others.map((other) => (
            <Further key={`${other.stack}/${other.logicalId}`} label="Also" cause={other} />
          ))}
          {cause.rollback && <Further label="And while rolling back" cause={cause.rollback} />}
        </SpaceBetween>
      </Container>
    </div>
  );
}

/** What CloudFormation does, or where it stopped. */
function now(snapshot: LaunchSnapshot): string {
  if (snapshot.state === "running") return snapshot.sentence;
  const status = snapshot.stacks.find((stack) => stack.stack === "root")?.status ?? null;
  if (status === null) return "Nothing: no stack was made.";
  if (status === "ROLLBACK_COMPLETE" || status === "DELETE_COMPLETE")
    return "Nothing more. What the launch had made is removed again.";
  if (status === "ROLLBACK_FAILED") return "The roll back stopped: some resources are left.";
  if (status === "DELETE_FAILED") return "The deletion stopped: some resources are left.";
  return `Nothing more. The stack stands at ${status.toLowerCase().replaceAll("_", " ")}.`;
}

function Verbatim({ text }: { text: string }) {
  return (
    <div>
      <Box variant="awsui-key-label">AWS's words</Box>
      {text ? (
        <div className="ac-said">
          <div className="ac-verbatim">{text}</div>
          <CopyToClipboard
            variant="icon"
            copyButtonAriaLabel="Copy AWS's words"
            copySuccessText="Copied"
            copyErrorText="Could not be copied"
            textToCopy={text}
          />
        </div>
      ) : (
        "AWS gave no reason."
      )}
    </div>
  );
}

function Excerpt({ jobId, cause }: { jobId: string; cause: RootCause }) {
  const plan = useLaunchPlan(jobId);
  if (!cause.file || cause.line == null) return null;
  const place = `${cause.file}:${cause.line}`;
  const lines = plan.data ? excerpt(plan.data.blueprint, cause.file, cause.line) : [];
  return (
    <div>
      <Box variant="awsui-key-label">Template, {place}</Box>
      {lines.length > 0 && (
        <div className="ac-code" tabIndex={0} role="region" aria-label={`Template at ${place}`}>
          {lines.map((line) => (
            <div key={line.number} className={line.here ? "ac-here" : undefined}>
              <span className="ac-line">{line.number}</span>
              {line.text}
            </div>
          ))}
        </div>
      )}
    </div>
  );
}

function Further({ label, cause }: { label: string; cause: RootCause }) {
  return (
    <div>
      <Box variant="awsui-key-label">
        {label}: {cause.title} ({cause.code}) at {words(cause.stack)} / {cause.logicalId}
      </Box>
      <div>{cause.remedy}</div>
      <div className="ac-verbatim">{cause.awsMessage}</div>
    </div>
  );
}
