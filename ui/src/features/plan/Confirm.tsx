import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate } from "react-router";
import { money } from "../../components/format";
import { DialogFooter } from "../../components/DialogFooter";
import { Problem } from "../../components/Problem";
import { shell, type LaunchOptions_Serialize as LaunchOptions, type Plan } from "../../ipc/client";
import { keys } from "../../ipc/queries";
import { asks } from "./checked";
import { optionWords } from "./options";

interface Props {
  plan: Plan;
  options: LaunchOptions;
  draft: string;
  close: () => void;
}

/** Asks once more, with number and region; in production for the name, too. */
export function Confirm({ plan, options, draft, close }: Props) {
  const navigate = useNavigate();
  const client = useQueryClient();
  const [typed, setTyped] = useState("");
  const production = plan.kind === "production";
  const warnings = plan.checks.filter(asks).length;
  const launch = useMutation({
    mutationFn: () => shell.launchStart(plan.file, plan.account.name, options),
    onSuccess: async (snapshot) => {
      client.setQueryData(keys.launch(snapshot.jobId), snapshot);
      await navigate(`/launches/${snapshot.jobId}`);
      // Only now: the plan's page would say that its draft is gone.
      await shell.draftDelete(draft).catch(() => null);
      await client.invalidateQueries({ queryKey: keys.drafts });
    },
  });
  const ready = !production || typed === plan.environment;
  const footer = (
    <DialogFooter>
      <Button onClick={close}>Cancel</Button>
      <Button
        variant="primary"
        loading={launch.isPending}
        disabled={!ready}
        disabledReason="Type the environment's name."
        onClick={() => launch.mutate()}
      >
        Launch environment
      </Button>
    </DialogFooter>
  );
  return (
    <Modal visible onDismiss={close} header={`Launch ${plan.environment}?`} footer={footer}>
      <SpaceBetween size="m">
        {launch.error && <Problem error={launch.error} />}
        <KeyValuePairs
          columns={2}
          items={[
            { label: "Account", value: `${plan.account.name} ${plan.account.number}` },
            { label: "Region", value: plan.region },
            { label: "Makes", value: `${plan.resources.length} resources in about ${plan.timeline.minutes} min` },
            { label: "A month", value: money(plan.estimate.monthlyMicros, plan.estimate.complete) },
          ]}
        />
        <Box>{optionWords(options, false)}</Box>
        {warnings > 0 && (
          <Alert type="warning">
            {warnings === 1 ? "One check asks" : `${warnings} checks ask`} you to look; none of them stops the launch.
          </Alert>
        )}
        {plan.account.practice && (
          <Box color="text-body-secondary">
            The practice account is simulated: nothing is made in AWS and nothing costs money. You may quit while it
            runs.
          </Box>
        )}
        {production && (
          <FormField label={`Type ${plan.environment} to launch a production environment`}>
            <Input value={typed} spellcheck={false} onChange={({ detail }) => setTyped(detail.value)} />
          </FormField>
        )}
      </SpaceBetween>
    </Modal>
  );
}
