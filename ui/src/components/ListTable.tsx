import { useCollection } from "@cloudscape-design/collection-hooks";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import CollectionPreferences from "@cloudscape-design/components/collection-preferences";
import Header from "@cloudscape-design/components/header";
import Pagination from "@cloudscape-design/components/pagination";
import PropertyFilter from "@cloudscape-design/components/property-filter";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import { useDeferredValue, useState, type ReactNode } from "react";
import { useKept } from "./kept";
import { fitting, readQuery, writeQuery, type Address, type Preferences, type Query } from "./list";

export interface ListColumn<T> {
  id: string;
  header: string;
  cell: (item: T) => ReactNode;
  /** What is filtered, sorted and exported; the cell may show it otherwise. */
  value: (item: T) => string | number;
  /** A property of the filter: few values are offered as choices. */
  filter?: boolean;
  rowHeader?: boolean;
  number?: boolean;
  /** Has no order: buttons. */
  unsorted?: boolean;
  /** Shown only to whoever asks for it in the preferences. */
  hidden?: boolean;
  /** Columns without one share what is left. */
  width?: number;
  minWidth?: number;
}

interface Props<T> {
  /** Under this name the preferences are kept. */
  list: string;
  title: string;
  variant?: "full-page" | "container";
  description?: ReactNode;
  items: readonly T[];
  loading?: boolean;
  id: (item: T) => string;
  /** The row above it in a tree; absent for a flat list. */
  parent?: (item: T) => string | null;
  columns: ListColumn<T>[];
  sorted: { column: string; descending?: boolean };
  address: Address;
  placeholder: string;
  empty: ReactNode;
  /** Below the rows: what they add up to. */
  footer?: ReactNode;
  /** Buttons beside the export. */
  actions?: ReactNode;
  /** Saves the rows as they are filtered and sorted, under their columns' names. */
  save: (rows: (string | number)[][]) => void;
  /** Other items are another list: what is below the edge of the window is drawn after what one sees of them. */
  anew?: boolean;
  /** One row can be chosen, for the panel of its details. */
  selection?: { chosen: string | null; choose: (item: T) => void };
}

/** The hooks filter and sort by fields: each row knows its columns' values, and works out those that are asked for. */
type Row<T> = { item: T } & Record<string, unknown>;

const rowsOf = <T,>(items: readonly T[], columns: readonly ListColumn<T>[]): Row<T>[] => {
  const values = Object.fromEntries(columns.map((one) => [`_${one.id}`, { get(this: Row<T>) { return one.value(this.item); } }]));
  const row = Object.defineProperties({}, values) as Row<T>;
  return items.map((item) => Object.assign(Object.create(row) as Row<T>, { item }));
};

/** Pixels of the lowest row, and of what stands above the first one at least: what tells how many are seen at once. */
const ROW = 36;
const ABOVE = 400;
const seen = () => Math.max(1, Math.ceil((window.innerHeight - ABOVE) / ROW));

/**
 * A list as every page has it: the filter and the order in the address, columns and page size kept,
 * a header that stays, arrows that move, CSV of what is shown.
 */
export function ListTable<T>(props: Props<T>) {
  const { list, columns, items, address, sorted, parent } = props;
  const [search, setSearch] = address;
  const [kept, keep] = useKept<Preferences>(`list:${list}`, { pageSize: 50, wrapLines: false, columns: [] });
  const preferences = fitting(kept, columns);
  const rows = rowsOf(items, columns);
  const rowId = (row: Row<T>) => props.id(row.item);
  const called = (row: Row<T>) => String(columns[0]?.value(row.item) ?? "");
  const filtered = columns.filter((one) => one.filter);
  const by = columns.find((one) => one.id === (search.get("sort") ?? sorted.column)) ?? columns[0];
  const order = { sortingColumn: { sortingField: `_${by?.id}` }, isDescending: search.has("sort") ? search.get("order") === "down" : sorted.descending ?? false };
  const query = inner(readQuery(search, filtered.map((one) => one.id)));
  const {
    items: page,
    allPageItems,
    actions,
    collectionProps,
    propertyFilterProps,
    paginationProps,
    filteredItemsCount,
  } = useCollection(rows, {
    propertyFiltering: {
      filteringProperties: filtered.map((one) => ({
        key: `_${one.id}`,
        propertyLabel: one.header,
        groupValuesLabel: `Values of ${one.header.toLowerCase()}`,
        operators: one.number ? ["=", "!=", ">", ">=", "<", "<="] : ["=", "!=", ":", "!:"],
      })),
      defaultQuery: query,
      // What is typed without a property is looked for in every text of a row.
      freeTextFiltering: {
        operators: [
          { operator: ":", match: (row: unknown, text: string) => holds(columns, (row as Row<T>).item, text) },
          { operator: "!:", match: (row: unknown, text: string) => !holds(columns, (row as Row<T>).item, text) },
        ],
      },
    },
    pagination: { pageSize: preferences.pageSize },
    sorting: { defaultState: order },
    ...(parent && {
      expandableRows: {
        getId: rowId,
        getParentId: (row: Row<T>) => parent(row.item),
        defaultExpandedItems: [],
      },
    }),
    selection: { trackBy: rowId },
  });
  // Going back, or another list in the same place: the address says what is looked for, and in which order.
  const asked = JSON.stringify([list, query, order]);
  const [known, know] = useState(asked);
  if (known !== asked) {
    know(asked);
    actions.setPropertyFiltering(query);
    actions.setSorting(order);
  }
  // In a tree the groups are counted while it is filtered, and else what stands in them.
  const groups = parent ? rows.filter((row) => parent(row.item) === null).length : rows.length;
  const shown = filteredItemsCount ?? groups;
  const counter = shown === groups ? (parent ? rows.length - groups : groups) : `${shown} of ${groups}`;
  const drawn = useDeferredValue(items, []) === items || !props.anew ? page : page.slice(0, seen());
  const visible = preferences.columns.filter((column) => column.visible).map((column) => column.id);
  const find = (query: Query) => {
    actions.setPropertyFiltering(query);
    setSearch(writeQuery(search, outer(query)), { replace: true });
  };
  const save = () => {
    const chosen = columns.filter((one) => visible.includes(one.id));
    props.save([
      chosen.map((one) => one.header),
      ...allPageItems.map((row) => chosen.map((one) => one.value(row.item))),
    ]);
  };
  return (
    <Table<Row<T>>
      {...collectionProps}
      {...(props.selection && {
        selectionType: "single" as const,
        selectedItems: rows.filter((row) => rowId(row) === props.selection?.chosen),
        onSelectionChange: ({ detail }: { detail: { selectedItems: Row<T>[] } }) => {
          const chosen = detail.selectedItems[0];
          if (chosen) props.selection?.choose(chosen.item);
        },
      })}
      onSortingChange={(event) => {
        collectionProps.onSortingChange?.(event);
        const next = new URLSearchParams(search);
        next.set("sort", String(event.detail.sortingColumn.sortingField).slice(1));
        next.set("order", event.detail.isDescending ? "down" : "up");
        setSearch(next, { replace: true });
      }}
      variant={props.variant ?? "container"}
      items={drawn}
      footer={props.footer}
      empty={rows.length === 0 ? props.empty : <NoMatch clear={() => find({ tokens: [], operation: "and" })} />}
      trackBy={rowId}
      loading={props.loading}
      loadingText={`Reading ${props.title.toLowerCase()}`}
      stickyHeader
      resizableColumns
      enableKeyboardNavigation
      wrapLines={preferences.wrapLines}
      ariaLabels={{
        tableLabel: props.title,
        itemSelectionLabel: (_, row) => `Choose ${called(row)}`,
        selectionGroupLabel: `Choice of ${props.title.toLowerCase()}`,
        expandButtonLabel: (row) => `Show what is in ${called(row)}`,
        collapseButtonLabel: (row) => `Hide what is in ${called(row)}`,
      }}
      header={
        <Header
          variant={props.variant === "full-page" ? "h1" : "h2"}
          counter={`(${counter})`}
          description={props.description}
          actions={
            <SpaceBetween size="xs" direction="horizontal">
              <Button onClick={save} disabled={rows.length === 0} disabledReason="There is nothing to save.">
                Save as CSV
              </Button>
              {props.actions}
            </SpaceBetween>
          }
        >
          {props.title}
        </Header>
      }
      filter={
        <div className="ac-list-filter">
          <PropertyFilter
            {...propertyFilterProps}
            onChange={({ detail }) => find(detail)}
            filteringPlaceholder={props.placeholder}
            filteringAriaLabel={props.placeholder}
            countText={`showing ${shown} of ${groups}`}
            expandToViewport
          />
        </div>
      }
      pagination={rows.length > preferences.pageSize && <Pagination {...paginationProps} />}
      preferences={
        <CollectionPreferences
          title="Preferences"
          confirmLabel="Apply"
          cancelLabel="Cancel"
          preferences={{
            pageSize: preferences.pageSize,
            wrapLines: preferences.wrapLines,
            contentDisplay: preferences.columns,
          }}
          pageSizePreference={{
            title: "Rows on a page",
            options: [20, 50, 100, 500].map((value) => ({ value, label: `${value} rows` })),
          }}
          wrapLinesPreference={{ label: "Wrap lines", description: "Show the whole text of every cell" }}
          contentDisplayPreference={{
            title: "Columns",
            options: columns.map((one) => ({ id: one.id, label: one.header, alwaysVisible: one.rowHeader })),
          }}
          onConfirm={({ detail }) =>
            keep({
              pageSize: detail.pageSize ?? preferences.pageSize,
              wrapLines: detail.wrapLines ?? preferences.wrapLines,
              columns: detail.contentDisplay ?? preferences.columns,
            })
          }
        />
      }
      columnDisplay={preferences.columns}
      columnDefinitions={columns.map((one) => ({
        id: one.id,
        header: one.number ? <div className="ac-number">{one.header}</div> : one.header,
        ariaLabel: () => one.header,
        ...(!one.unsorted && { sortingField: `_${one.id}` }),
        isRowHeader: one.rowHeader,
        width: one.width,
        minWidth: one.minWidth ?? Math.min(90, one.width ?? 90),
        cell: ({ item }) => (one.number ? <div className="ac-number">{one.cell(item)}</div> : one.cell(item)),
      }))}
    />
  );
}

function NoMatch({ clear }: { clear: () => void }) {
  return (
    <Box textAlign="center" padding="m">
      <SpaceBetween size="s">
        <div>Nothing matches the filter.</div>
        <Button onClick={clear}>Clear filter</Button>
      </SpaceBetween>
    </Box>
  );
}

function holds<T>(columns: ListColumn<T>[], item: T, text: string): boolean {
  return columns.some((one) => {
    const value = one.value(item);
    return typeof value === "string" && value.toLowerCase().includes(text.toLowerCase());
  });
}

const renamed = (query: Query, name: (key: string) => string): Query => ({
  operation: query.operation,
  tokens: query.tokens.map((token) => (token.propertyKey ? { ...token, propertyKey: name(token.propertyKey) } : token)),
});
const inner = (query: Query) => renamed(query, (key) => `_${key}`);
const outer = (query: Query) => renamed(query, (key) => key.slice(1));
