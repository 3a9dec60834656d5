import Box from "@cloudscape-design/components/box";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import type { AccessStep } from "../../ipc/client";

/** What was tried on the way into an account, in its order; the step that did not work says what to do. */
export function Steps({ steps, label }: { steps: AccessStep[]; label: string }) {
  return (
    <ol className="ac-way-steps" aria-label={label}>
      {steps.map((step) => (
        <li key={step.what}>
          <StatusIndicator type={step.worked ? "success" : "error"} iconAriaLabel={step.worked ? "Worked" : "Failed"}>
            {step.what}
          </StatusIndicator>
          <Box color={step.worked ? "text-body-secondary" : undefined} fontSize="body-s" padding={{ left: "l" }}>
            <span className="ac-said-by-aws">{step.found}</span>
            {step.remedy && <Box fontWeight="bold">{step.remedy}</Box>}
          </Box>
        </li>
      ))}
    </ol>
  );
}
