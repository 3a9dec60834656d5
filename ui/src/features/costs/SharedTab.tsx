import Button from "@cloudscape-design/components/button";
import Link from "@cloudscape-design/components/link";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useSearchParams } from "react-router";
import { amount, change, percent, size } from "../../components/amounts";
import { useSaveCsv } from "../../components/csv";
import { ListTable, type ListColumn } from "../../components/ListTable";
import { Loading } from "../../components/Loading";
import { Problem } from "../../components/Problem";
import { shell, type AllocatedCosts_Serialize as Allocated, type CostQuestion_Serialize as Question } from "../../ipc/client";
import { AllocationForm } from "./AllocationForm";
import { useAllocated } from "./answers";
import { Money } from "./Figures";
import { Untagged } from "./Untagged";
import { drilled, shown, withoutList } from "./view";

interface Props {
  question: Question;
  currency: string;
  open: (values: Record<string, string>, what: string) => void;
}

type Row = Allocated["rows"][number];

/** What is of no environment or of one that all others use: by which rule the others bear it, and why it is there. */
export function SharedTab({ question, currency, open }: Props) {
  const told = useAllocated(question);
  if (told.error) return <Problem error={told.error} onRetry={() => void told.refetch()} />;
  if (!told.data) return <Loading />;
  return (
    <SpaceBetween size="l">
      <AllocationForm rule={told.data.rule} sentence={told.data.sentence} environments={[...new Set(told.data.rows.map((row) => row.environment))]} />
      <BeforeAndAfter told={told.data} currency={currency} open={open} />
      <Untagged question={question} currency={currency} open={open} />
    </SpaceBetween>
  );
}

/** Each environment by itself, and with its part of what is shared. */
function BeforeAndAfter({ told, currency, open }: { told: Allocated; currency: string; open: Props["open"] }) {
  const [search, setSearch] = useSearchParams();
  const save = useSaveCsv(shell.saveText);
  const rows = told.rows.filter((row) => row.currency === currency);
  const whole = told.totals[currency] ?? { direct: "0", shared: "0", total: "0" };
  const origin = { words: told.words, source: told.provenance.sentence };
  const part = (text: string) => (size(whole.total) === 0 ? 0 : size(text) / size(whole.total));
  const name = (row: Row) => shown("environment", row.environment);
  const nested = withoutList(search);
  const columns: ListColumn<Row>[] = [
    {
      id: "environment",
      header: "Environment",
      rowHeader: true,
      minWidth: 130,
      value: name,
      cell: (row) => (
        <Link
          href={`#/costs?${drilled(nested, "environment", row.environment).toString()}`}
          onFollow={(event) => {
            event.preventDefault();
            setSearch(drilled(nested, "environment", row.environment));
          }}
        >
          {name(row)}
        </Link>
      ),
    },
    { id: "before", header: "Before", number: true, minWidth: 105, value: (row) => size(row.direct), cell: (row) => <Money text={row.direct} currency={currency} origin={{ ...origin, formula: "What is charged to the environment itself." }} /> },
    { id: "shared", header: "Shared", number: true, minWidth: 105, value: (row) => size(row.shared), cell: (row) => change(row.shared, currency) },
    {
      id: "after",
      header: "After",
      number: true,
      minWidth: 105,
      value: (row) => size(row.total),
      cell: (row) => <Money text={row.total} currency={currency} origin={{ ...origin, formula: `${amount(row.direct, currency)} of its own, ${change(row.shared, currency)} shared.` }} />,
    },
    {
      id: "share",
      header: "Share after",
      minWidth: 140,
      value: (row) => part(row.total),
      cell: (row) => (
        <div className="ac-share-cell">
          <div className="ac-bar" aria-hidden>
            <div className="ac-bar-fill" style={{ width: `${Math.max(0, Math.min(100, part(row.total) * 100))}%` }} />
          </div>
          <span>{percent(part(row.total))}</span>
        </div>
      ),
    },
    {
      id: "open",
      header: "Items",
      unsorted: true,
      minWidth: 80,
      value: () => "",
      cell: (row) => <Button variant="inline-icon" iconName="list-view" ariaLabel={`Line items of ${name(row)}`} onClick={() => open({ environment: row.environment }, name(row))} />,
    },
  ];
  return (
    <ListTable<Row>
      list="costs-shared"
      title="Before and after"
      description={`${told.words}. ${currency}.`}
      items={rows}
      id={(row) => row.environment}
      columns={columns}
      sorted={{ column: "after", descending: true }}
      address={[search, setSearch]}
      placeholder="Find by environment"
      empty="Nothing was charged for this."
      footer={`Together ${amount(whole.direct, currency)} before and ${amount(whole.total, currency)} after: sharing out changes no total.`}
      save={(table) => void save("costs-shared.csv", [[told.words], [told.sentence], [told.provenance.sentence], ...table.map((line) => line.slice(0, -1))])}
    />
  );
}
