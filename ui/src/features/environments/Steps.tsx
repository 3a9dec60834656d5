import Wizard from "@cloudscape-design/components/wizard";
import type { Catalogue, EnvironmentFile } from "../../ipc/client";
import { BudgetStep } from "./BudgetStep";
import { ClusterStep } from "./ClusterStep";
import { NetworkStep } from "./NetworkStep";
import { PeopleStep } from "./PeopleStep";
import { PurposeStep } from "./PurposeStep";
import { RepositoriesStep } from "./RepositoriesStep";
import { ReviewStep } from "./ReviewStep";
import { SearchStep } from "./SearchStep";
import { REVIEW, STEPS } from "./step-list";

interface Props {
  step: number;
  go: (step: number) => void;
  plan: () => void;
  /** What the last button says. */
  planWords: string;
  close: () => void;
  catalogue: Catalogue;
  replace: (file: EnvironmentFile) => void;
  focus: (field: string) => void;
}

/** The guided steps. Every one is filled by the kind, so each may be skipped. */
export function Steps({ step, go, plan, planWords, close, catalogue, replace, focus }: Props) {
  const contents = [
    <PurposeStep key="purpose" catalogue={catalogue} replace={replace} />,
    <NetworkStep key="network" catalogue={catalogue} />,
    <ClusterStep key="cluster" catalogue={catalogue} />,
    <SearchStep key="search" catalogue={catalogue} />,
    <RepositoriesStep key="pipelines" />,
    <PeopleStep key="people" catalogue={catalogue} />,
    <BudgetStep key="budget" />,
    <ReviewStep key="review" focus={focus} />,
  ];
  return (
    <Wizard
      i18nStrings={{
        stepNumberLabel: (number) => `Step ${number}`,
        collapsedStepsLabel: (number, count) => `Step ${number} of ${count}`,
        skipToButtonLabel: (target) => `Skip to ${target.title}`,
        navigationAriaLabel: "Steps",
        cancelButton: "Close",
        previousButton: "Previous",
        nextButton: "Next",
        optional: "filled in",
      }}
      allowSkipTo
      activeStepIndex={step}
      submitButtonText={planWords}
      onNavigate={({ detail }) => go(detail.requestedStepIndex)}
      onCancel={close}
      onSubmit={plan}
      steps={STEPS.map(({ title }, index) => ({
        title,
        isOptional: index > 0 && index < REVIEW,
        content: contents[index],
      }))}
    />
  );
}
