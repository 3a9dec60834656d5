import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import Link from "@cloudscape-design/components/link";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import { Ago } from "../../components/figures";
import { useFlash } from "../../components/flash-context";
import { Problem } from "../../components/Problem";
import { shell, type Draft } from "../../ipc/client";
import { keys, useDrafts } from "../../ipc/queries";
import { STEPS } from "./step-list";

/** Answers that were not launched yet: go on with them, plan them, or forget them. */
export function Drafts() {
  const navigate = useNavigate();
  const client = useQueryClient();
  const flash = useFlash();
  const drafts = useDrafts();
  const restore = async (draft: Draft) => {
    try {
      await shell.draftSave(draft.id, draft.environment ?? null, draft.file, draft.step);
      await client.invalidateQueries({ queryKey: keys.drafts });
    } catch (error) {
      flash.fail("The draft could not be put back", error);
    }
  };
  const discard = useMutation({
    mutationFn: (draft: Draft) => shell.draftDelete(draft.id),
    onSuccess: async (_, draft) => {
      await client.invalidateQueries({ queryKey: keys.drafts });
      flash.add({
        id: `draft-${draft.id}`,
        type: "success",
        header: `Discarded the draft ${draft.file.name || "without a name"}`,
        action: <Button onClick={() => void restore(draft)}>Put it back</Button>,
      });
    },
    onError: (error) => flash.fail("The draft could not be discarded", error),
  });
  const go = (to: string) => (event: CustomEvent) => {
    event.preventDefault();
    void navigate(to);
  };
  if (drafts.error) return <Problem error={drafts.error} onRetry={() => void drafts.refetch()} />;
  const name = (draft: Draft) => draft.file.name || "unnamed";
  return (
    <Table
      variant="container"
      loading={drafts.isPending}
      loadingText="Reading drafts"
      header={
        <Header
          variant="h2"
          counter={`(${drafts.data?.length ?? 0})`}
          description="Answers that were not launched yet. They save themselves."
        >
          Drafts
        </Header>
      }
      items={drafts.data ?? []}
      trackBy="id"
      empty={
        <Box padding="s" color="text-body-secondary">
          No draft. What you answer in the wizard is kept here by itself.
        </Box>
      }
      columnDefinitions={[
        {
          id: "name",
          header: "Name",
          isRowHeader: true,
          cell: (draft) => (
            <Link href={`#/environments/new/${draft.id}`} onFollow={go(`/environments/new/${draft.id}`)}>
              {draft.environment ? `Changes to ${draft.environment}` : name(draft)}
            </Link>
          ),
        },
        { id: "kind", header: "Kind", cell: (draft) => draft.file.kind },
        { id: "region", header: "Region", cell: (draft) => draft.file.region },
        { id: "step", header: "Left at", cell: (draft) => STEPS[draft.step]?.title ?? STEPS[0]?.title },
        { id: "saved", header: "Saved", cell: (draft) => <Ago ms={draft.savedAtMs} /> },
        {
          id: "actions",
          header: "Actions",
          cell: (draft) => (
            <SpaceBetween size="s" direction="horizontal">
              <Button
                variant="inline-link"
                ariaLabel={`Resume the draft ${name(draft)}`}
                onClick={go(`/environments/new/${draft.id}`)}
              >
                Resume
              </Button>
              <Button
                variant="inline-link"
                ariaLabel={`Discard the draft ${name(draft)}`}
                onClick={() => discard.mutate(draft)}
              >
                Discard
              </Button>
            </SpaceBetween>
          ),
        },
      ]}
    />
  );
}
