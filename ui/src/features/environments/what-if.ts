// What another answer would cost: the ledger of the file with that answer, beside the one of the file.
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useDeferredValue, useMemo } from "react";
import { money } from "../../components/format";
import { shell, type EnvironmentFile } from "../../ipc/client";
import { keys } from "../../ipc/queries";
import { useForm } from "./form";
import { at, put } from "./paths";

export const ledgerOf = (file: EnvironmentFile, account: string) => ({
  queryKey: keys.ledger(file, account),
  queryFn: () => shell.environmentLedger(file, account),
  placeholderData: keepPreviousData,
  gcTime: 10_000,
  staleTime: Infinity,
});

export interface Change {
  micros: number;
  minutes: number;
  resources: number;
  /** False where one of the two has something unpriced that the other has not. */
  whole: boolean;
}

/** The difference that an answer would make; null while it is not known. */
export function useChange(path: string, value: unknown): Change | null {
  const { file, account } = useForm();
  // Keys go first: alternatives are priced once the typing pauses.
  const settled = useDeferredValue(file);
  const other = useMemo(() => {
    const copy = structuredClone(settled);
    put(copy, path, value);
    return copy;
  }, [settled, path, value]);
  const now = useQuery(ledgerOf(settled, account)).data?.figures;
  const then = useQuery({ ...ledgerOf(other, account), enabled: at(settled, path) !== value }).data?.figures;
  if (!now || !then || at(settled, path) === value) return null;
  return {
    micros: then.monthlyMicros - now.monthlyMicros,
    minutes: then.minutes - now.minutes,
    resources: then.resources - now.resources,
    whole: then.unpriced.length === now.unpriced.length,
  };
}

const signed = (number: number, text: string) => `${number < 0 ? "-" : "+"}${text}`;

/** `+$32.85 a month, +2 min`; what stays as it is is not told. */
export function changeWords({ micros, minutes, resources, whole }: Change): string {
  const cost = micros === 0 ? "no change in cost" : `${signed(micros, money(Math.abs(micros)))} a month`;
  return [
    whole ? cost : `${cost} and something unpriced`,
    ...(minutes === 0 ? [] : [`${signed(minutes, `${Math.abs(minutes)} min`)} to launch`]),
    ...(resources === 0
      ? []
      : [`${signed(resources, String(Math.abs(resources)))} ${Math.abs(resources) === 1 ? "resource" : "resources"}`]),
  ].join(", ");
}
