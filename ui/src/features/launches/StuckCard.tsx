import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import Checkbox from "@cloudscape-design/components/checkbox";
import FormField from "@cloudscape-design/components/form-field";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import type { LaunchSnapshot } from "../../ipc/client";

/** Needs an answer that only this card can take. */
export const STUCK = "continue-rollback";

interface Props {
  asks: NonNullable<LaunchSnapshot["needsYou"]>;
  pending: boolean;
  onContinue: (skip: string[]) => void;
}

/** A rollback that AWS could not finish: it goes on with what was mended, and leaves what cannot be. */
export function StuckCard({ asks, pending, onContinue }: Props) {
  const [skip, setSkip] = useState<string[]>([]);
  const skippable = asks.skippable ?? [];
  const left = skip.length;
  return (
    <Alert
      type="warning"
      header="The rollback needs you"
      action={
        <Button variant="primary" loading={pending} onClick={() => onContinue(skip)}>
          Continue rollback
        </Button>
      }
    >
      <SpaceBetween size="s">
        <div>{asks.message}</div>
        <ol className="ac-steps">
          {asks.steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
        {skippable.length > 0 && (
          <FormField
            label="Leave as it is"
            description="Only what cannot be mended: from then on it differs from what CloudFormation believes."
          >
            <SpaceBetween size="xxs">
              {skippable.map((name) => (
                <Checkbox
                  key={name}
                  checked={skip.includes(name)}
                  onChange={({ detail }) =>
                    setSkip((before) => (detail.checked ? [...before, name] : before.filter((one) => one !== name)))
                  }
                >
                  {name}
                </Checkbox>
              ))}
            </SpaceBetween>
          </FormField>
        )}
        <div>
          {left === 0
            ? "AWS tries to set all of it back."
            : `AWS sets back everything but ${left === 1 ? "the one" : `the ${left}`} that you leave.`}
        </div>
      </SpaceBetween>
    </Alert>
  );
}
