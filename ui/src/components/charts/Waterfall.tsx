import "./charts.css";
import type { ReactNode } from "react";

/** A step from one total to another. */
export interface Step {
  key: string;
  label: ReactNode;
  kind: "total" | "up" | "down";
  /** Where its bar begins and ends; a total begins at zero. */
  from: number;
  to: number;
  /** As it is read: `+$198.00`. */
  text: ReactNode;
  /** Behind the figure: why, in words. */
  why?: ReactNode;
  onChoose?: () => void;
}

/** Totals, and between them what led from one to the other: every row its name, its bar and its figure. */
export function Waterfall({ label, steps }: { label: string; steps: Step[] }) {
  const ends = steps.flatMap((step) => [step.from, step.to]);
  const totals = steps.filter((step) => step.kind === "total").map((step) => step.to);
  // Drivers are small beside totals: the axis begins a little below the lowest of the way, not at zero.
  const lowest = Math.min(...steps.flatMap((step) => (step.kind === "total" ? [step.to] : [step.from, step.to])));
  const highest = Math.max(...ends);
  const cut = totals.every((total) => total > 0) && lowest > 0.4 * highest ? Math.max(0, lowest - (highest - lowest) * 0.5) : Math.min(0, ...ends);
  const span = highest - cut || 1;
  const at = (value: number) => `${((100 * (Math.max(value, cut) - cut)) / span).toFixed(2)}%`;
  return (
    <table className="ac-waterfall" aria-label={label}>
      <tbody>
        {steps.map((step) => (
          <tr key={step.key} className={`ac-step-${step.kind}`}>
            <th scope="row">
              {step.onChoose ? (
                <button type="button" className="ac-plain" onClick={step.onChoose}>
                  {step.label}
                </button>
              ) : (
                step.label
              )}
              {step.why && <small>{step.why}</small>}
            </th>
            <td className="ac-step-track" aria-hidden>
              <div className={cut > 0 && step.kind === "total" ? "ac-step-cut" : undefined} style={{ left: at(Math.min(step.from, step.to)), width: `max(2px, calc(${at(Math.max(step.from, step.to))} - ${at(Math.min(step.from, step.to))}))` }} />
            </td>
            <td className="ac-step-figure">{step.text}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
