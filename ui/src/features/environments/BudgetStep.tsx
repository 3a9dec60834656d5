import AttributeEditor from "@cloudscape-design/components/attribute-editor";
import ColumnLayout from "@cloudscape-design/components/column-layout";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { money } from "../../components/format";
import { NumberField } from "./fields";
import { Field, useForm } from "./form";
import { wordsOf } from "./words";

interface Tag {
  key: string;
  value: string;
}

export function BudgetStep() {
  const { file, figures } = useForm();
  const budget = file.budget.monthly_usd * 1_000_000;
  const beside =
    figures && budget > 0
      ? ` The estimate is ${money(figures.monthlyMicros, figures.complete)}, ${Math.round((100 * figures.monthlyMicros) / budget)}% of it.`
      : "";
  const told =
    budget > 0
      ? `${wordsOf("budget.alert_percent").constraint}. That is ${money((budget * file.budget.alert_percent) / 100)}.`
      : undefined;
  return (
    <SpaceBetween size="l">
      <Container
        header={
          <Header variant="h2" description="AWS watches it and tells the project manager; it stops nothing.">
            Budget
          </Header>
        }
      >
        <ColumnLayout columns={2}>
          <NumberField
            path="budget.monthly_usd"
            unit="US dollars"
            constraint={`${wordsOf("budget.monthly_usd").constraint}.${beside}`}
          />
          <NumberField path="budget.alert_percent" unit="percent" constraint={told} />
        </ColumnLayout>
      </Container>
      <Container
        header={
          <Header variant="h2" description="Environment, Component, Owner and ManagedBy are set by themselves.">
            Tags
          </Header>
        }
      >
        <Tags />
      </Container>
    </SpaceBetween>
  );
}

const asTable = (rows: Tag[]) => Object.fromEntries(rows.map((row) => [row.key, row.value]));

function Tags() {
  const { file, change } = useForm();
  // Rows, and not the file's table: while it is typed a key may be one that is there already.
  const [rows, setRows] = useState<Tag[]>([]);
  const stored = JSON.stringify(file.tags);
  const tags =
    JSON.stringify(asTable(rows)) === stored
      ? rows
      : Object.entries(file.tags).map(([key, value]) => ({ key, value: value ?? "" }));
  const put = (next: Tag[]) => {
    setRows(next);
    change((copy) => {
      copy.tags = asTable(next);
    });
  };
  const edit = (index: number, part: Partial<Tag>) =>
    put(tags.map((tag, at) => (at === index ? { ...tag, ...part } : tag)));
  const twice = (row: Tag) =>
    tags.filter((tag) => tag.key === row.key).length > 1 ? "This key is given twice; the last one counts." : undefined;
  return (
    <Field path="tags">
      <AttributeEditor
        items={tags}
        addButtonText="Add tag"
        removeButtonText="Remove"
        removeButtonAriaLabel={(tag) => `Remove the tag ${tag.key}`}
        empty="No further tag."
        disableAddButton={tags.some((tag) => tag.key === "")}
        onAddButtonClick={() => put([...tags, { key: "", value: "" }])}
        onRemoveButtonClick={({ detail }) => put(tags.filter((_, index) => index !== detail.itemIndex))}
        definition={[
          {
            label: "Key",
            errorText: twice,
            control: (row, index) => (
              <Input
                ariaLabel="Key"
                placeholder="CostCenter"
                value={row.key}
                onChange={({ detail }) => edit(index, { key: detail.value })}
              />
            ),
          },
          {
            label: "Value",
            control: (row, index) => (
              <Input
                ariaLabel="Value"
                placeholder="film-1207"
                value={row.value}
                onChange={({ detail }) => edit(index, { value: detail.value })}
              />
            ),
          },
        ]}
      />
    </Field>
  );
}
