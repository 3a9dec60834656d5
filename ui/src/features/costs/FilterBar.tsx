import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Modal from "@cloudscape-design/components/modal";
import PropertyFilter, { type PropertyFilterProps } from "@cloudscape-design/components/property-filter";
import Select from "@cloudscape-design/components/select";
import { memo, useState } from "react";
import { useSearchParams } from "react-router";
import { amount } from "../../components/amounts";
import { DialogFooter } from "../../components/DialogFooter";
import { month } from "../../components/format";
import { go } from "../../components/go";
import { useKept } from "../../components/kept";
import type { Cost, CostQuestion_Serialize as Question, Report_Serialize as Report } from "../../ipc/client";
import { useCostReport } from "../../ipc/queries";
import { COSTS, FIELDS, meant, readView, shown, writeFilter, written, type Against } from "./view";

const AGAINST: Record<Against, string> = { month: "Months before", year: "A year before", off: "Nothing" };

interface Props {
  /** Every month that there is, the oldest first. */
  months: string[];
  /** Currencies that costs come in. */
  currencies: string[];
  /** All of it, once it is known. */
  whole: Report | undefined;
}

/** What the whole page is asked: months, cost, comparison and filters, kept in the address. */
export function FilterBar({ months, currencies, whole }: Props) {
  const [search, setSearch] = useSearchParams();
  const view = readView(search);
  const change = (next: Record<string, string | null>) => setSearch(written(search, next), { replace: true });
  const latest = months.at(-1) ?? null;
  const from = view.question.from ?? latest;
  const to = view.question.to ?? latest;
  const option = (period: string) => ({ value: period, label: month(period) });
  const costs = Object.entries(COSTS).map(([value, [label, description]]) => ({ value, label, description }));
  const against = Object.entries(AGAINST).map(([value, label]) => ({ value, label }));
  return (
    <div className="ac-filter-bar">
      <div className="ac-filter-row">
        <FormField label="From">
          <Select
            selectedOption={from ? option(from) : null}
            options={[...months].reverse().map(option)}
            onChange={({ detail }) => {
              const first = detail.selectedOption.value ?? null;
              change({ from: first, to: first && to && first > to ? first : to });
            }}
          />
        </FormField>
        <FormField label="To">
          <Select
            selectedOption={to ? option(to) : null}
            options={[...months].reverse().map(option)}
            onChange={({ detail }) => {
              const last = detail.selectedOption.value ?? null;
              change({ to: last, from: last && from && from > last ? last : from });
            }}
          />
        </FormField>
        <FormField label="Cost">
          <Select
            selectedOption={costs.find((one) => one.value === view.question.cost) ?? null}
            options={costs}
            expandToViewport
            onChange={({ detail }) => change({ cost: detail.selectedOption.value === "effective" ? null : (detail.selectedOption.value as Cost) })}
          />
        </FormField>
        <FormField label="Compared with">
          <Select
            selectedOption={against.find((one) => one.value === view.against) ?? null}
            options={against}
            onChange={({ detail }) => change({ against: detail.selectedOption.value === "month" ? null : (detail.selectedOption.value ?? null) })}
          />
        </FormField>
        {currencies.length > 1 && (
          <FormField label="Currency">
            <Select
              selectedOption={{ value: view.currency ?? currencies[0], label: view.currency ?? currencies[0] }}
              options={currencies.map((value) => ({ value, label: value }))}
              onChange={({ detail }) => change({ currency: detail.selectedOption.value ?? null })}
            />
          </FormField>
        )}
      </div>
      <div className="ac-conditions">
        <Conditions question={view.question} change={(filter) => setSearch(writeFilter(search, filter), { replace: true })} />
        <SavedViews />
      </div>
      <Box>
        <span aria-live="polite">
        {whole ? `${whole.words}: ${totalWords(whole)}.` : " "}
        </span>
      </Box>
    </div>
  );
}

/** Each currency by itself. */
function totalWords({ totals, question }: Report): string {
  const all = Object.entries(totals).map(([currency, costs]) => amount(costs?.[question.cost] ?? "0", currency));
  return all.length === 0 ? "nothing" : all.join(" and ");
}

/** Filters by any field; which values there are is asked once the field is chosen. */
function Conditions({ question, change }: { question: Question; change: (filter: Question["filter"]) => void }) {
  const [field, setField] = useState<string | null>(null);
  const values = useCostReport({ ...question, filter: [], by: [field ?? "service"] }, field !== null);
  const options = (values.data?.rows ?? []).map((row) => ({ propertyKey: field ?? "", value: shown(field ?? "", row.values[field ?? ""] ?? "") }));
  const query: PropertyFilterProps.Query = {
    operation: "and",
    tokens: question.filter.map((one) => ({
      propertyKey: one.field,
      operator: one.not ? "!=" : "=",
      value: one.is.map((value) => shown(one.field, value)),
    })),
  };
  return (
    <PropertyFilter
      query={query}
      onChange={({ detail }) =>
        change(
          detail.tokens.flatMap((token) => {
            const key = token.propertyKey;
            if (!key) return [];
            const chosen = (Array.isArray(token.value) ? token.value : [token.value]).map(String);
            return [{ field: key, is: chosen.map((text) => meant(key, text)), not: token.operator === "!=" }];
          }),
        )
      }
      filteringProperties={Object.entries(FIELDS).map(([key, propertyLabel]) => ({
        key,
        propertyLabel,
        groupValuesLabel: `Values of ${propertyLabel.toLowerCase()}`,
        operators: ["=", "!="].map((operator) => ({ operator, tokenType: "enum" })),
        defaultOperator: "=",
      }))}
      filteringOptions={options.filter((one, index) => options.findIndex((other) => other.value === one.value) === index)}
      filteringStatusType={field !== null && values.isPending ? "loading" : "finished"}
      filteringLoadingText="Reading what there is"
      filteringEmpty="There is nothing of it"
      onLoadItems={({ detail }) => setField(detail.filteringProperty?.key ?? null)}
      filteringPlaceholder="Filter by service, environment, region, usage type or anything else"
      filteringAriaLabel="Filter costs"
      disableFreeTextFiltering
      hideOperations
      expandToViewport
    />
  );
}

interface Saved {
  views: { name: string; search: string }[];
}

/** What stands in the page's address now. */
const address = () => window.location.hash.split("?")[1] ?? "";

/** Views that were given a name; they are kept on this computer. */
const SavedViews = memo(function SavedViews() {
  const [kept, keep] = useKept<Saved>("cost-views", { views: [] });
  const [naming, setNaming] = useState<string | null>(null);
  const known = kept.views.some((one) => one.name === naming?.trim());
  const save = () => {
    const name = (naming ?? "").trim();
    if (name === "") return;
    keep({ views: [...kept.views.filter((one) => one.name !== name), { name, search: address() }].sort((a, b) => a.name.localeCompare(b.name)) });
    setNaming(null);
  };
  return (
    <>
      <ButtonDropdown
        expandToViewport
        items={[
          { id: "save", text: "Save this view…", iconName: "add-plus" },
          ...(kept.views.length > 0
            ? [
                { id: "open", text: "Open", items: kept.views.map(({ name }) => ({ id: `open:${name}`, text: name })) },
                { id: "delete", text: "Delete", items: kept.views.map(({ name }) => ({ id: `delete:${name}`, text: `Delete ${name}` })) },
              ]
            : []),
        ]}
        onItemClick={({ detail }) => {
          const [what, name] = [detail.id.split(":", 1)[0], detail.id.slice(detail.id.indexOf(":") + 1)];
          if (what === "save") setNaming("");
          else if (what === "open") go(`/costs?${kept.views.find((one) => one.name === name)?.search ?? ""}`);
          else keep({ views: kept.views.filter((one) => one.name !== name) });
        }}
      >
        Views
      </ButtonDropdown>
      <Modal
        visible={naming !== null}
        header="Save this view"
        onDismiss={() => setNaming(null)}
        footer={
          <DialogFooter>
            <Button variant="link" onClick={() => setNaming(null)}>
              Cancel
            </Button>
            <Button variant="primary" onClick={save}>
              {known ? "Replace" : "Save"}
            </Button>
          </DialogFooter>
        }
      >
        <FormField label="Name" constraintText={known ? "There is one by this name; it is replaced." : "Months, cost, comparison, filters and tab are kept on this computer."}>
          {/* On the way up: the way down would close the dialog, and its button behind would take the rest of the key. */}
          <Input value={naming ?? ""} onChange={({ detail }) => setNaming(detail.value)} onKeyUp={({ detail }) => detail.key === "Enter" && save()} placeholder="Staging by usage type" />
        </FormField>
      </Modal>
    </>
  );
});
