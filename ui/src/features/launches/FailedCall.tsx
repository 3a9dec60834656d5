import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { local, utc } from "../../components/format";
import { Problem } from "../../components/Problem";
import type { CallAnswer as Answer } from "../../ipc/client";
import { useFailedCall } from "../../ipc/queries";

/** The API call that was refused, by CloudTrail; asked only when a person wants to know. */
export function FailedCall({ jobId }: { jobId: string }) {
  const [wanted, setWanted] = useState(false);
  const call = useFailedCall(jobId, wanted);
  const again = call.data !== undefined || call.error !== null;
  return (
    <div data-testid="failed-call">
      <Box variant="awsui-key-label">API call that failed, by CloudTrail</Box>
      <SpaceBetween size="xs">
        {call.error && <Problem error={call.error} />}
        {call.data && <Told answer={call.data} />}
        {call.data?.answer !== "found" && (
          <Button
            variant="inline-link"
            loading={call.isFetching}
            loadingText="Asking CloudTrail"
            onClick={() => (wanted ? void call.refetch() : setWanted(true))}
          >
            {again ? "Look again" : "Find the call"}
          </Button>
        )}
      </SpaceBetween>
    </div>
  );
}

function Told({ answer }: { answer: Answer }) {
  return (
    <SpaceBetween size="xs">
      <div>{answer.sentence}</div>
      <Facts answer={answer} />
    </SpaceBetween>
  );
}

function Facts({ answer }: { answer: Answer }) {
  switch (answer.answer) {
    case "found": {
      const { call } = answer;
      return (
        <KeyValuePairs
          columns={2}
          items={[
            { label: "When", value: <span title={utc(call.atMs)}>{local(call.atMs)}</span> },
            { label: "By", value: call.onBehalfBy ? `${call.who ?? "not told"}, through ${call.onBehalfBy}` : (call.who ?? "not told") },
            { label: "Request ID", value: call.requestId ?? "not told" },
            { label: "The service's words", value: call.errorMessage ?? "not told" },
          ]}
        />
      );
    }
    case "notThereYet":
      return (
        <div>
          After <span title={utc(answer.untilMs)}>{local(answer.untilMs)}</span> it is no longer late.
        </div>
      );
    case "notThere":
      return null;
    case "cannotTell":
      return <div className="ac-verbatim">{answer.words}</div>;
  }
}
