import Badge from "@cloudscape-design/components/badge";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useState } from "react";
import { Note } from "../../components/Note";
import { type Check, type Plan, type Question } from "../../ipc/client";
import { asks, idOf, stops } from "./checked";
import { Fine } from "./Fine";

interface Props {
  plan: Plan;
  /** Plans anew. */
  again: () => Promise<void>;
  /** Asks the account one question again. */
  recheck: (question: Question) => Promise<void>;
  running: boolean;
  /** Leads to the field that decides it. */
  change: (field?: string | null) => void;
}

/** What stops first, then what asks; each with what was seen and what to do; then what was checked and is fine. */
export function Checks({ plan, again, recheck, running, change }: Props) {
  const [asked, setAsked] = useState<string | null>(null);
  const [asking, setAsking] = useState(false);
  const said = plan.checks.filter((check) => check.outcome !== "passed");
  const stopping = said.filter(stops).length;
  const others = said.filter(asks).length;
  const untold = said.filter((check) => check.outcome === "cannotTell").length;
  const busy = running || asking;
  const rerun = async (id: string | null, question?: Question | null) => {
    setAsked(id);
    setAsking(true);
    try {
      await (question ? recheck(question) : again());
    } finally {
      setAsking(false);
    }
  };
  const stopWords =
    stopping === 0 ? "Nothing stops the launch" : stopping === 1 ? "One stops the launch" : `${stopping} stop the launch`;
  const askWords = others === 0 ? "nothing asks" : others === 1 ? "one asks you to look" : `${others} ask you to look`;
  const untoldWords = untold === 0 ? "." : `, ${untold === 1 ? "one of them" : `${untold} of them`} because the account does not tell.`;
  return (
    <SpaceBetween size="l">
      <Container
        header={
          <Header
            variant="h2"
            actions={
              <Button iconName="refresh" loading={busy && asked === null} onClick={() => void rerun(null)}>
                Check again
              </Button>
            }
            description={`${stopWords}; ${askWords}${untoldWords}`}
          >
            Checks
          </Header>
        }
      >
        {said.length === 0 && <StatusIndicator>Nothing to note.</StatusIndicator>}
        <div className="ac-checks">
          {said.map((check, index) => (
            <Row
              key={`${idOf(check)}/${index}`}
              check={check}
              running={busy && asked === idOf(check)}
              still={!busy && asked === idOf(check)}
              rerun={() => void rerun(idOf(check), check.question)}
              change={change}
            />
          ))}
        </div>
      </Container>
      <Fine plan={plan} busy={busy} asked={asked} rerun={(check) => void rerun(idOf(check), check.question)} />
    </SpaceBetween>
  );
}

interface RowProps {
  check: Check;
  running: boolean;
  /** It was looked at once more, and is here still. */
  still: boolean;
  rerun: () => void;
  change: (field: string) => void;
}

function Row({ check, running, still, rerun, change }: RowProps) {
  const { field } = check;
  const untold = check.outcome === "cannotTell";
  return (
    <div className="ac-check">
      <div>
        <Note type={untold ? "warning" : check.severity}>{check.message}</Note>
        <Box padding={{ left: "l" }}>{check.remedy}</Box>
        <Box padding={{ left: "l" }} color="text-body-secondary" fontSize="body-s">
          {check.evidence ? `Seen: ${check.evidence}. ` : ""}
          <code>{check.code}</code>
          {field && (
            <>
              {" in "}
              <code>{field}</code>
            </>
          )}
        </Box>
      </div>
      <SpaceBetween size="xs" direction="horizontal" alignItems="center">
        {stops(check) && <Badge color="red">stops</Badge>}
        {untold && <Badge>cannot tell</Badge>}
        {still && (
          <Box variant="span" color="text-body-secondary" fontSize="body-s">
            still so
          </Box>
        )}
        {field && (
          <Button variant="inline-link" ariaLabel={`Change ${field}`} onClick={() => change(field)}>
            Change
          </Button>
        )}
        <Button
          variant="icon"
          iconName="refresh"
          ariaLabel={`Check ${check.code} again`}
          loading={running}
          onClick={rerun}
        />
      </SpaceBetween>
    </div>
  );
}
