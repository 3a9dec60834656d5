import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useNavigate } from "react-router";
import { Status } from "../../components/figures";
import { local, money, words } from "../../components/format";
import type { EnvironmentView, ResourceView } from "../../ipc/client";

/** Everything that is known of one resource. */
export function ResourceFacts({ resource, view }: { resource: ResourceView; view: EnvironmentView }) {
  const navigate = useNavigate();
  const items = view.estimate.items.filter(
    (item) => item.stack === resource.stack && item.logicalId === resource.logicalId,
  );
  const monthly = items.reduce((sum, item) => sum + item.monthlyMicros, 0);
  const find = encodeURIComponent(`${resource.stack}/${resource.logicalId}`);
  return (
    <SpaceBetween size="m">
      <KeyValuePairs
        columns={3}
        minColumnWidth={150}
        items={[
          { label: "Status", value: <Status status={resource.status ?? null} /> },
          { label: "Type", value: resource.type },
          { label: "Stack", value: words(resource.stack) },
          { label: "Logical ID", value: resource.logicalId },
          { label: "Finished", value: resource.finishedAtMs == null ? "not yet" : local(resource.finishedAtMs) },
          {
            label: "A month",
            value:
              items.length === 0
                ? "no price of its own"
                : `${money(monthly)}: ${items.map((item) => item.what).join(", ")}`,
          },
        ]}
      />
      <div>
        <Box variant="awsui-key-label">Physical ID</Box>
        {resource.physicalId ? (
          <CopyToClipboard
            variant="inline"
            textToCopy={resource.physicalId}
            copyButtonAriaLabel="Copy the physical ID"
            copySuccessText="Copied"
            copyErrorText="Could not be copied"
          />
        ) : (
          "none yet"
        )}
      </div>
      {resource.reason && (
        <div>
          <Box variant="awsui-key-label">AWS's words</Box>
          <div className="ac-verbatim">{resource.reason}</div>
        </div>
      )}
      <Button onClick={() => void navigate(`/launches/${view.row.jobId}?tab=events&find=${find}`)}>
        Show its events
      </Button>
    </SpaceBetween>
  );
}
