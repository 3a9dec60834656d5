import Box from "@cloudscape-design/components/box";
import Header from "@cloudscape-design/components/header";
import Pagination from "@cloudscape-design/components/pagination";
import Table from "@cloudscape-design/components/table";
import TextFilter from "@cloudscape-design/components/text-filter";
import { useCollection } from "@cloudscape-design/collection-hooks";
import { Status } from "../../components/figures";
import { words } from "../../components/format";
import type { ResourceView } from "../../ipc/client";

/** Every resource of the environment with its physical ID. */
export function ResourceTable({ resources }: { resources: ResourceView[] }) {
  const { items, collectionProps, filterProps, paginationProps, filteredItemsCount } = useCollection(resources, {
    filtering: { empty: <Box>Nothing was made yet.</Box>, noMatch: <Box>Nothing like that.</Box> },
    pagination: { pageSize: 50 },
    sorting: {},
  });
  return (
    <Table
      {...collectionProps}
      enableKeyboardNavigation
      stickyHeader
      items={items}
      trackBy={(row) => `${row.stack}/${row.logicalId}`}
      header={<Header variant="h2" counter={`(${resources.length})`}>Resources</Header>}
      filter={<TextFilter {...filterProps} filteringPlaceholder="Find by stack, name, type or ID" countText={`showing ${filteredItemsCount ?? 0} of ${resources.length}`} />}
      pagination={<Pagination {...paginationProps} />}
      columnDefinitions={[
        { id: "stack", header: "Stack", sortingField: "stack", cell: (row) => words(row.stack) },
        { id: "id", header: "Logical ID", sortingField: "logicalId", isRowHeader: true, cell: (row) => row.logicalId },
        { id: "status", header: "Status", sortingField: "status", cell: (row) => <Status status={row.status ?? null} /> },
        { id: "type", header: "Type", sortingField: "type", cell: (row) => row.type },
        { id: "physical", header: "Physical ID", cell: (row) => row.physicalId ?? "" },
      ]}
    />
  );
}
