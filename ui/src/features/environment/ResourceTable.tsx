import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import CollectionPreferences, {
  type CollectionPreferencesProps,
} from "@cloudscape-design/components/collection-preferences";
import Header from "@cloudscape-design/components/header";
import Pagination from "@cloudscape-design/components/pagination";
import PropertyFilter from "@cloudscape-design/components/property-filter";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table, { type TableProps } from "@cloudscape-design/components/table";
import { useCollection } from "@cloudscape-design/collection-hooks";
import { useSearchParams } from "react-router";
import { useSaveCsv } from "../../components/csv";
import { Status } from "../../components/figures";
import { words } from "../../components/format";
import { useKept } from "../../components/kept";
import { Panel } from "../../components/panel-context";
import { shell, type EnvironmentView, type ResourceView } from "../../ipc/client";
import { PROPERTIES, readQuery, writeQuery } from "./filter";
import { ResourceFacts } from "./ResourceFacts";

const idOf = (row: ResourceView) => `${row.stack}/${row.logicalId}`;

const COLUMNS: TableProps.ColumnDefinition<ResourceView>[] = [
  {
    id: "logicalId",
    header: "Logical ID",
    sortingField: "logicalId",
    isRowHeader: true,
    minWidth: 170,
    cell: (row) => row.logicalId,
  },
  { id: "stack", header: "Stack", sortingField: "stack", minWidth: 130, cell: (row) => words(row.stack) },
  {
    id: "status",
    header: "Status",
    sortingField: "status",
    minWidth: 160,
    cell: (row) => <Status status={row.status ?? null} />,
  },
  { id: "type", header: "Type", sortingField: "type", minWidth: 200, cell: (row) => row.type },
  {
    id: "physicalId",
    header: "Physical ID",
    sortingField: "physicalId",
    minWidth: 200,
    cell: (row) => (
      <span className="ac-clamp" title={row.physicalId ?? ""}>
        {row.physicalId ?? "none yet"}
      </span>
    ),
  },
  {
    id: "reason",
    header: "AWS's words",
    cell: (row) => (
      <span className="ac-clamp" title={row.reason ?? ""}>
        {row.reason ?? ""}
      </span>
    ),
  },
];

const PREFERENCES: CollectionPreferencesProps.Preferences = {
  pageSize: 25,
  wrapLines: false,
  contentDensity: "comfortable",
  visibleContent: ["logicalId", "stack", "status", "type", "physicalId"],
};

/** Every resource of the environment. Filter and choice stand in the page's address. */
export function ResourceTable({ view }: { view: EnvironmentView }) {
  const { resources } = view;
  const [search, setSearch] = useSearchParams();
  const [preferences, setPreferences] = useKept("resources", PREFERENCES);
  const save = useSaveCsv(shell.saveText);
  const put = (name: string, value: string | null) =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        if (value) next.set(name, value);
        else next.delete(name);
        return next;
      },
      { replace: true },
    );
  const {
    items,
    allPageItems,
    collectionProps,
    propertyFilterProps,
    paginationProps,
    filteredItemsCount = resources.length,
  } = useCollection(resources, {
    propertyFiltering: {
      filteringProperties: PROPERTIES,
      defaultQuery: readQuery(search.get("q")),
      empty: <Box>Nothing was made yet.</Box>,
      noMatch: <Box>No resource is like that.</Box>,
    },
    pagination: { pageSize: preferences.pageSize ?? 25 },
    sorting: { defaultState: { sortingColumn: { sortingField: "stack" } } },
  });
  const chosen = resources.find((row) => idOf(row) === search.get("resource"));
  const table = () => [
    ["stack", "logical ID", "type", "status", "physical ID", "reason"],
    ...allPageItems.map((row) => [
      row.stack,
      row.logicalId,
      row.type,
      row.status ?? null,
      row.physicalId ?? null,
      row.reason ?? null,
    ]),
  ];
  return (
    <>
      <Table
        {...collectionProps}
        enableKeyboardNavigation
        stickyHeader
        resizableColumns
        selectionType="single"
        selectedItems={chosen ? [chosen] : []}
        onSelectionChange={({ detail }) =>
          put("resource", detail.selectedItems[0] ? idOf(detail.selectedItems[0]) : null)
        }
        onRowClick={({ detail }) => put("resource", idOf(detail.item))}
        ariaLabels={{
          selectionGroupLabel: "Choose a resource",
          itemSelectionLabel: (_, row) => `Show ${row.logicalId} of ${words(row.stack)}`,
          tableLabel: "Resources",
        }}
        items={items}
        trackBy={idOf}
        wrapLines={preferences.wrapLines}
        contentDensity={preferences.contentDensity}
        columnDisplay={COLUMNS.map(({ id = "" }) => ({
          id,
          visible: preferences.visibleContent?.includes(id) ?? true,
        }))}
        columnDefinitions={COLUMNS}
        header={
          <Header
            variant="h2"
            counter={`(${resources.length})`}
            actions={
              <Button
                onClick={() => void save(`${view.row.name}-resources.csv`, table())}
                disabled={filteredItemsCount === 0}
                disabledReason="There is no resource to save."
              >
                Save as CSV
              </Button>
            }
          >
            Resources
          </Header>
        }
        filter={
          <div data-filter className="ac-list-filter">
            <PropertyFilter
              {...propertyFilterProps}
              onChange={(event) => {
                propertyFilterProps.onChange(event);
                put("q", writeQuery(event.detail));
              }}
              filteringPlaceholder="Find by stack, status, type, name or ID"
              filteringAriaLabel="Find resources"
              countText={`showing ${filteredItemsCount} of ${resources.length}`}
              expandToViewport
            />
          </div>
        }
        pagination={<Pagination {...paginationProps} />}
        preferences={<Preferences value={preferences} onChange={setPreferences} />}
      />
      {chosen && (
        <Panel header={`${words(chosen.stack)} / ${chosen.logicalId}`} onClose={() => put("resource", null)}>
          <SpaceBetween size="m">
            <ResourceFacts resource={chosen} view={view} />
          </SpaceBetween>
        </Panel>
      )}
    </>
  );
}

function Preferences({
  value,
  onChange,
}: {
  value: CollectionPreferencesProps.Preferences;
  onChange: (next: CollectionPreferencesProps.Preferences) => void;
}) {
  return (
    <CollectionPreferences
      title="Looks of this table"
      confirmLabel="Use"
      cancelLabel="Cancel"
      preferences={value}
      onConfirm={({ detail }) => onChange(detail)}
      pageSizePreference={{
        title: "Rows a page",
        options: [25, 50, 100, 500].map((rows) => ({ value: rows, label: `${rows} rows` })),
      }}
      wrapLinesPreference={{ label: "Wrap lines", description: "Show the whole text of each cell" }}
      contentDensityPreference={{ label: "Compact", description: "More rows on a page" }}
      visibleContentPreference={{
        title: "Columns",
        options: [
          {
            label: "Resource",
            options: COLUMNS.map(({ id = "", header }) => ({
              id,
              label: String(header),
              editable: id !== "logicalId",
            })),
          },
        ],
      }}
    />
  );
}
