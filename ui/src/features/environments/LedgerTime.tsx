import Box from "@cloudscape-design/components/box";
import { Figure } from "../../components/figures";
import { duration, words } from "../../components/format";
import type { LedgerFigures } from "../../ipc/client";

/** Minutes to launch and what decides them; how long a change of what runs takes is for its plan to say. */
export function LedgerTime({ figures, anew }: { figures: LedgerFigures; anew: boolean }) {
  const path = figures.criticalPath.map((step) => ({ ...step, seconds: step.seconds ?? 0 }));
  const whole = Math.max(
    1,
    path.reduce((sum, step) => sum + step.seconds, 0),
  );
  const slowest = [...path].sort((a, b) => b.seconds - a.seconds).slice(0, 3);
  const deciding = new Set(slowest);
  return (
    <section className="ac-ledger-section">
      <Box variant="awsui-key-label">{anew ? "Time to launch it anew" : "Time to launch"}</Box>
      <div className="ac-ledger-row">
        <Figure origin={<Chain figures={figures} />}>about {figures.minutes} min</Figure>
        <Box variant="span" color="text-body-secondary" fontSize="body-s">
          {duration(figures.range.low)} to {duration(figures.range.high)}
        </Box>
      </div>
      <div className="ac-bar ac-chain" aria-hidden>
        {path.map((step) => (
          <span
            key={`${step.stack}/${step.logicalId}`}
            style={{ width: `${(100 * step.seconds) / whole}%` }}
            data-deciding={deciding.has(step)}
            title={`${words(step.stack)}: ${step.logicalId}, ${duration(step.seconds)}`}
          />
        ))}
      </div>
      <div className="ac-ledger-line">
        <Box color="text-body-secondary" fontSize="body-s">
          {figures.timelineSentence.replace(/: about.*$/, "")}: {duration(slowest[0]?.seconds ?? 0)} of it
        </Box>
      </div>
    </section>
  );
}

function Chain({ figures }: { figures: LedgerFigures }) {
  return (
    <>
      <div>The longest chain of resources that wait for each other:</div>
      {figures.criticalPath
        .filter((step) => (step.seconds ?? 0) >= 30)
        .map((step) => (
          <div key={`${step.stack}/${step.logicalId}`} className="ac-line">
            <span>
              {words(step.stack)}: {step.logicalId}
            </span>
            <span className="ac-number">{duration(step.seconds)}</span>
          </div>
        ))}
      <Box color="text-body-secondary" fontSize="body-s" padding={{ top: "xs" }}>
        Median durations from published deployment logs; the evidence for what decides is {figures.confidence}.
      </Box>
    </>
  );
}
