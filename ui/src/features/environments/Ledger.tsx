import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Skeleton from "@cloudscape-design/components/skeleton";
import { useState } from "react";
import { Figure } from "../../components/figures";
import { date, money } from "../../components/format";
import type { Ledger as LedgerData, LedgerFigures } from "../../ipc/client";
import { LedgerParts, NoPrice } from "./LedgerParts";
import { LedgerSize } from "./LedgerSize";
import { LedgerTime } from "./LedgerTime";

interface Props {
  ledger: LedgerData | undefined;
  /** Of what runs, where the file is to change it. */
  now: LedgerFigures | null;
  /** Marks the fields that decide what is pointed at. */
  mark: (fields: readonly string[]) => void;
  goTo: (field: string) => void;
}

/** What the environment will cost, take and need; always beside the form, always of the same height. */
export function Ledger({ ledger, now, mark, goTo }: Props) {
  const { figures, change } = useFigures(ledger);
  const errors = ledger?.problems.filter((problem) => problem.severity === "error").length ?? 0;
  return (
    <div data-testid="ledger" className="ac-ledger">
      <Container fitHeight header={<Header variant="h2">Ledger</Header>}>
        {figures ? (
          <Figures
            figures={figures}
            words={now ? besides(figures, now) : changeWords(change, figures.pricesAsOf)}
            anew={now !== null}
            errors={errors}
            mark={mark}
            goTo={goTo}
          />
        ) : (
          <Nothing errors={errors} ready={ledger !== undefined} />
        )}
      </Container>
    </div>
  );
}

function Figures({
  figures,
  words,
  anew,
  errors,
  mark,
  goTo,
}: { figures: LedgerFigures; words: string; anew: boolean; errors: number } & Omit<Props, "ledger" | "now">) {
  return (
    <>
      <Box variant="awsui-key-label">A month</Box>
      <div className="ac-ledger-cost" data-stale={errors > 0}>
        <Figure origin={<Origin figures={figures} />}>
          <Box variant="span" fontSize="heading-xl" fontWeight="bold">
            <span data-testid="ledger-cost">{money(figures.monthlyMicros, figures.complete)}</span>
          </Box>
        </Figure>
      </div>
      <div className="ac-ledger-line" data-testid="ledger-change">
        {errors > 0 ? (
          <Box variant="span" color="text-status-error" fontSize="body-s">
            {errors === 1 ? "One field is" : `${errors} fields are`} not right yet; figures from before
          </Box>
        ) : (
          <Box variant="span" color="text-body-secondary" fontSize="body-s">
            {words}
          </Box>
        )}
      </div>
      <LedgerParts figures={figures} mark={mark} goTo={goTo} />
      <NoPrice unpriced={figures.unpriced} />
      <LedgerTime figures={figures} anew={anew} />
      <LedgerSize figures={figures} />
    </>
  );
}

function changeWords(change: number | null, asOf: string): string {
  if (change === null) return `List prices, the oldest of ${date(asOf)}`;
  return `Last change: ${change > 0 ? "+" : "-"}${money(Math.abs(change))}`;
}

/** The price of what runs, at the same day's prices, and how far the file is from it. */
function besides(figures: LedgerFigures, now: LedgerFigures): string {
  const more = figures.monthlyMicros - now.monthlyMicros;
  const difference = more === 0 ? "no change" : `${more < 0 ? "-" : "+"}${money(Math.abs(more))}`;
  return `Now ${money(now.monthlyMicros, now.complete)}: ${difference}`;
}

function Origin({ figures }: { figures: LedgerFigures }) {
  const sources = [...new Set(figures.items.map((item) => `${item.source} (${date(item.asOf)})`))];
  return (
    <>
      <div>
        Sum of {figures.items.length} priced items at list price. Not in it: taxes, discounts, support plans, and the free tier unless an item says so.
      </div>
      {figures.unpriced.length > 0 && (
        <div>{figures.unpriced.length} more cost something, but no price is known: the sum is the least.</div>
      )}
      <Box color="text-body-secondary" fontSize="body-s" padding={{ top: "xs" }}>
        Prices from {sources.slice(0, 4).join("; ")}
        {sources.length > 4 ? `; and ${sources.length - 4} more` : ""}.
      </Box>
    </>
  );
}

function Nothing({ errors, ready }: { errors: number; ready: boolean }) {
  if (!ready) return <Skeleton height="420px" />;
  return (
    <Box color="text-body-secondary">
      The figures come when the fields allow it: {errors === 1 ? "one is" : `${errors} are`} not right yet.
    </Box>
  );
}

interface Kept {
  figures: LedgerFigures | null;
  change: number | null;
}

/** The last figures stay while an error keeps new ones from being made; the last change of cost stays until the next. */
function useFigures(ledger: LedgerData | undefined): Kept {
  const [kept, setKept] = useState<Kept>({ figures: ledger?.figures ?? null, change: null });
  const next = ledger?.figures;
  if (!next || next === kept.figures) return kept;
  const moved = kept.figures ? next.monthlyMicros - kept.figures.monthlyMicros : 0;
  const now = { figures: next, change: moved === 0 ? kept.change : moved };
  setKept(now);
  return now;
}
