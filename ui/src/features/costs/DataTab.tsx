import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import { useSearchParams } from "react-router";
import { Ago } from "../../components/figures";
import { Panel } from "../../components/panel-context";
import { Problem } from "../../components/Problem";
import type { Import, KeptMonth_Serialize as KeptMonth } from "../../ipc/client";
import { useImports } from "../../ipc/queries";
import { FromAws } from "./FromAws";
import { count, named, sources } from "./import-words";
import { ImportBox } from "./ImportBox";
import { ImportState, ImportSummary } from "./ImportSummary";
import { MonthTable } from "./MonthTable";
import { written } from "./view";

/** What is in the ledger, how it came in, and what did not. */
export function DataTab({ months }: { months: KeptMonth[] }) {
  const imports = useImports();
  const [search, setSearch] = useSearchParams();
  const ended = (imports.data ?? []).filter((one) => one.state !== "running");
  const chosen = ended.find((one) => one.id === search.get("import"));
  const choose = (id: string | null) => setSearch(written(search, { import: id, month: null }), { replace: true });
  const [newest, ...earlier] = ended;
  if (imports.error) return <Problem error={imports.error} onRetry={() => void imports.refetch()} />;
  return (
    <SpaceBetween size="l">
      <ImportBox />
      <FromAws />
      {newest && (
        <Container
          header={
            <Header variant="h2" description={<>{named(newest)}, <Ago ms={newest.finishedAtMs ?? newest.startedAtMs} /></>} info={<ImportState one={newest} />}>
              Last import
            </Header>
          }
        >
          <ImportSummary one={newest} />
        </Container>
      )}
      {months.length > 0 && <MonthTable months={months} />}
      {earlier.length > 0 && <Earlier imports={earlier} chosen={chosen} choose={(one) => choose(one.id)} />}
      {chosen && (
        <Panel header={`Import of ${named(chosen)}`} onClose={() => choose(null)}>
          <ImportSummary one={chosen} />
        </Panel>
      )}
    </SpaceBetween>
  );
}

function Earlier({ imports, chosen, choose }: { imports: Import[]; chosen: Import | undefined; choose: (one: Import) => void }) {
  return (
    <Table<Import>
      items={imports}
      trackBy="id"
      wrapLines
      enableKeyboardNavigation
      selectionType="single"
      selectedItems={chosen ? [chosen] : []}
      onSelectionChange={({ detail }) => detail.selectedItems[0] && choose(detail.selectedItems[0])}
      ariaLabels={{ tableLabel: "Earlier imports", selectionGroupLabel: "Choice of an import", itemSelectionLabel: (_, one) => `Choose ${named(one)}` }}
      header={
        <Header variant="h2" counter={`(${count(imports.length)})`}>
          Earlier imports
        </Header>
      }
      columnDefinitions={[
        { id: "what", header: "What", isRowHeader: true, minWidth: 150, cell: (one) => <span title={sources(one).join("\n")}>{named(one)}</span> },
        { id: "state", header: "State", minWidth: 115, cell: (one) => <ImportState one={one} /> },
        { id: "when", header: "When", minWidth: 110, cell: (one) => <Ago ms={one.finishedAtMs ?? one.startedAtMs} /> },
        { id: "rows", header: <div className="ac-number">Line items</div>, minWidth: 110, cell: (one) => <div className="ac-number">{count(one.rows)}</div> },
        { id: "sentence", header: "What came of it", minWidth: 200, cell: (one) => <Box color="text-body-secondary">{one.sentence}</Box> },
      ]}
    />
  );
}
