import Button from "@cloudscape-design/components/button";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import { useFlash } from "../../components/flash-context";
import { shell, type EnvironmentView } from "../../ipc/client";
import { keys } from "../../ipc/queries";

/** Why it cannot be changed now; the engine's `may_be_updated` decides. */
const REASONS: Record<EnvironmentView["row"]["state"], string | null> = {
  running: null,
  updateFailed: null,
  launching: "It is being launched.",
  updating: "It is being updated.",
  deleting: "It is being deleted.",
  needsYou: "It waits for you; finish that first.",
  failed: "It does not run. Launch it again, or delete it.",
  deleteFailed: "It does not run. Finish its deletion.",
};

/** Opens the wizard on the file that runs, or on the draft that was begun before. */
export function Edit({ view }: { view: EnvironmentView }) {
  const navigate = useNavigate();
  const client = useQueryClient();
  const flash = useFlash();
  const { name, state } = view.row;
  const begin = useMutation({
    mutationFn: async () => {
      const begun = (await shell.draftsList()).find((draft) => draft.environment === name);
      return begun ?? shell.draftSave(null, name, view.file, 0);
    },
    onSuccess: async (draft) => {
      await client.invalidateQueries({ queryKey: keys.drafts });
      await navigate(`/environments/new/${draft.id}`);
    },
    onError: (error) => flash.fail("The file could not be opened", error),
  });
  const reason = REASONS[state];
  return (
    <Button
      variant="primary"
      loading={begin.isPending}
      disabled={reason !== null}
      disabledReason={reason ?? undefined}
      onClick={() => begin.mutate()}
    >
      Edit
    </Button>
  );
}
