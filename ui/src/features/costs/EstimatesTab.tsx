import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { change } from "../../components/amounts";
import { useFlash } from "../../components/flash-context";
import { date } from "../../components/format";
import { Loading } from "../../components/Loading";
import { Problem } from "../../components/Problem";
import { shell, type CostQuestion_Serialize as Question, type EstimateComparison_Serialize as Comparison } from "../../ipc/client";
import { keys } from "../../ipc/queries";
import { useEstimates } from "./answers";
import { Money } from "./Figures";

/** What each environment was estimated to cost when it was planned, against what it cost. */
export function EstimatesTab({ question }: { question: Question }) {
  const told = useEstimates(question);
  if (told.error) return <Problem error={told.error} onRetry={() => void told.refetch()} />;
  if (!told.data) return <Loading />;
  if (told.data.environments.length === 0) return <Box>No environment was launched from here, so there is no estimate to compare.</Box>;
  return (
    <SpaceBetween size="l">
      <Box color="text-body-secondary">Of the last month that is chosen, without the filters: an estimate is of a whole environment.</Box>
      {told.data.environments.map((one) => (
        <Estimated key={one.environment} one={one} />
      ))}
    </SpaceBetween>
  );
}

interface Line {
  key: string;
  name: string;
  /** Where it comes from, or how much of it. */
  of: string;
  estimated: string;
  actual: string;
  difference: string;
}

function Estimated({ one }: { one: Comparison }) {
  const origin = { words: one.sentence.replace(/\.$/, ""), source: `${one.provenance.sentence} Prices of ${date(one.pricesAsOf)}.` };
  const components: Line[] = one.components.map(({ component, stacks, ...amounts }) => ({
    key: component, name: component || "(untagged)", of: stacks.length === 0 ? "not in the plan" : stacks.join(", "), ...amounts,
  }));
  const reasons: Line[] = one.reasons.map(({ what, estimatedQuantity, actualQuantity, unit, ...amounts }) => ({
    key: what, name: what, of: estimatedQuantity === null || actualQuantity === null ? "" : `${whole(estimatedQuantity)} to ${whole(actualQuantity)} ${unit}`, ...amounts,
  }));
  return (
    <Container header={<Header variant="h2" description={one.sentence}>{one.environment}</Header>}>
      <SpaceBetween size="l">
        <Lines title="By component" name="Component" of="Nested stacks" lines={components} origin={origin} />
        <Lines title="Why it differs" name="What" of="Used instead of estimated" lines={reasons} origin={origin} />
        {one.proposals.length > 0 && <Proposals one={one} />}
      </SpaceBetween>
    </Container>
  );
}

const whole = (text: string) => Number(text).toLocaleString("en-US", { maximumFractionDigits: 1 });

function Lines({ title, name, of, lines, origin }: { title: string; name: string; of: string; lines: Line[]; origin: { words: string; source: string } }) {
  const money = (text: string) => (
    <div className="ac-number">
      <Money text={text} currency="USD" origin={origin} />
    </div>
  );
  return (
    <Table
      variant="embedded"
      items={lines}
      trackBy="key"
      enableKeyboardNavigation
      ariaLabels={{ tableLabel: title }}
      header={<Header variant="h3">{title}</Header>}
      columnDefinitions={[
        { id: "name", header: name, isRowHeader: true, minWidth: 130, cell: (line) => line.name },
        { id: "of", header: of, minWidth: 170, cell: (line) => <Box color="text-body-secondary">{line.of}</Box> },
        { id: "estimated", header: <div className="ac-number">Estimated</div>, minWidth: 100, cell: (line) => money(line.estimated) },
        { id: "actual", header: <div className="ac-number">Actual</div>, minWidth: 100, cell: (line) => money(line.actual) },
        { id: "difference", header: <div className="ac-number">Difference</div>, minWidth: 100, cell: (line) => <div className="ac-number">{change(line.difference, "USD")}</div> },
      ]}
    />
  );
}

/** Assumptions that this month speaks for; taken over one by one. */
function Proposals({ one }: { one: Comparison }) {
  const client = useQueryClient();
  const flash = useFlash();
  const adopt = useMutation({
    mutationFn: (key: string) => shell.costsEstimateAdopt(one.environment, one.month, [key]),
    onSuccess: async () => {
      flash.add({ type: "success", header: "Taken over", content: "The next plan assumes it, whichever environment it is of." });
      await Promise.all([client.invalidateQueries({ queryKey: ["costs"] }), client.invalidateQueries({ queryKey: keys.settings })]);
    },
    onError: (error) => flash.fail("The assumption could not be taken over", error),
  });
  return (
    <div>
      <Box variant="h3" padding={{ bottom: "xs" }}>
        What the next plan could assume
      </Box>
      <ul className="ac-needs">
        {one.proposals.map((proposal) => (
          <li key={proposal.key}>
            <div>
              <b>
                {whole(String(proposal.proposed))} {proposal.unit}, instead of {whole(String(proposal.now))}
              </b>
              <Box color="text-body-secondary">{proposal.why}</Box>
            </div>
            <Button loading={adopt.isPending && adopt.variables === proposal.key} disabled={adopt.isPending} ariaLabel={`Assume it: ${proposal.proposed} ${proposal.unit}`} onClick={() => adopt.mutate(proposal.key)}>
              Assume it
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}
