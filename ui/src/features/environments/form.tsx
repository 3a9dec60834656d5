import FormField from "@cloudscape-design/components/form-field";
import { createContext, useContext, type ReactNode } from "react";
import type { EnvironmentFile, LedgerFigures, Problem } from "../../ipc/client";
import { isFixed, runsWith } from "./running";
import { within } from "./step-list";
import { wordsOf } from "./words";

/** What every field of the wizard needs. */
export interface Form {
  file: EnvironmentFile;
  /** Where it is to run: its figures are of this account. */
  account: string;
  /** What runs, where the file is to change it; null for a new environment. */
  running: EnvironmentFile | null;
  change: (edit: (file: EnvironmentFile) => void) => void;
  problems: Problem[];
  /** Of the file as it stands; absent while an error keeps them from being made. */
  figures: LedgerFigures | null;
  /** Shows the errors of fields that were left, or of all after Next. */
  shown: (path: string) => boolean;
  leave: (path: string) => void;
  /** The help panel follows the field that is worked on. */
  explain: (path: string) => void;
  /** Fields that decide what is pointed at in the ledger. */
  marked: readonly string[];
}

export const FormContext = createContext<Form | null>(null);

export function useForm(): Form {
  const form = useContext(FormContext);
  if (!form) throw new Error("A field stands outside of the wizard.");
  return form;
}

/** True where the environment runs with this answer and keeps it. */
export const useFixed = (path: string) => useForm().running !== null && isFixed(path);

/** The id by which the list of errors focuses a field. */
export const fieldId = (path: string) => `field-${path.replace(/[^a-z0-9]/gi, "-")}`;

export interface FieldProps {
  path: string;
  /** Where the field is called otherwise than everywhere: `Zone 1`. */
  label?: string;
  description?: ReactNode;
  /** What it takes, where that depends on other answers. */
  constraint?: ReactNode;
  children?: ReactNode;
}

/** Label, constraint, and what validation says of the field and everything below it. */
export function Field({ path, label, description, constraint, children }: FieldProps) {
  const { file, running, problems, shown, marked, explain } = useForm();
  const words = wordsOf(path);
  const mine = problems.filter((problem) => problem.field === path || problem.field.startsWith(`${path}[`));
  const error = shown(path) ? mine.find((problem) => problem.severity === "error") : undefined;
  const warning = mine.find((problem) => problem.severity === "warning");
  const say = (problem: Problem | undefined) => problem && [problem.message, problem.hint].filter(Boolean).join(" ");
  const fixed = useFixed(path);
  const before = running && runsWith(path, running, file);
  const decides = marked.some((one) => within(path, one) || within(one, path));
  return (
    <div data-field={path} className={decides ? "ac-field ac-marked" : "ac-field"} onFocus={() => explain(path)}>
      <FormField
        label={label ?? words.label}
        description={before === null ? description : `Runs now with ${before}.`}
        constraintText={fixed ? "It runs with this: it cannot be changed any more." : (constraint ?? words.constraint)}
        errorText={say(error)}
        warningText={error ? undefined : say(warning)}
        controlId={fieldId(path)}
      >
        {children}
      </FormField>
    </div>
  );
}
