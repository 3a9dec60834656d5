import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { ChangeList } from "../../components/ChangeList";
import { totalsWords } from "../../components/changes";
import { words } from "../../components/format";
import type { ChangeTree } from "../../ipc/client";

/** Needs an answer that only this card can take. */
export const REVIEW = "review-change-set";

interface Props {
  tree: ChangeTree;
  environment: string;
  pending: boolean;
  onExecute: (typed: string | null) => void;
  onDiscard: () => void;
}

/** CloudFormation's change set, before anything of it is carried out. */
export function ReviewCard({ tree, environment, pending, onExecute, onDiscard }: Props) {
  const [typed, setTyped] = useState("");
  const asks = tree.asksForName.length > 0;
  const blocked = tree.blocked.length > 0;
  return (
    <div data-testid="review">
      <Container
        header={
          <Header
            variant="h2"
            description={`${totalsWords(tree.totals) || "Nothing changes"}. This is what AWS says it will do; nothing of it is carried out yet.`}
            actions={
              <Button disabled={pending} onClick={onDiscard}>
                Discard change set
              </Button>
            }
          >
            Review the change set
          </Header>
        }
        footer={
          <SpaceBetween size="m">
            {asks && (
              <FormField
                label={
                  <>
                    Type <b>{environment}</b> to agree
                  </>
                }
                description={
                  <ul className="ac-joined">
                    {tree.asksForName.map((loss) => (
                      <li key={loss}>{loss}</li>
                    ))}
                  </ul>
                }
              >
                <Input
                  value={typed}
                  placeholder={environment}
                  onChange={({ detail }) => setTyped(detail.value)}
                  autoComplete={false}
                  spellcheck={false}
                />
              </FormField>
            )}
            <Button
              variant="primary"
              loading={pending}
              disabled={blocked || (asks && typed !== environment)}
              disabledReason={blocked ? "AWS would refuse it halfway." : "Type the environment's name."}
              onClick={() => onExecute(asks ? typed : null)}
            >
              Execute change set
            </Button>
          </SpaceBetween>
        }
      >
        <SpaceBetween size="m">
          {tree.blocked.map((why) => (
            <Alert key={why} type="error">
              {why}
            </Alert>
          ))}
          {tree.findings.map((finding) => (
            <Alert
              key={`${finding.stack}${finding.logicalId}${finding.path ?? ""}${finding.name}`}
              type={finding.mode === "fail" ? "error" : "warning"}
              header={`${words(finding.stack)}: ${finding.logicalId}`}
            >
              {finding.message}
            </Alert>
          ))}
          <ChangeList changes={tree.changes} empty="Nothing changes." />
          {tree.phantoms.length > 0 && (
            <Box color="text-body-secondary">
              CloudFormation lists {tree.phantoms.length} more as modified; nothing in them changes.
            </Box>
          )}
        </SpaceBetween>
      </Container>
    </div>
  );
}
