import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import TokenGroup from "@cloudscape-design/components/token-group";
import Toggle from "@cloudscape-design/components/toggle";
import { createContext, useContext, useState, type ReactNode } from "react";
import type { EnvironmentFile, Problem } from "../../ipc/client";

/** What every field of the wizard needs. */
export interface Form {
  file: EnvironmentFile;
  change: (edit: (file: EnvironmentFile) => void) => void;
  problems: Problem[];
  /** Shows the errors of fields that were left, or of all after Next. */
  shown: (path: string) => boolean;
  leave: (path: string) => void;
}

export const FormContext = createContext<Form | null>(null);

export function useForm(): Form {
  const form = useContext(FormContext);
  if (!form) throw new Error("A field stands outside of the wizard.");
  return form;
}

/** The id by which the list of errors focuses a field. */
export const fieldId = (path: string) => `field-${path.replace(/[^a-z0-9]/gi, "-")}`;

interface FieldProps {
  path: string;
  label: string;
  description?: ReactNode;
  constraint?: ReactNode;
  children?: ReactNode;
}

/** Label, constraint, and what validation says of the field and everything below it. */
export function Field({ path, label, description, constraint, children }: FieldProps) {
  const { problems, shown } = useForm();
  const mine = problems.filter((problem) => problem.field === path || problem.field.startsWith(`${path}[`));
  const error = shown(path) ? mine.find((problem) => problem.severity === "error") : undefined;
  const warning = mine.find((problem) => problem.severity === "warning");
  const say = (problem: Problem | undefined) => problem && [problem.message, problem.hint].filter(Boolean).join(" ");
  return (
    <div data-field={path}>
      <FormField label={label} description={description} constraintText={constraint} errorText={say(error)} warningText={error ? undefined : say(warning)} controlId={fieldId(path)}>
        {children}
      </FormField>
    </div>
  );
}

type Get<T> = (file: EnvironmentFile) => T;
type Put<T> = (file: EnvironmentFile, value: T) => void;

interface BoundProps<T> extends Omit<FieldProps, "children"> {
  get: Get<T>;
  put: Put<T>;
}

export function TextField({ get, put, placeholder, ...field }: BoundProps<string> & { placeholder?: string }) {
  const form = useForm();
  return (
    <Field {...field}>
      <Input controlId={fieldId(field.path)} value={get(form.file)} placeholder={placeholder}
        onChange={({ detail }) => form.change((file) => put(file, detail.value))} onBlur={() => form.leave(field.path)} />
    </Field>
  );
}

export function NumberField({ get, put, unit, ...field }: BoundProps<number> & { unit?: string }) {
  const form = useForm();
  // What is being typed may not be a number yet; the file keeps the last one that was.
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <Field {...field} label={unit ? `${field.label} (${unit})` : field.label}>
      <Input controlId={fieldId(field.path)} type="number" inputMode="numeric" value={typed ?? String(get(form.file))}
        onChange={({ detail }) => {
          setTyped(detail.value);
          const number = Number(detail.value);
          if (detail.value !== "" && Number.isInteger(number) && number >= 0 && number <= 4_294_967_295) form.change((file) => put(file, number));
        }}
        onBlur={() => {
          setTyped(null);
          form.leave(field.path);
        }} />
    </Field>
  );
}

export function ToggleField({ get, put, ...field }: BoundProps<boolean>) {
  const form = useForm();
  return (
    <Field {...field}>
      <Toggle controlId={fieldId(field.path)} checked={get(form.file)} onChange={({ detail }) => form.change((file) => put(file, detail.checked))}>
        {get(form.file) ? "On" : "Off"}
      </Toggle>
    </Field>
  );
}

export interface Choice {
  value: string;
  label?: string;
  description?: string;
  tags?: string[];
}

export function ChoiceField({ get, put, choices, searchable, ...field }: BoundProps<string> & { choices: Choice[]; searchable?: boolean }) {
  const form = useForm();
  const value = get(form.file);
  const options = choices.map((choice) => ({ ...choice, label: choice.label ?? choice.value }));
  return (
    <Field {...field}>
      <Select controlId={fieldId(field.path)} options={options} filteringType={searchable ? "auto" : "none"} triggerVariant="option"
        selectedOption={options.find((option) => option.value === value) ?? { value, label: value }}
        onChange={({ detail }) => form.change((file) => put(file, detail.selectedOption.value ?? ""))} onBlur={() => form.leave(field.path)} />
    </Field>
  );
}

/** A list of texts: type one and press Enter, or paste several with commas. */
export function ListField({ get, put, placeholder, choices, ...field }: BoundProps<string[]> & { placeholder?: string; choices?: Choice[] }) {
  const form = useForm();
  const [typed, setTyped] = useState("");
  const values = get(form.file);
  const add = (text: string) => {
    const more = text.split(/[,\s]+/).filter(Boolean);
    if (more.length > 0) form.change((file) => put(file, [...get(file), ...more]));
    setTyped("");
    form.leave(field.path);
  };
  return (
    <Field {...field}>
      {choices ? (
        <Select controlId={fieldId(field.path)} filteringType="auto" placeholder={placeholder} selectedOption={null}
          options={choices.filter((choice) => !values.includes(choice.value)).map((choice) => ({ ...choice, label: choice.label ?? choice.value }))}
          onChange={({ detail }) => add(detail.selectedOption.value ?? "")} />
      ) : (
        <Input controlId={fieldId(field.path)} value={typed} placeholder={placeholder} onChange={({ detail }) => setTyped(detail.value)}
          onKeyDown={(event) => {
            if (event.detail.key !== "Enter") return;
            event.preventDefault();
            add(typed);
          }}
          onBlur={() => add(typed)} />
      )}
      <TokenGroup items={values.map((value) => ({ label: value, dismissLabel: `Remove ${value}` }))}
        onDismiss={({ detail }) => form.change((file) => put(file, get(file).filter((_, index) => index !== detail.itemIndex)))} />
    </Field>
  );
}
