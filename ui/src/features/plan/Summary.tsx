import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import { Fragment, type ReactNode } from "react";
import { Ago, Figure } from "../../components/figures";
import { date, duration, money } from "../../components/format";
import type { Estimate, Plan } from "../../ipc/client";
import { totalsWords } from "../../components/changes";
import type { Update } from "./checked";

const large = (children: ReactNode) => (
  <Box fontSize="heading-l" fontWeight="bold">
    {children}
  </Box>
);
const small = (children: ReactNode) => (
  <Box color="text-body-secondary" fontSize="body-s">
    {children}
  </Box>
);

/** The difference a month to what runs, at the same day's prices. */
function besides(after: Estimate, before: Estimate): string {
  const more = after.monthlyMicros - before.monthlyMicros;
  const whole = after.unpriced.length === before.unpriced.length ? "" : " and something unpriced";
  const now = money(before.monthlyMicros, before.complete);
  return more === 0 ? `as now${whole}` : `${more < 0 ? "-" : "+"}${money(Math.abs(more))}${whole}; now ${now}`;
}

/** Where, how much, how long, how many: large, before anything else. */
export function Summary({ plan, update, madeAtMs }: { plan: Plan; update: Update; madeAtMs: number }) {
  const { account, estimate, timeline } = plan;
  const stacks = plan.resources.filter((one) => one.type === "AWS::CloudFormation::Stack").length + 1;
  const unpriced = estimate.unpriced.length;
  return (
    <Container
      footer={small(
        <>
          Planned <Ago ms={madeAtMs} />. Digest {plan.digest.slice(0, 16)}: the same answers give the same digest in
          arrayctl.
        </>,
      )}
    >
      <KeyValuePairs
        columns={4}
        items={[
          {
            label: "Account",
            value: (
              <>
                {large(account.name)}
                {large(account.number)}
                {account.practice && small("Simulated: nothing is made in AWS")}
              </>
            ),
          },
          {
            label: "Region",
            value: (
              <>
                {large(plan.region)}
                {small(
                  <>
                    {plan.kind} in{" "}
                    {plan.file.network.zones.map((zone, index) => (
                      <Fragment key={zone}>
                        {index > 0 && ", "}
                        <span className="ac-nowrap">{zone}</span>
                      </Fragment>
                    ))}
                  </>,
                )}
              </>
            ),
          },
          {
            label: "A month",
            value: (
              <>
                {large(
                  <Figure
                    origin={`Sum of ${estimate.items.length} items at list price, the oldest price of ${date(estimate.pricesAsOf)}. The tab Cost shows each with its source.`}
                  >
                    {large(money(estimate.monthlyMicros, estimate.complete))}
                  </Figure>,
                )}
                {update && small(besides(estimate, update.running))}
                {small(
                  unpriced === 0
                    ? "everything has a price"
                    : `${unpriced} ${unpriced === 1 ? "item is" : "items are"} unpriced`,
                )}
              </>
            ),
          },
          {
            label: update ? "Time to update" : "Time to launch",
            value: (
              <>
                {large(
                  <Figure
                    origin={`${timeline.sentence}. Median durations from published deployment logs; the evidence for what decides is ${timeline.confidence}.`}
                  >
                    {large(`about ${timeline.minutes} min`)}
                  </Figure>,
                )}
                {small(
                  `${duration(timeline.range.low)} to ${duration(timeline.range.high)}; ${
                    update
                      ? totalsWords(update.changes.totals) || "nothing changes"
                      : `${plan.resources.length} resources, ${stacks} stacks`
                  }`,
                )}
              </>
            ),
          },
        ]}
      />
    </Container>
  );
}
