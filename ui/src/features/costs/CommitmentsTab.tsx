import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import ProgressBar from "@cloudscape-design/components/progress-bar";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useSearchParams } from "react-router";
import { amount, change, percent, size } from "../../components/amounts";
import { useSaveCsv } from "../../components/csv";
import { ListTable, type ListColumn } from "../../components/ListTable";
import { Loading } from "../../components/Loading";
import { Problem } from "../../components/Problem";
import { shell, type Commitment_Serialize as Commitment, type CostQuestion_Serialize as Question } from "../../ipc/client";
import { useCommitments } from "./answers";
import { Money } from "./Figures";

/** In a narrow window all columns have room, in a wider one large amounts. */
const AMOUNT = window.innerWidth < 1100 ? 101 : 120;

/** Savings plans and reservations: what they cover, what of them is used, what is wasted. */
export function CommitmentsTab({ question, currency }: { question: Question; currency: string }) {
  const address = useSearchParams();
  const commitments = useCommitments(question);
  const save = useSaveCsv(shell.saveText);
  if (commitments.error) return <Problem error={commitments.error} onRetry={() => void commitments.refetch()} />;
  if (!commitments.data) return <Loading />;
  const { words, provenance } = commitments.data;
  const totals = commitments.data.currencies.find((one) => one.currency === currency);
  const rows = commitments.data.rows.filter((one) => one.currency === currency);
  const origin = { words, source: provenance.sentence };
  const money = (text: string) => <Money text={text} currency={currency} origin={origin} />;
  if (rows.length === 0)
    return (
      <Container header={<Header variant="h2" description={`${words}. ${currency}.`}>Savings plans and reservations</Header>}>
        <Box>There is no savings plan and no reservation in these months.</Box>
      </Container>
    );
  const columns: ListColumn<Commitment>[] = [
    { id: "id", header: "Commitment", rowHeader: true, filter: true, minWidth: 139, value: (one) => one.id, cell: (one) => <span title={one.id}>{one.id.split("/").at(-1)}</span> },
    {
      id: "utilisation",
      header: "Utilisation",
      number: true,
      width: 130,
      value: (one) => one.utilisation ?? -1,
      cell: (one) => (one.utilisation === null ? "–" : percent(one.utilisation)),
    },
    { id: "purchased", header: "Billed", number: true, width: AMOUNT, value: (one) => size(one.purchased), cell: (one) => money(one.purchased) },
    { id: "used", header: "Used", number: true, width: AMOUNT, value: (one) => size(one.used), cell: (one) => money(one.used) },
    { id: "unused", header: "Unused", number: true, width: AMOUNT + 8, value: (one) => size(one.unused), cell: (one) => money(one.unused) },
    { id: "saved", header: "Saved", number: true, width: AMOUNT, value: (one) => size(one.saved), cell: (one) => change(one.saved, currency) },
    { id: "balance", header: "Balance", number: true, width: 110, hidden: true, value: (one) => size(one.balance), cell: (one) => amount(one.balance, currency) },
  ];
  return (
    <SpaceBetween size="l">
      {totals && (
        <Container header={<Header variant="h2" description={totals.sentence}>Coverage and utilisation</Header>}>
          <SpaceBetween size="m">
            <div className="ac-beside">
              <Share label="Utilisation: how much of the commitments was used" value={totals.utilisation} />
              <Share label="Coverage: how much of the usage they could pay for they paid for" value={totals.coverage} />
            </div>
            <KeyValuePairs
              columns={4}
              items={[
                { label: "Used", value: money(totals.used) },
                { label: "Unused", value: money(totals.unused) },
                { label: "Not covered", value: money(totals.uncovered) },
                { label: "Saved, less what went unused", value: <>{change(totals.saved, currency)}</> },
              ]}
            />
          </SpaceBetween>
        </Container>
      )}
      <ListTable<Commitment>
        list="costs-commitments"
        title="Savings plans and reservations"
        description={`${words}. ${currency}.`}
        items={rows}
        id={(one) => one.id}
        columns={columns}
        sorted={{ column: "unused", descending: true }}
        address={address}
        placeholder="Find by commitment"
        save={(table) => void save("commitments.csv", [[words], [provenance.sentence], ...table])}
        empty="There is none."
      />
    </SpaceBetween>
  );
}

function Share({ label, value }: { label: string; value: number | null }) {
  if (value === null)
    return (
      <div>
        <Box>{label}</Box>
        <Box color="text-body-secondary">Nothing to tell it by.</Box>
      </div>
    );
  return <ProgressBar label={label} value={Math.round(value * 1000) / 10} />;
}
