import Container from "@cloudscape-design/components/container";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import Box from "@cloudscape-design/components/box";
import Link from "@cloudscape-design/components/link";
import StatusIndicator, { type StatusIndicatorProps } from "@cloudscape-design/components/status-indicator";
import { amount, change, percent, size } from "../../components/amounts";
import { month } from "../../components/format";
import { Money, type Origin } from "./Figures";
import type { BudgetState_Serialize as BudgetState, CurrencyOverview_Serialize as CurrencyOverview } from "../../ipc/client";

const VERDICTS: Record<BudgetState["verdict"], [StatusIndicatorProps.Type, string]> = {
  within: ["success", "Within"],
  forecastOver: ["warning", "Will end above"],
  over: ["error", "Above"],
};

/** So far, against before, at the month's end, against the budget. */
export function KeyFigures({ of, period, origin }: { of: CurrencyOverview; period: string; origin: Origin }) {
  const { waterfall, forecast } = of;
  const whole = of.budgets.find((one) => one.budget.environment === null);
  return (
    <Container>
      <KeyValuePairs
        columns={4}
        items={[
          {
            label: of.whole ? month(period) : `${month(period)}, so far`,
            value: (
              <Money text={of.amount} currency={of.currency} origin={origin}>
                <b className="ac-big">{amount(of.amount, of.currency)}</b>
              </Money>
            ),
          },
          {
            label: of.before?.days ? `Against the first ${of.before.days} days of ${month(of.before.from)}` : of.before ? `Against ${month(of.before.from)}` : "Against before",
            value: waterfall ? (
              <>
                <Money text={waterfall.difference} currency={of.currency} origin={{ ...origin, formula: `${amount(waterfall.after, of.currency)} less ${amount(waterfall.before, of.currency)}.` }}>
                  <b className="ac-big">{change(waterfall.difference, of.currency)}</b>
                </Money>
                <Box color="text-body-secondary">{percent(size(waterfall.difference) / Math.abs(size(waterfall.before)))}</Box>
              </>
            ) : (
              <Box color="text-body-secondary">Only one month is here, so there is nothing to compare with.</Box>
            ),
          },
          {
            label: forecast && forecast.month !== period ? `Forecast for ${month(forecast.month)}` : "Forecast for the month",
            value: forecast ? (
              <>
                <Money text={forecast.expected} currency={of.currency} origin={{ ...origin, formula: forecast.sentence }}>
                  <b className="ac-big">{amount(forecast.expected, of.currency)}</b>
                </Money>
                <Box color="text-body-secondary">
                  Likely {amount(forecast.low, of.currency)} to {amount(forecast.high, of.currency)}
                </Box>
              </>
            ) : (
              <Box color="text-body-secondary">{of.noForecast ?? "The month is over."}</Box>
            ),
          },
          {
            label: "Budget",
            value: whole ? (
              <>
                <div>
                  <b className="ac-big">{amount(whole.budget.monthly, of.currency)}</b>
                </div>
                <StatusIndicator type={VERDICTS[whole.verdict][0]}>{VERDICTS[whole.verdict][1]}</StatusIndicator>
              </>
            ) : of.budgets.length > 0 ? (
              <Box>{of.budgets.length === 1 ? "One environment has one" : `${of.budgets.length} environments have one`}; see below.</Box>
            ) : (
              <Box color="text-body-secondary">
                No budget is set. <Link href="#/settings">Set one in Settings</Link>
              </Box>
            ),
          },
        ]}
      />
    </Container>
  );
}
