import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import Link from "@cloudscape-design/components/link";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import TextFilter from "@cloudscape-design/components/text-filter";
import { useCollection } from "@cloudscape-design/collection-hooks";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearchParams } from "react-router";
import { Ago, State } from "../../components/figures";
import { useFlash } from "../../components/flash-context";
import { money } from "../../components/format";
import { Problem } from "../../components/Problem";
import { shell } from "../../ipc/client";
import { keys, useDrafts, useEnvironments } from "../../ipc/queries";

/** Every environment, and the drafts of those to come. */
export default function EnvironmentsPage() {
  const navigate = useNavigate();
  const client = useQueryClient();
  const flash = useFlash();
  const environments = useEnvironments();
  const drafts = useDrafts();
  const [search, setSearch] = useSearchParams();
  const discard = useMutation({
    mutationFn: (id: string) => shell.draftDelete(id),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.drafts }),
    onError: (error) => flash.fail("The draft could not be discarded", error),
  });
  const { items, collectionProps, filterProps, filteredItemsCount } = useCollection(environments.data ?? [], {
    filtering: { defaultFilteringText: search.get("find") ?? "", empty: <Box>There is no environment yet.</Box>, noMatch: <Box>Nothing by that name.</Box> },
    sorting: { defaultState: { sortingColumn: { sortingField: "name" } } },
  });
  const go = (to: string) => (event: CustomEvent) => {
    event.preventDefault();
    void navigate(to);
  };
  return (
    <SpaceBetween size="l">
      {environments.error && <Problem error={environments.error} onRetry={() => void environments.refetch()} />}
      <Table
        {...collectionProps}
        variant="full-page"
        stickyHeader
        enableKeyboardNavigation
        loading={environments.isPending}
        loadingText="Reading environments"
        items={items}
        trackBy="name"
        header={<Header variant="h1" counter={`(${environments.data?.length ?? 0})`} actions={<Button variant="primary" onClick={go("/environments/new/new")}>New environment</Button>}>Environments</Header>}
        filter={<TextFilter {...filterProps} filteringPlaceholder="Find by name, region or state" countText={`showing ${filteredItemsCount ?? 0} of ${environments.data?.length ?? 0}`}
          onChange={(event) => { filterProps.onChange(event); setSearch(event.detail.filteringText ? { find: event.detail.filteringText } : {}, { replace: true }); }} />}
        columnDefinitions={[
          { id: "name", header: "Name", sortingField: "name", isRowHeader: true, cell: (row) => <Link href={`#/environments/${row.name}`} onFollow={go(`/environments/${row.name}`)}>{row.name}</Link> },
          { id: "kind", header: "Kind", sortingField: "kind", cell: (row) => row.kind },
          { id: "state", header: "State", sortingField: "state", cell: (row) => <State state={row.state} /> },
          { id: "region", header: "Region", sortingField: "region", cell: (row) => row.region },
          { id: "cost", header: "A month", sortingField: "monthlyMicros", cell: (row) => <div className="ac-number">{money(row.monthlyMicros, row.complete)}</div> },
          { id: "changed", header: "Last change", sortingField: "changedAtMs", cell: (row) => <Ago ms={row.changedAtMs} /> },
        ]}
      />
      <Table
        variant="container"
        header={<Header variant="h2" counter={`(${drafts.data?.length ?? 0})`} description="Answers that were not launched yet; they save themselves.">Drafts</Header>}
        items={drafts.data ?? []}
        trackBy="id"
        empty={<Box>No draft.</Box>}
        columnDefinitions={[
          { id: "name", header: "Name", isRowHeader: true, cell: (draft) => <Link href={`#/environments/new/${draft.id}`} onFollow={go(`/environments/new/${draft.id}`)}>{draft.file.name || "unnamed"}</Link> },
          { id: "kind", header: "Kind", cell: (draft) => draft.file.kind },
          { id: "saved", header: "Saved", cell: (draft) => <Ago ms={draft.savedAtMs} /> },
          { id: "discard", header: "Discard", cell: (draft) => <Button variant="inline-link" onClick={() => discard.mutate(draft.id)}>Discard</Button> },
        ]}
      />
    </SpaceBetween>
  );
}
