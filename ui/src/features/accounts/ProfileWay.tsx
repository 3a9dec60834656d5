import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useState } from "react";
import { Problem } from "../../components/Problem";
import type { ProfileChoice, Profiles } from "../../ipc/client";
import { useProfiles } from "../../ipc/queries";
import { CommonFields } from "./CommonFields";
import { FIELDS, Finish } from "./Finish";
import { EMPTY, errorOf, filled, type WayProps } from "./form";

/** A profile chosen from the user's own files, with what it stands for. */
export function ProfileWay({ add, adding, error, cancel }: WayProps) {
  const profiles = useProfiles();
  const [chosen, setChosen] = useState<string | null>(null);
  const [common, setCommon] = useState(EMPTY);
  if (profiles.error) return <Problem error={profiles.error} onRetry={() => void profiles.refetch()} />;
  const found = profiles.data;
  const choice = found?.choices.find((one) => one.name === chosen);
  const choose = (name: string) => {
    const next = found?.choices.find((one) => one.name === name);
    const unnamed = common.name === "" || common.name === chosen;
    setChosen(name);
    setCommon({ ...common, name: unnamed ? name : common.name, region: next?.region ?? common.region });
  };
  const missing = !choice ? "Choose a profile." : choice.problem ? "This profile cannot be used." : null;
  return (
    <Container header={<Header variant="h2">Profile</Header>}>
      <SpaceBetween size="l">
        {found && <Unreadable found={found} />}
        {found?.choices.length === 0 ? (
          <Alert type="info" header="No profile was found">
            Looked in {found.files.join(" and ")}. Make one with <b>aws configure sso</b>, or choose another way in.
          </Alert>
        ) : (
          <FormField
            label="Profile"
            description={found && `Read from ${found.files.join(" and ")}.`}
            errorText={errorOf(error, "profile")}
          >
            <Select
              placeholder="Choose a profile"
              statusType={profiles.isPending ? "loading" : "finished"}
              loadingText="Reading your AWS files"
              filteringType="auto"
              filteringAriaLabel="Find in profiles"
              options={found?.choices.map(option)}
              selectedOption={choice ? option(choice) : null}
              onChange={({ detail }) => choose(detail.selectedOption.value ?? "")}
            />
          </FormField>
        )}
        {choice && <Chain choice={choice} />}
        <CommonFields
          common={common}
          change={(part) => setCommon({ ...common, ...part })}
          error={error}
        />
        <Finish
          missing={missing}
          adding={adding}
          error={error}
          fields={[...FIELDS, "profile"]}
          add={() => choice && add([filled(common, { kind: "profile", profile: choice.name })])}
          cancel={cancel}
        />
      </SpaceBetween>
    </Container>
  );
}

const option = (choice: ProfileChoice) => ({
  value: choice.name,
  label: choice.name,
  labelTag: choice.problem ? "cannot be used" : (choice.region ?? undefined),
  description: choice.problem ?? choice.steps.at(-1),
});

/** What a profile stands for, one sentence a step. */
function Chain({ choice }: { choice: ProfileChoice }) {
  if (choice.problem) {
    return (
      <Alert type="error" header={`The profile ${choice.name} cannot be used`}>
        <span className="ac-said-by-aws">{choice.problem}</span>
      </Alert>
    );
  }
  return (
    <div data-testid="chain">
      <Box variant="awsui-key-label">What it does</Box>
      <ol className="ac-steps">
        {choice.steps.map((step) => (
          <li key={step} className="ac-said-by-aws">
            {step}
          </li>
        ))}
      </ol>
      {choice.place && (
        <Box color="text-body-secondary" fontSize="body-s">
          Written in {choice.place}, read anew at every use.
        </Box>
      )}
    </div>
  );
}

function Unreadable({ found }: { found: Profiles }) {
  if (found.unreadable.length === 0) return null;
  return (
    <Alert type="warning" header="Some lines of your AWS files are not understood">
      {found.unreadable.map((line) => (
        <div key={line}>
          <StatusIndicator type="warning">{line}</StatusIndicator>
        </div>
      ))}
    </Alert>
  );
}
