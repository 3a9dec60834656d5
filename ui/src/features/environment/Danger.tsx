import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate } from "react-router";
import { money } from "../../components/format";
import { Problem } from "../../components/Problem";
import { shell, type EnvironmentView, type LastStep as Choice } from "../../ipc/client";
import { keys } from "../../ipc/queries";
import { LastStep } from "./LastStep";
import { TeardownList, useTeardown } from "./TeardownList";

const GONE = new Set(["DELETE_COMPLETE", "DELETE_SKIPPED"]);

/** Deleting: first what it meets, then the name typed by hand. */
export function Danger({ view }: { view: EnvironmentView }) {
  const navigate = useNavigate();
  const client = useQueryClient();
  const [typed, setTyped] = useState("");
  const [lastStep, setLastStep] = useState<Choice>({ kind: "nothing" });
  const { row } = view;
  const remove = useMutation({
    mutationFn: () => shell.environmentDelete(row.name, typed, lastStep),
    onSuccess: async (snapshot) => {
      client.setQueryData(keys.launch(snapshot.jobId), snapshot);
      await navigate(`/launches/${snapshot.jobId}`);
    },
  });
  const busy = row.runningJobId != null;
  const count = view.resources.filter((one) => one.status && !GONE.has(one.status)).length;
  const teardown = useTeardown(row.name);
  return (
    <SpaceBetween size="l">
      <TeardownList teardown={teardown} />
      <Container
        header={
          <Header
            variant="h2"
            description="CloudFormation deletes the root stack with everything in it. This cannot be undone."
          >
            Delete environment
          </Header>
        }
      >
        <SpaceBetween size="m">
          {remove.error && <Problem error={remove.error} />}
          <KeyValuePairs
            columns={3}
            items={[
              { label: "Deletes", value: `${count} resources in ${row.account}, ${row.region}` },
              { label: "Saves", value: `${money(row.monthlyMicros, row.complete)} a month, by the estimate` },
              {
                label: "Stays",
                value: "the file, the history of launches and what CloudWatch and CloudTrail of the account keep",
              },
            ]}
          />
          <LastStep choices={teardown.data?.lastStep ?? []} chosen={lastStep} choose={setLastStep} />
          <FormField
            label={
              <>
                Type <b>{row.name}</b> to delete it with everything in it
              </>
            }
          >
            <Input
              value={typed}
              onChange={({ detail }) => setTyped(detail.value)}
              placeholder={row.name}
              autoComplete={false}
              spellcheck={false}
            />
          </FormField>
          <Button
            loading={remove.isPending}
            disabled={busy || teardown.isPending || typed !== row.name}
            disabledReason={
              busy
                ? "A job of this environment is running."
                : teardown.isPending
                  ? "AWS is being asked what the deletion meets."
                  : "Type the environment's name."
            }
            onClick={() => remove.mutate()}
          >
            Delete environment
          </Button>
        </SpaceBetween>
      </Container>
    </SpaceBetween>
  );
}
