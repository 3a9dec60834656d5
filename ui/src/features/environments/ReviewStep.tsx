import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { Note } from "../../components/Note";
import { useForm } from "./form";
import { review, type Item } from "./review";
import { STEPS, belongs } from "./step-list";
import { TemplateDiff } from "./TemplateDiff";
import { nameOf } from "./words";

/** An answer beside the one that runs, where they differ. */
function besides(item: Item, running: Item[] | undefined) {
  const before = running?.find((one) => one.label === item.label)?.value ?? "none";
  if (!running || before === item.value) return item;
  return {
    label: item.label,
    value: (
      <>
        <b>{item.value}</b>
        <Box color="text-body-secondary" fontSize="body-s">
          runs now with {before}
        </Box>
      </>
    ),
  };
}

/** Everything once more, what to look at, and the template that follows from it. */
export function ReviewStep({ focus }: { focus: (field: string) => void }) {
  const { file, running, problems } = useForm();
  const before = running && review(running);
  const warnings = problems.filter((problem) => problem.severity === "warning");
  return (
    <SpaceBetween size="l">
      {warnings.length > 0 && (
        <Container
          header={
            <Header variant="h2" counter={`(${warnings.length})`}>
              {running ? "To look at before an update" : "To look at before a launch"}
            </Header>
          }
        >
          <SpaceBetween size="xs">
            {warnings.map((problem) => (
              <div key={problem.field + problem.code}>
                <Note type="warning">
                  {problem.message} {problem.hint}
                </Note>
                <div className="ac-indent">
                  <Button variant="inline-link" onClick={() => focus(problem.field)}>
                    {nameOf(problem.field)}
                  </Button>
                </div>
              </div>
            ))}
          </SpaceBetween>
        </Container>
      )}
      {review(file).map(({ step, items }) => {
        const { title } = STEPS[step] ?? STEPS[0];
        const wrong = problems.filter((problem) => problem.severity === "error" && belongs(problem.field, step)).length;
        return (
          <Container
            key={title}
            header={
              <Header
                variant="h3"
                headingTagOverride="h2"
                actions={
                  <Button onClick={() => focus(STEPS[step]?.fields[0] ?? "name")} ariaLabel={`Edit ${title}`}>
                    Edit
                  </Button>
                }
              >
                {title}
              </Header>
            }
          >
            {wrong > 0 && (
              <Box color="text-status-error">{wrong === 1 ? "One field is" : `${wrong} fields are`} not right yet.</Box>
            )}
            <KeyValuePairs columns={3} items={items.map((item) => besides(item, before?.[step]?.items))} />
          </Container>
        );
      })}
      <TemplateDiff />
    </SpaceBetween>
  );
}
