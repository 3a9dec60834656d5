import Box from "@cloudscape-design/components/box";
import Header from "@cloudscape-design/components/header";
import Table from "@cloudscape-design/components/table";
import TextFilter from "@cloudscape-design/components/text-filter";
import Pagination from "@cloudscape-design/components/pagination";
import Button from "@cloudscape-design/components/button";
import { useCollection } from "@cloudscape-design/collection-hooks";
import { useFlash } from "../../components/flash-context";
import { words } from "../../components/format";
import { shell, type Plan } from "../../ipc/client";

/** Every resource that the launch will make, by nested stack. */
export function Resources({ plan }: { plan: Plan }) {
  const flash = useFlash();
  const { items, collectionProps, filterProps, paginationProps, filteredItemsCount } = useCollection(plan.resources, {
    filtering: { noMatch: <Box>Nothing like that.</Box> },
    pagination: { pageSize: 50 },
    sorting: { defaultState: { sortingColumn: { sortingField: "stack" } } },
  });
  const save = async () => {
    const lines = plan.resources.map((one) => [one.stack, one.logicalId, one.type, `${one.file}:${one.line}`].map((cell) => `"${cell.replaceAll('"', '""')}"`).join(","));
    try {
      const path = await shell.saveText(`${plan.environment}-resources.csv`, ["stack,logicalId,type,place", ...lines].join("\n"));
      if (path) flash.add({ type: "success", header: `Saved ${path}` });
    } catch (error) {
      flash.fail("The table could not be saved", error);
    }
  };
  return (
    <Table
      {...collectionProps}
      enableKeyboardNavigation
      stickyHeader
      items={items}
      trackBy={(row) => `${row.stack}/${row.logicalId}`}
      header={<Header variant="h2" counter={`(${plan.resources.length})`} actions={<Button onClick={() => void save()}>Save as CSV</Button>}>Resources</Header>}
      filter={<TextFilter {...filterProps} filteringPlaceholder="Find by stack, name or type" countText={`showing ${filteredItemsCount ?? 0} of ${plan.resources.length}`} />}
      pagination={<Pagination {...paginationProps} />}
      columnDefinitions={[
        { id: "stack", header: "Stack", sortingField: "stack", cell: (row) => words(row.stack) },
        { id: "id", header: "Logical ID", sortingField: "logicalId", isRowHeader: true, cell: (row) => row.logicalId },
        { id: "type", header: "Type", sortingField: "type", cell: (row) => row.type },
        { id: "place", header: "Template line", cell: (row) => `${row.file}:${row.line}` },
        { id: "change", header: "Change", cell: () => "Add" },
      ]}
    />
  );
}
