import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import type { Check, Plan } from "../../ipc/client";
import { idOf } from "./checked";

interface Props {
  plan: Plan;
  busy: boolean;
  /** The check that is looked at again. */
  asked: string | null;
  rerun: (check: Check) => void;
}

/** What the account answered and is fine, and CloudFormation's limits with what this environment takes of them. */
export function Fine({ plan, busy, asked, rerun }: Props) {
  const fine = plan.checks.filter((check) => check.outcome === "passed");
  const limits = plan.limits.filter((limit) => limit.template === "root.yaml");
  return (
    <ExpandableSection
      variant="container"
      headerText="Checked and fine"
      headerCounter={`(${fine.length + limits.length})`}
      headerDescription={`What account ${plan.account.name} answered, and CloudFormation's limits`}
    >
      <div className="ac-checks">
        {fine.map((check, index) => (
          <div className="ac-check" key={`${idOf(check)}/${index}`}>
            <div>
              <StatusIndicator>{check.message}</StatusIndicator>
              <Box padding={{ left: "l" }} color="text-body-secondary" fontSize="body-s">
                {check.evidence ? `Seen: ${check.evidence}. ` : ""}
                <code>{check.code}</code>
              </Box>
            </div>
            <Button
              variant="icon"
              iconName="refresh"
              ariaLabel={`Check ${check.code} again`}
              loading={busy && asked === idOf(check)}
              onClick={() => rerun(check)}
            />
          </div>
        ))}
      </div>
      {limits.map((limit) => (
        <div key={limit.what} className="ac-quota">
          <span>{`${limit.what}: ${limit.template}`}</span>
          <span className="ac-bar" aria-hidden>
            <span style={{ width: `${Math.min(100, (100 * limit.used) / limit.limit)}%` }} />
          </span>
          <span className="ac-number">{`${limit.used.toLocaleString("en-US")} of ${limit.limit.toLocaleString("en-US")}`}</span>
        </div>
      ))}
    </ExpandableSection>
  );
}
