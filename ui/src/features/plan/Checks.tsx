import Badge from "@cloudscape-design/components/badge";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Note } from "../../components/Note";
import { shell, type Check, type Plan } from "../../ipc/client";
import { keys } from "../../ipc/queries";

interface Props {
  plan: Plan;
  again: () => Promise<void>;
  running: boolean;
  /** Leads to the field that decides it. */
  change: (field?: string | null) => void;
}

const idOf = (check: Check) => `${check.code}/${check.field ?? ""}`;

/** What stops first, then what asks; each with what was seen and what to do; then what was checked and is fine. */
export function Checks({ plan, again, running, change }: Props) {
  const [asked, setAsked] = useState<string | null>(null);
  const { checks } = plan;
  const sorted = [...checks].sort((a, b) => Number(a.severity === "warning") - Number(b.severity === "warning"));
  const stops = checks.filter((check) => check.severity === "error").length;
  const asks = checks.length - stops;
  const rerun = async (id: string | null) => {
    setAsked(id);
    await again();
  };
  const stopWords =
    stops === 0 ? "Nothing stops the launch" : stops === 1 ? "One stops the launch" : `${stops} stop the launch`;
  const askWords = asks === 0 ? "nothing asks." : asks === 1 ? "one asks you to look." : `${asks} ask you to look.`;
  return (
    <SpaceBetween size="l">
      <Container
        header={
          <Header
            variant="h2"
            actions={
              <Button iconName="refresh" loading={running && asked === null} onClick={() => void rerun(null)}>
                Check again
              </Button>
            }
            description={`${stopWords}; ${askWords}`}
          >
            Checks
          </Header>
        }
      >
        {sorted.length === 0 && <StatusIndicator>Nothing to note.</StatusIndicator>}
        <div className="ac-checks">
          {sorted.map((check) => (
            <Row
              key={idOf(check)}
              check={check}
              running={running && asked === idOf(check)}
              still={!running && asked === idOf(check)}
              rerun={() => void rerun(idOf(check))}
              change={change}
            />
          ))}
        </div>
      </Container>
      <Fine plan={plan} />
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
  return (
    <div className="ac-check">
      <div>
        <Note type={check.severity}>{check.message}</Note>
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
        {check.severity === "error" && <Badge color="red">stops</Badge>}
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

/** Quotas and limits with what this environment takes of them. */
function Fine({ plan }: { plan: Plan }) {
  const ledger = useQuery({ queryKey: keys.ledger(plan.file), queryFn: () => shell.environmentLedger(plan.file) });
  const quotas = ledger.data?.figures?.quotas ?? [];
  const limits = plan.limits.filter((limit) => limit.template === "root.yaml");
  const fine = quotas.filter((quota) => quota.used + quota.need <= quota.limit);
  const use = (name: string, used: string, percent: number) => (
    <div key={name} className="ac-quota">
      <span>{name}</span>
      <span className="ac-bar" aria-hidden>
        <span style={{ width: `${Math.min(100, percent)}%` }} />
      </span>
      <span className="ac-number">{used}</span>
    </div>
  );
  return (
    <ExpandableSection
      variant="container"
      headerText="Checked and fine"
      headerCounter={`(${fine.length + limits.length})`}
      headerDescription={`Quotas of account ${plan.account.name} and CloudFormation's limits, with this environment counted in`}
    >
      {fine.map((quota) => {
        const after = quota.used + quota.need;
        const words = `${quota.used} + ${quota.need} of ${quota.limit.toLocaleString("en-US")}`;
        return use(`${quota.name} (${quota.code})`, words, (100 * after) / quota.limit);
      })}
      {limits.map((limit) => {
        const words = `${limit.used.toLocaleString("en-US")} of ${limit.limit.toLocaleString("en-US")}`;
        return use(`${limit.what}: ${limit.template}`, words, (100 * limit.used) / limit.limit);
      })}
    </ExpandableSection>
  );
}
