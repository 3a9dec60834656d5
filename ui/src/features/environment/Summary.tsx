import Container from "@cloudscape-design/components/container";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import Link from "@cloudscape-design/components/link";
import { useNavigate } from "react-router";
import { Ago, Figure, State } from "../../components/figures";
import { date, duration, jobNoun, money } from "../../components/format";
import type { EnvironmentView } from "../../ipc/client";
import { PRACTICE } from "../../ipc/current-account";

/** What runs, in eight facts. */
export function Summary({ view, today }: { view: EnvironmentView; today: string }) {
  const navigate = useNavigate();
  const { row, estimate } = view;
  const last = view.launches.find((job) => job.jobId === row.jobId);
  const to = `/launches/${row.runningJobId ?? row.jobId}`;
  const left =
    row.eksStandardUntil && today
      ? Math.round((Date.parse(row.eksStandardUntil) - Date.parse(today)) / 86_400_000)
      : null;
  const share = row.budgetMicros
    ? `, ${Math.round((100 * row.monthlyMicros) / row.budgetMicros)}% of the budget of ${money(row.budgetMicros)}`
    : ", no budget";
  const support = left === null ? null : left < 0 ? "in extended support" : `${left} ${left === 1 ? "day" : "days"} left`;
  return (
    <Container>
      <KeyValuePairs
        columns={4}
        items={[
          {
            label: "State",
            value: (
              <>
                <State state={row.state} />, as of <Ago ms={row.asOfMs} />
              </>
            ),
          },
          {
            label: "Account",
            value: (
              <b>
                {row.account} {view.accountNumber}
              </b>
            ),
          },
          { label: "Region and kind", value: `${row.region}, ${row.kind}` },
          {
            label: "Kubernetes",
            value:
              support === null ? (
                row.eksVersion
              ) : (
                <Figure
                  origin={`In standard support until ${date(row.eksStandardUntil ?? "")}. From then on the cluster costs $0.60 instead of $0.10 an hour.`}
                >
                  {row.eksVersion}, {support}
                </Figure>
              ),
          },
          {
            label: "A month",
            value: (
              <>
                <Figure
                  origin={`Estimate at list price, the oldest of ${date(estimate.pricesAsOf)}. The Cost tab shows every item and its assumption.`}
                >
                  {money(row.monthlyMicros, row.complete)}
                </Figure>
                {share}
              </>
            ),
          },
          {
            label: "Last change",
            value: (
              <>
                <Link
                  href={`#${to}`}
                  onFollow={(event) => {
                    event.preventDefault();
                    void navigate(to);
                  }}
                >
                  {jobNoun(last?.operation)}
                </Link>
                , <Ago ms={row.changedAtMs} />
                {last?.actualSeconds != null && `, took ${duration(last.actualSeconds)}`}
              </>
            ),
          },
          {
            label: "Resources",
            value: `${view.resources.filter((one) => one.status && one.status !== "DELETE_COMPLETE").length} stand`,
          },
          {
            label: "Drift",
            value:
              row.account === PRACTICE ? (
                <Figure origin="Drift is what somebody changed past CloudFormation. In the practice account nothing can be changed but by launches.">
                  none in practice
                </Figure>
              ) : (
                <Figure origin="Drift is what somebody changed past CloudFormation. This version does not ask AWS for it; Detect drift in CloudFormation's console does.">
                  not asked
                </Figure>
              ),
          },
        ]}
      />
    </Container>
  );
}
