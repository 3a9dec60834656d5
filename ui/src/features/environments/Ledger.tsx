import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import ProgressBar from "@cloudscape-design/components/progress-bar";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useEffect, useRef, useState } from "react";
import { money } from "../../components/format";
import type { Ledger as LedgerData } from "../../ipc/client";

/** What the environment will cost, take and need; always beside the form. */
export function Ledger({ ledger }: { ledger: LedgerData | undefined }) {
  const figures = useLastFigures(ledger);
  const errors = ledger?.problems.filter((problem) => problem.severity === "error").length ?? 0;
  const change = useLastChange(figures?.monthlyMicros);
  return (
    <div data-testid="ledger">
    <Container header={<Header variant="h2">Ledger</Header>}>
      <div style={{ minHeight: 420 }}>
        {figures ? (
          <SpaceBetween size="m">
            <div>
              <Box variant="awsui-key-label">A month</Box>
              <Box fontSize="heading-xl" fontWeight="bold"><span data-testid="ledger-cost">{money(figures.monthlyMicros, figures.complete)}</span></Box>
              <Box color="text-body-secondary" fontSize="body-s">{change === null ? `List prices of ${figures.pricesAsOf}` : `Last change: ${change > 0 ? "+" : "-"}${money(Math.abs(change))}`}</Box>
            </div>
            <div>
              {[...figures.parts].filter((part) => part.monthlyMicros > 0).sort((a, b) => b.monthlyMicros - a.monthlyMicros).slice(0, 7).map((part) => (
                <div key={part.stack} style={{ marginBottom: 4 }}>
                  <div style={{ display: "flex", justifyContent: "space-between", fontSize: 12 }}>
                    <span>{part.label}</span>
                    <span>{money(part.monthlyMicros)}</span>
                  </div>
                  <div className="ac-bar" style={{ height: 6 }}>
                    <div style={{ width: `${(100 * part.monthlyMicros) / Math.max(1, figures.monthlyMicros)}%`, background: "#0972d3" }} />
                  </div>
                </div>
              ))}
            </div>
            <div>
              <Box variant="awsui-key-label">Time to launch</Box>
              <div>about {figures.minutes} min</div>
              <Box color="text-body-secondary" fontSize="body-s">{figures.timelineSentence}</Box>
            </div>
            <div>
              <Box variant="awsui-key-label">Resources</Box>
              <div>{figures.resources} in all</div>
              {figures.limits.filter((limit) => limit.what.toLowerCase().includes("resource")).slice(0, 1).map((limit) => (
                <ProgressBar key={limit.what} value={(100 * limit.used) / limit.limit} additionalInfo={`${limit.used} of ${limit.limit} in ${limit.template}`} ariaLabel={limit.what} />
              ))}
            </div>
            {figures.unpriced.length > 0 && (
              <div>
                <Box variant="awsui-key-label">Unpriced ({figures.unpriced.length})</Box>
                <Box color="text-body-secondary" fontSize="body-s">{[...new Set(figures.unpriced)].slice(0, 3).join("; ")}</Box>
              </div>
            )}
            <Box color="text-body-secondary" fontSize="body-s">Needs {figures.capabilities.join(", ")}</Box>
          </SpaceBetween>
        ) : (
          <Box color="text-body-secondary">The figures come when the fields allow it.</Box>
        )}
        {errors > 0 && <Box color="text-status-error" padding={{ top: "s" }}>{errors === 1 ? "One field is" : `${errors} fields are`} not right yet{figures ? "; the figures are those from before" : ""}.</Box>}
      </div>
    </Container>
    </div>
  );
}

/** The last figures stay while an error keeps new ones from being made. */
function useLastFigures(ledger: LedgerData | undefined) {
  const [figures, setFigures] = useState(ledger?.figures ?? null);
  if (ledger?.figures && ledger.figures !== figures) setFigures(ledger.figures);
  return ledger?.figures ?? figures;
}

function useLastChange(micros: number | undefined): number | null {
  const before = useRef<number | undefined>(undefined);
  const [change, setChange] = useState<number | null>(null);
  useEffect(() => {
    if (micros === undefined) return;
    if (before.current !== undefined && before.current !== micros) setChange(micros - before.current);
    before.current = micros;
  }, [micros]);
  return change;
}
