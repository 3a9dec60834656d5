import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import { amount, exact, minus, size } from "../../components/amounts";
import { month } from "../../components/format";
import { Loading } from "../../components/Loading";
import { Note } from "../../components/Note";
import { Problem } from "../../components/Problem";
import type { ImportSource_Serialize as Source, QuotedCall } from "../../ipc/client";
import { useQuote } from "./answers";
import { count } from "./import-words";
import { Cap, Spent } from "./SpendMeter";

/** What this sync will cost, call by call, beside the cap; only who agrees starts it. */
export function Priced({ source, starting, onStart }: { source: Source; starting: boolean; onStart: () => void }) {
  const quote = useQuote(source);
  if (quote.error) return <Problem error={quote.error} onRetry={() => void quote.refetch()} />;
  if (!quote.data) return <Loading />;
  const { months, calls, usd, bound, meter, words } = quote.data;
  const over = size(minus(meter.cap, [meter.spent, usd])) < 0;
  const nothing = months.length === 0;
  const names = months.length > 2 ? `${month(months[0] ?? "")} to ${month(months.at(-1) ?? "")}` : months.map(month).join(" and ");
  return (
    <Container
      header={
        <Header
          variant="h2"
          description={nothing ? undefined : names}
          actions={
            <Button variant="primary" loading={starting} disabled={nothing || over} disabledReason={nothing ? "There is nothing to get." : "It is beyond the cap."} onClick={onStart}>
              {size(usd) === 0 ? `Get ${months.length === 1 ? "1 month" : `${count(months.length)} months`}` : `Get it for ${bound === "atLeast" ? "at least" : "at most"} ${amount(usd, "USD")}`}
            </Button>
          }
        >
          What it will cost
        </Header>
      }
    >
      <SpaceBetween size="m">
        {over ? <Note type="error">{words}</Note> : <Box>{words}</Box>}
        {calls.length > 0 && <Lines calls={calls} />}
        <div className="ac-beside">
          <Spent meter={meter} />
          {over && <Cap meter={meter} />}
        </div>
      </SpaceBetween>
    </Container>
  );
}

function Lines({ calls }: { calls: QuotedCall[] }) {
  return (
    <Table<QuotedCall>
      variant="embedded"
      items={calls}
      enableKeyboardNavigation
      ariaLabels={{ tableLabel: "Calls and their prices" }}
      columnDefinitions={[
        { id: "call", header: "Call", isRowHeader: true, minWidth: 180, cell: (one) => one.price.call },
        { id: "units", header: <div className="ac-number">How much</div>, minWidth: 120, cell: (one) => <div className="ac-number">{one.units}</div> },
        { id: "price", header: <div className="ac-number">Price</div>, minWidth: 160, cell: (one) => <div className="ac-number" title={`${one.price.source}, ${one.price.asOf}`}>{exact(one.price.usd, "USD")} a {one.price.unit}</div> },
        { id: "usd", header: <div className="ac-number">US dollars</div>, minWidth: 120, cell: (one) => <div className="ac-number">{exact(one.usd, "USD")}</div> },
      ]}
    />
  );
}
