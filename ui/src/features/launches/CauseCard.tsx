import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { words } from "../../components/format";
import type { RootCause } from "../../ipc/client";

interface Props {
  cause: RootCause;
  /** What CloudFormation does now. */
  doing: string;
  running: boolean;
  retry?: () => void;
  pending: boolean;
}

/** What broke, where, in plain words and in AWS's, and what to do. */
export function CauseCard({ cause, doing, running, retry, pending }: Props) {
  return (
    <div data-testid="root-cause">
      <Container header={
        <Header variant="h2" actions={retry && <Button variant="primary" loading={pending} onClick={retry}>Try again</Button>}>
          <StatusIndicator type="error">{cause.code} {cause.title}</StatusIndicator>
        </Header>
      }>
        <SpaceBetween size="m">
          <Box fontSize="heading-s">{cause.explanation}</Box>
          <div>
            <Box variant="awsui-key-label">What to do</Box>
            <div>{cause.remedy}</div>
          </div>
          <KeyValuePairs columns={4} items={[
            { label: "Where", value: `${words(cause.stack)} / ${cause.logicalId}` },
            { label: "Type", value: cause.type },
            { label: "Template line", value: cause.file ? `${cause.file}:${cause.line ?? "?"}` : "not known" },
            { label: "Now", value: running ? doing : "nothing more happens" },
          ]} />
          <div>
            <Box variant="awsui-key-label">AWS's words</Box>
            {cause.awsMessage ? (
              <SpaceBetween size="xs">
                <div className="ac-verbatim">{cause.awsMessage}</div>
                <CopyToClipboard copyButtonText="Copy" copySuccessText="Copied" copyErrorText="Could not be copied" textToCopy={cause.awsMessage} />
              </SpaceBetween>
            ) : "AWS gave no reason."}
          </div>
          {cause.others.map((other) => <Further key={`${other.stack}/${other.logicalId}`} label="Also" cause={other} />)}
          {cause.rollback && <Further label="And while rolling back" cause={cause.rollback} />}
        </SpaceBetween>
      </Container>
    </div>
  );
}

function Further({ label, cause }: { label: string; cause: RootCause }) {
  return (
    <div>
      <Box variant="awsui-key-label">{label}: {cause.code} {cause.title} at {words(cause.stack)} / {cause.logicalId}</Box>
      <div>{cause.remedy}</div>
      <div className="ac-verbatim">{cause.awsMessage}</div>
    </div>
  );
}
