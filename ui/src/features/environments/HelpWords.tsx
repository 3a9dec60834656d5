import Box from "@cloudscape-design/components/box";
import HelpPanel from "@cloudscape-design/components/help-panel";
import type { EnvironmentFile } from "../../ipc/client";
import { at, pattern } from "./paths";
import { STEPS, belongs, stepOf } from "./step-list";
import { WORDS, nameOf, wordsOf } from "./words";

const ABOUT: Record<(typeof STEPS)[number]["id"], string> = {
  purpose: "The kind fills every other step with what has proved itself, so that you can go to Review right away.",
  network:
    "A VPC with two public, two node and two data subnets over two zones. Nothing in the private ones is reached from outside.",
  cluster:
    "EKS runs the platform; nodes are EC2 instances that the autoscaler adds and removes between the limits you set.",
  search: "The crew index lives in OpenSearch, encrypted, in the data subnets, and is reached only from the nodes.",
  pipelines:
    "Each branch gets a pipeline: Source from GitHub on a commit, Build in CodeBuild, Deploy to EKS. The platform's promise is 30 minutes from commit to production.",
  people:
    "Who hears of deployments, what is measured, who is woken. Secrets are kept in Secrets Manager, never in this file.",
  budget: "What the environment may cost before somebody is told, and how its costs are found in the bill.",
  review: "Everything once more, with the templates that follow from it. Planning makes nothing yet.",
};

/** Help for the field at hand first, then for the others of its step. */
export function HelpWords({ step, field, file }: { step: number; field: string | null; file: EnvironmentFile }) {
  const { id, title } = STEPS[step] ?? STEPS[0];
  const here = field !== null && stepOf(field) === step ? field : null;
  const others = Object.entries(WORDS).filter(([path]) => {
    const concrete = path.replace(/\[\]\./, "[0].");
    return (
      path !== "version" &&
      belongs(path, step) &&
      (here === null || pattern(here) !== path) &&
      at(file, concrete.replace(/\[\]$/, "")) !== undefined
    );
  });
  return (
    <HelpPanel header={<h2>{title}</h2>}>
      <p>{ABOUT[id]}</p>
      {here && (
        <div className="ac-help-now" aria-live="polite">
          <h3>{nameOf(here).split(": ")[1]}</h3>
          <p>{wordsOf(here).help}</p>
        </div>
      )}
      {others.map(([path, words]) => (
        <div key={path} className="ac-help-other">
          <h3>{words.label}</h3>
          <Box color="text-body-secondary">{words.help}</Box>
        </div>
      ))}
    </HelpPanel>
  );
}
