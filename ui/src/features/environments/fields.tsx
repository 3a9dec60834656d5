import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import TokenGroup from "@cloudscape-design/components/token-group";
import Toggle from "@cloudscape-design/components/toggle";
import { useState } from "react";
import { Field, fieldId, useFixed, useForm, type FieldProps } from "./form";
import { at, put } from "./paths";
import { changeWords, useChange } from "./what-if";
import { wordsOf } from "./words";

type Bound = Omit<FieldProps, "children">;

/** What stands in the file at a path, and how to write it. */
function useField<T>(path: string): [T, (value: T) => void] {
  const { file, change } = useForm();
  return [at(file, path) as T, (value) => change((copy) => put(copy, path, value))];
}

export function TextField(field: Bound) {
  const { leave } = useForm();
  const [value, write] = useField<string>(field.path);
  const readOnly = useFixed(field.path);
  return (
    <Field {...field}>
      <Input
        readOnly={readOnly}
        controlId={fieldId(field.path)}
        value={value}
        placeholder={wordsOf(field.path).example}
        spellcheck={false}
        onChange={({ detail }) => write(detail.value)}
        onBlur={() => leave(field.path)}
      />
    </Field>
  );
}

export function NumberField({ unit, ...field }: Bound & { unit?: string }) {
  const { leave } = useForm();
  const [value, write] = useField<number>(field.path);
  // What is being typed may not be a number yet; the file keeps the last one that was.
  const [typed, setTyped] = useState<string | null>(null);
  const label = field.label ?? wordsOf(field.path).label;
  return (
    <Field {...field} label={unit ? `${label} (${unit})` : label}>
      <Input
        controlId={fieldId(field.path)}
        type="number"
        inputMode="numeric"
        value={typed ?? String(value)}
        onChange={({ detail }) => {
          setTyped(detail.value);
          const number = Number(detail.value);
          if (detail.value !== "" && Number.isInteger(number) && number >= 0 && number <= 4_294_967_295) write(number);
        }}
        onBlur={() => {
          setTyped(null);
          leave(field.path);
        }}
      />
    </Field>
  );
}

/** A switch that tells what turning it over would cost. */
export function ToggleField({ turned, ...field }: Bound & { turned?: (on: boolean) => void }) {
  const [on, write] = useField<boolean>(field.path);
  const change = useChange(field.path, !on);
  return (
    <Field {...field}>
      <Toggle
        controlId={fieldId(field.path)}
        checked={on}
        description={change ? `${on ? "Turning it off" : "Turning it on"}: ${changeWords(change)}` : " "}
        onChange={({ detail }) => (turned ? turned(detail.checked) : write(detail.checked))}
      >
        {on ? "On" : "Off"}
      </Toggle>
    </Field>
  );
}

export interface Choice {
  value: string;
  label?: string;
  description?: string;
  /** At the right: the price. */
  labelTag?: string;
  tags?: string[];
  disabled?: boolean;
}

interface ChoiceProps extends Bound {
  choices: Choice[];
  searchable?: boolean;
  chosen?: (value: string) => void;
}

export function ChoiceField({ choices, searchable, chosen, ...field }: ChoiceProps) {
  const { leave } = useForm();
  const [value, write] = useField<string | number>(field.path);
  const options = choices.map((choice) => ({ ...choice, label: choice.label ?? choice.value }));
  const number = typeof value === "number";
  const readOnly = useFixed(field.path);
  const choose = chosen ?? ((text: string) => write(number ? Number(text) : text));
  return (
    <Field {...field}>
      <Select
        controlId={fieldId(field.path)}
        readOnly={readOnly}
        options={options}
        filteringType={searchable ? "auto" : "none"}
        filteringPlaceholder="Find"
        filteringAriaLabel={`Find in ${field.label ?? wordsOf(field.path).label}`}
        empty="Nothing by that name"
        triggerVariant="option"
        selectedOption={
          options.find((option) => option.value === String(value)) ?? { value: String(value), label: String(value) }
        }
        onChange={({ detail }) => choose(detail.selectedOption.value ?? "")}
        onBlur={() => leave(field.path)}
      />
    </Field>
  );
}

/** A list of texts: type one and press Enter, or paste several with commas; or pick them one by one. */
export function ListField({ choices, ...field }: Bound & { choices?: Choice[] }) {
  const { leave } = useForm();
  const [values, write] = useField<string[]>(field.path);
  const [typed, setTyped] = useState("");
  const { label, example } = wordsOf(field.path);
  const add = (text: string) => {
    const more = text.split(/[,\s]+/).filter(Boolean);
    if (more.length > 0) write([...values, ...more]);
    setTyped("");
    leave(field.path);
  };
  const about = (value: string) => {
    const known = choices?.find((choice) => choice.value === value);
    return { description: known?.description, labelTag: known?.labelTag };
  };
  return (
    <Field {...field}>
      <SpaceBetween size="xxs">
        {choices ? (
          <Select
            controlId={fieldId(field.path)}
            filteringType="auto"
            filteringPlaceholder="Find by name, vCPU, memory or price"
            filteringAriaLabel={`Find in ${label}`}
            placeholder={example}
            empty="Nothing by that name"
            selectedOption={null}
            options={choices
              .filter((choice) => !values.includes(choice.value))
              .map((choice) => ({ ...choice, label: choice.label ?? choice.value }))}
            onChange={({ detail }) => add(detail.selectedOption.value ?? "")}
          />
        ) : (
          <Input
            controlId={fieldId(field.path)}
            value={typed}
            placeholder={example && `${example}, then Enter`}
            spellcheck={false}
            onChange={({ detail }) => setTyped(detail.value)}
            onKeyDown={(event) => {
              if (event.detail.key !== "Enter") return;
              event.preventDefault();
              add(typed);
            }}
            onBlur={() => add(typed)}
          />
        )}
        <TokenGroup
          alignment={choices ? "vertical" : "horizontal"}
          items={values.map((value) => ({ label: value, dismissLabel: `Remove ${value}`, ...about(value) }))}
          onDismiss={({ detail }) => write(values.filter((_, index) => index !== detail.itemIndex))}
        />
      </SpaceBetween>
    </Field>
  );
}
