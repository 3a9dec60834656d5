import Button from "@cloudscape-design/components/button";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import { useFlash } from "../../components/flash-context";
import { shell, type LaunchOptions_Serialize as LaunchOptions, type Plan } from "../../ipc/client";
import { keys } from "../../ipc/queries";

interface Props {
  plan: Plan;
  options: LaunchOptions;
  draft: string;
  /** Why it cannot be asked for. */
  reason: string | null;
}

/** Asks AWS for the change set and leads to where it is looked at. Nothing is carried out by it. */
export function CreateChangeSet({ plan, options, draft, reason }: Props) {
  const navigate = useNavigate();
  const client = useQueryClient();
  const flash = useFlash();
  const create = useMutation({
    mutationFn: () => shell.launchUpdate(plan.file, options),
    onSuccess: async (snapshot) => {
      if (!snapshot) {
        flash.add({
          type: "info",
          header: "Nothing changes",
          content: `${plan.environment} runs as the file asks for.`,
        });
        return;
      }
      client.setQueryData(keys.launch(snapshot.jobId), snapshot);
      await navigate(`/launches/${snapshot.jobId}`);
      // Only now: the plan's page would say that its draft is gone.
      await shell.draftDelete(draft).catch(() => null);
      await client.invalidateQueries({ queryKey: keys.drafts });
    },
    onError: (error) => flash.fail("The change set could not be asked for", error),
  });
  return (
    <Button
      variant="primary"
      loading={create.isPending}
      disabled={reason !== null}
      disabledReason={reason ?? undefined}
      onClick={() => create.mutate()}
    >
      Create change set
    </Button>
  );
}
