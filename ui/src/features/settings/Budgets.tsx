import Autosuggest from "@cloudscape-design/components/autosuggest";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { amount } from "../../components/amounts";
import { useFlash } from "../../components/flash-context";
import { InlineForm } from "../../components/InlineForm";
import { Loading } from "../../components/Loading";
import { Note } from "../../components/Note";
import { Problem } from "../../components/Problem";
import { shell, type Budget_Serialize as Budget, type Budgets as Stand, type Cost } from "../../ipc/client";
import { keys, useCostEnvironments } from "../../ipc/queries";

const COSTS: Record<Cost, string> = { effective: "Effective", billed: "Billed", list: "List", contracted: "Contracted" };
const MONEY = /^\d{1,12}(\.\d{1,6})?$/;

/** What a month may cost, of one environment or the whole, and how each stands. */
export function Budgets() {
  const client = useQueryClient();
  const flash = useFlash();
  const budgets = useQuery({ queryKey: ["costs", "budgets"], queryFn: () => shell.budgetsList(null) });
  const changed = async (now: Stand) => {
    client.setQueryData(["costs", "budgets"], now);
    await Promise.all([client.invalidateQueries({ queryKey: ["costs"] }), client.invalidateQueries({ queryKey: keys.settings })]);
  };
  const remove = useMutation({
    mutationFn: (environment: string | null) => shell.budgetRemove(environment),
    onSuccess: changed,
    onError: (error) => flash.fail("The budget could not be removed", error),
  });
  if (budgets.error) return <Problem error={budgets.error} onRetry={() => void budgets.refetch()} />;
  if (!budgets.data) return <Loading />;
  const states = budgets.data.budgets;
  const rows = [...states.map(({ budget, verdict, sentence }) => ({ budget, verdict, sentence })), ...budgets.data.unknown.map((budget) => ({ budget, verdict: "within" as const, sentence: "Nothing was imported yet." }))];
  return (
    <Container header={<Header variant="h2" counter={`(${rows.length})`} description={budgets.data.sentence}>Budgets</Header>}>
      <SpaceBetween size="m">
        {rows.length > 0 && (
          <Table
            variant="embedded"
            items={rows}
            enableKeyboardNavigation
            wrapLines
            ariaLabels={{ tableLabel: "Budgets" }}
            columnDefinitions={[
              { id: "of", header: "Of", isRowHeader: true, minWidth: 150, cell: ({ budget }) => budget.environment ?? "Everything" },
              { id: "monthly", header: <div className="ac-number">A month</div>, minWidth: 120, cell: ({ budget }) => <div className="ac-number">{amount(budget.monthly, budget.currency)}</div> },
              { id: "cost", header: "Cost", minWidth: 110, cell: ({ budget }) => COSTS[budget.cost] },
              { id: "state", header: "How it stands", minWidth: 200, cell: ({ verdict, sentence }) => (verdict === "within" ? sentence : <Note type={verdict === "over" ? "error" : "warning"}>{sentence}</Note>) },
              {
                id: "remove",
                header: "Remove",
                minWidth: 90,
                cell: ({ budget }) => <Button variant="icon" iconName="remove" ariaLabel={`Remove the budget of ${budget.environment ?? "everything"}`} disabled={remove.isPending} onClick={() => remove.mutate(budget.environment ?? null)} />,
              },
            ]}
          />
        )}
        <NewBudget changed={changed} />
      </SpaceBetween>
    </Container>
  );
}

function NewBudget({ changed }: { changed: (now: Stand) => Promise<void> }) {
  const environments = useCostEnvironments();
  const [environment, setEnvironment] = useState("");
  const [monthly, setMonthly] = useState("");
  const [currency, setCurrency] = useState("USD");
  const [cost, setCost] = useState<Cost>("effective");
  const add = useMutation({
    mutationFn: (budget: Budget) => shell.budgetSet(budget),
    onSuccess: async (now) => {
      setMonthly("");
      setEnvironment("");
      await changed(now);
    },
  });
  const right = MONEY.test(monthly);
  const set = () => add.mutate({ environment: environment.trim() || null, currency: currency.trim().toUpperCase(), monthly, cost });
  return (
    <InlineForm button="Set budget" busy={add.isPending} ready={right} reason="Say what a month may cost." keep={set} error={add.error}>
      <FormField label="Environment">
        <Autosuggest value={environment} onChange={({ detail }) => setEnvironment(detail.value)} options={environments.map((value) => ({ value }))} enteredTextLabel={(text) => `Use ${text}`} placeholder="everything" empty="No environment is known yet" />
      </FormField>
      <FormField label="A month" errorText={monthly !== "" && !right ? "Write it like 1200 or 950.50." : undefined}>
        <Input value={monthly} inputMode="decimal" placeholder="1200" onChange={({ detail }) => setMonthly(detail.value)} />
      </FormField>
      <FormField label="Currency">
        <Input value={currency} onChange={({ detail }) => setCurrency(detail.value)} />
      </FormField>
      <FormField label="Cost">
        <Select options={Object.entries(COSTS).map(([value, label]) => ({ value, label }))} selectedOption={{ value: cost, label: COSTS[cost] }} onChange={({ detail }) => setCost(detail.selectedOption.value as Cost)} />
      </FormField>
    </InlineForm>
  );
}
