import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Popover from "@cloudscape-design/components/popover";
import { money } from "../../components/format";
import type { LedgerFigures, Unpriced } from "../../ipc/client";
import { lines, parts, type Part } from "./ledger-parts";
import { STEPS, stepOf } from "./step-list";

interface Props {
  figures: LedgerFigures;
  mark: (fields: readonly string[]) => void;
  goTo: (field: string) => void;
}

/** A bar for each part; pointing at one marks its fields, choosing it tells what it is made of. */
export function LedgerParts({ figures, mark, goTo }: Props) {
  const all = parts(figures);
  const most = Math.max(1, ...all.map((part) => part.micros));
  return (
    <div className="ac-ledger-parts" onMouseLeave={() => mark([])}>
      {all.map((part) => (
        <div
          key={part.id}
          onMouseEnter={() => mark(part.fields)}
          onFocus={() => mark(part.fields)}
          onBlur={() => mark([])}
        >
          <Popover
            triggerType="custom"
            position="left"
            size="large"
            header={part.label}
            dismissAriaLabel="Close"
            renderWithPortal
            content={<Inside part={part} goTo={goTo} />}
          >
            <button type="button" className="ac-share">
              <span className="ac-share-name">{part.label}</span>
              <span className="ac-share-cost">
                {part.complete ? "" : "≥ "}
                {money(part.micros)}
              </span>
              <span className="ac-bar ac-share-bar">
                <span style={{ width: `${(100 * part.micros) / most}%` }} />
              </span>
            </button>
          </Popover>
        </div>
      ))}
    </div>
  );
}

function Inside({ part, goTo }: { part: Part; goTo: (field: string) => void }) {
  const field = part.fields[0];
  return (
    <>
      {lines(part).map((line) => (
        <div key={line.what} className="ac-line">
          <span>
            {line.what}
            <Box color="text-body-secondary" fontSize="body-s">
              {line.detail}
            </Box>
          </span>
          <span className="ac-number">{money(line.micros)}</span>
        </div>
      ))}
      {part.unpriced.map((one) => (
        <div key={one.what} className="ac-line">
          <span>{one.what}</span>
          <span className="ac-number">unpriced</span>
        </div>
      ))}
      {field && (
        <Button variant="inline-link" onClick={() => goTo(field)}>
          Go to {STEPS[stepOf(field)]?.title}
        </Button>
      )}
    </>
  );
}

/** What costs money though no price is known. */
export function NoPrice({ unpriced }: { unpriced: Unpriced[] }) {
  if (unpriced.length === 0)
    return (
      <div className="ac-ledger-line">
        <Box color="text-body-secondary" fontSize="body-s">
          Everything has a price.
        </Box>
      </div>
    );
  const all = [...new Map(unpriced.map((one) => [`${one.what}${one.why}`, one])).values()];
  return (
    <div className="ac-ledger-line">
      <Popover
        position="left"
        size="large"
        header="Unpriced"
        dismissAriaLabel="Close"
        renderWithPortal
        triggerType="text"
        content={all.map((one) => (
          <div key={one.what} className="ac-line">
            <span>
              {one.what}
              <Box color="text-body-secondary" fontSize="body-s">
                {one.why}
              </Box>
            </span>
          </div>
        ))}
      >
        <Box variant="span" fontSize="body-s">
          {unpriced.length} unpriced {unpriced.length === 1 ? "item" : "items"}
        </Box>
      </Popover>
    </div>
  );
}
