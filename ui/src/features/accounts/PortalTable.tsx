import { useCollection } from "@cloudscape-design/collection-hooks";
import Box from "@cloudscape-design/components/box";
import Header from "@cloudscape-design/components/header";
import Table from "@cloudscape-design/components/table";
import TextFilter from "@cloudscape-design/components/text-filter";
import { numberWords } from "./words";

/** An account behind a portal, and one role in it. */
export interface Offer {
  id: string;
  accountId: string;
  account: string;
  email: string;
  role: string;
}

interface Props {
  offers: Offer[];
  chosen: Offer[];
  choose: (chosen: Offer[]) => void;
}

/** What a portal offers to whoever signed in. */
export function PortalTable({ offers, chosen, choose }: Props) {
  const { items, collectionProps, filterProps, filteredItemsCount } = useCollection(offers, {
    filtering: { empty: <None />, noMatch: <Box textAlign="center">Nothing matches the words.</Box> },
    sorting: { defaultState: { sortingColumn: { sortingField: "account" } } },
  });
  return (
    <Table
      {...collectionProps}
      variant="embedded"
      trackBy="id"
      selectionType="multi"
      items={items}
      selectedItems={chosen}
      onSelectionChange={({ detail }) => choose(detail.selectedItems)}
      ariaLabels={{
        tableLabel: "Accounts and roles of the portal",
        selectionGroupLabel: "Choice of accounts and roles",
        allItemsSelectionLabel: () => "Choose all",
        itemSelectionLabel: (_, offer) => `Choose ${offer.role} in ${offer.account}`,
      }}
      header={
        <Header variant="h3" counter={`(${offers.length})`}>
          Accounts and roles
        </Header>
      }
      filter={
        offers.length > 8 && (
          <TextFilter
            {...filterProps}
            filteringPlaceholder="Find by account, number or role"
            filteringAriaLabel="Find by account, number or role"
            countText={`showing ${filteredItemsCount ?? offers.length} of ${offers.length}`}
          />
        )
      }
      columnDefinitions={[
        { id: "account", header: "Account", sortingField: "account", isRowHeader: true, cell: (offer) => offer.account },
        { id: "number", header: "Number", sortingField: "accountId", cell: (offer) => numberWords(offer.accountId) },
        { id: "role", header: "Role", sortingField: "role", cell: (offer) => offer.role },
        { id: "email", header: "E-mail", sortingField: "email", cell: (offer) => offer.email || "not told" },
      ]}
    />
  );
}

function None() {
  return (
    <Box textAlign="center" color="text-body-secondary">
      The portal offers you no account. Ask whoever runs it to assign you one.
    </Box>
  );
}
