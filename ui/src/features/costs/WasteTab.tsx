import Badge from "@cloudscape-design/components/badge";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { amount, sum } from "../../components/amounts";
import { useSaveCsv } from "../../components/csv";
import { Loading } from "../../components/Loading";
import { Problem } from "../../components/Problem";
import { shell, type CostQuestion_Serialize as Question, type Waste_Serialize as Waste } from "../../ipc/client";
import { useWaste } from "./answers";
import { Money } from "./Figures";
import type { Narrowing } from "./view";

const SURE = { high: ["severity-high", "The bill says so"], medium: ["severity-medium", "Likely"], low: ["severity-low", "Worth a look"] } as const;

interface Props {
  question: Question;
  currency: string;
  open: (values: Narrowing, what: string) => void;
}

/** Money that probably buys nothing, how that was found, and what to do. */
export function WasteTab({ question, currency, open }: Props) {
  const waste = useWaste(question);
  const save = useSaveCsv(shell.saveText);
  if (waste.error) return <Problem error={waste.error} onRetry={() => void waste.refetch()} />;
  if (!waste.data) return <Loading />;
  const { words, provenance, cannotTell } = waste.data;
  const findings = waste.data.findings.filter((one) => one.currency === currency);
  const all = sum(findings.map((one) => one.monthly));
  const table = () => [
    [words],
    [provenance.sentence],
    ["what", "confidence", "a month", "currency", "evidence", "found by", "what to do", "resources"],
    ...findings.map((one) => [one.title, one.confidence, one.monthly, one.currency, one.evidence, one.foundBy, one.remedy, one.resources.join(" ")]),
  ];
  return (
    <Container
      header={
        <Header
          variant="h2"
          counter={`(${findings.length})`}
          description={findings.length > 0 ? `Probably ${amount(all, currency)} a month, by the cost data alone; the surest first.` : "From the cost data alone."}
          actions={
            <Button disabled={findings.length === 0} disabledReason="There is nothing to save." onClick={() => void save("waste.csv", table())}>
              Save as CSV
            </Button>
          }
        >
          Waste
        </Header>
      }
    >
      <SpaceBetween size="m">
        {findings.length === 0 && <Box>Nothing was found that looks like waste.</Box>}
        <ul className="ac-needs">
          {findings.map((one) => (
            <Finding key={one.code + one.evidence} one={one} origin={{ words, source: provenance.sentence }} open={open} />
          ))}
        </ul>
        {cannotTell.length > 0 && (
          <ExpandableSection headerText="What cost data cannot tell">
            <ul className="ac-joined">
              {cannotTell.map((words) => (
                <li key={words}>{words}</li>
              ))}
            </ul>
          </ExpandableSection>
        )}
      </SpaceBetween>
    </Container>
  );
}

function Finding({ one, origin, open }: { one: Waste; origin: { words: string; source: string }; open: Props["open"] }) {
  const [color, sure] = SURE[one.confidence];
  const values = Object.fromEntries(one.filter.map((condition) => [condition.field, condition.is]));
  return (
    <li>
      <div>
        <div className="ac-tools">
          <b>{one.title}</b>
          <Badge color={color}>{sure}</Badge>
        </div>
        <Box>{one.evidence}</Box>
        <Box>{one.remedy}</Box>
        <Box color="text-body-secondary" fontSize="body-s">
          Found by: {one.foundBy}
          {one.resources.length > 0 && (
            <>
              {" "}
              <span className="ac-ids">{one.resources.slice(0, 3).join(", ")}{one.resources.length > 3 ? ` and ${one.resources.length - 3} more` : ""}</span>
            </>
          )}
        </Box>
      </div>
      <div className="ac-waste-figure">
        <div className="ac-number">
          <Money text={one.monthly} currency={one.currency} origin={{ ...origin, formula: `Found by: ${one.foundBy}` }} />
          <Box color="text-body-secondary">a month</Box>
        </div>
        <Button ariaLabel={`Show the line items of ${one.title}: ${one.evidence}`} onClick={() => open(values, one.title)}>
          Line items
        </Button>
      </div>
    </li>
  );
}
