// What is asked of the ledger beyond a plain report; what was there stays until the next answer has come.
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { shell, type CostQuestion_Serialize as Question, type ImportSource_Serialize as Source, type Span_Serialize as Span } from "../../ipc/client";
import { compared, type Against } from "./view";

/** Before and after; the engine's own default where no months are chosen. */
function sides({ from, to }: Question, against: Against): [Span | null, Span | null] {
  if (from === null || to === null) return [null, null];
  const { before, after } = compared({ from, to }, against);
  return [before, after];
}

/** Grouping changes nothing of these answers, so another one asks nothing anew. */
const ungrouped = (question: Question): Question => ({ ...question, by: [] });

export function useOverview(page: Question) {
  const question = { ...ungrouped(page), from: null };
  return useQuery({ queryKey: ["costs", "overview", question], queryFn: () => shell.costsOverview(question, question.to), placeholderData: (known) => known });
}
function useUngrouped<T>(name: string, page: Question, ask: (question: Question) => Promise<T>) {
  const question = ungrouped(page);
  return useQuery({ queryKey: ["costs", name, question], queryFn: () => ask(question), placeholderData: keepPreviousData });
}

export const useDrivers = (question: Question, against: Against) =>
  useQuery({ queryKey: ["costs", "drivers", question, against], queryFn: () => shell.costsDrivers(question, ...sides(question, against)), enabled: against !== "off", placeholderData: (known) => known });
export const useCompare = (question: Question, against: Against) =>
  useQuery({ queryKey: ["costs", "compare", question, against], queryFn: () => shell.costsCompare(question, ...sides(question, against)), enabled: against !== "off", placeholderData: (known) => known });
export const useTrend = (page: Question) => useUngrouped("trend", page, (question) => shell.costsTrend(question));
export const useCommitments = (page: Question) => useUngrouped("commitments", page, (question) => shell.costsCommitments(question));
/** Before and after sharing out; of the question, months, filters and cost count. */
export const useAllocated = ({ from, to, filter, cost }: Question) => useQuery({ queryKey: ["costs", "allocated", { from, to, filter, cost }], queryFn: () => shell.costsAllocated({ by: [], from, to, filter, cost }), placeholderData: (known) => known });
export const useWaste = (page: Question) => useUngrouped("waste", page, (question) => shell.costsWaste(question));
export const useEstimates = (question: Question) => useQuery({ queryKey: ["costs", "estimates", question.to, question.cost], queryFn: () => shell.costsEstimates(question.to, question.cost), placeholderData: (known) => known });
export const useUnits = (page: Question) => useUngrouped("units", page, (question) => shell.costsUnits(question));
export const useSupport = (page: Question) => useUngrouped("support", page, (question) => shell.costsSupport(question));

/** The Data Exports of an account; asked of AWS, free, and only once a person wants costs from there. */
export const useExports = (account: string) => useQuery({ queryKey: ["exports", account], queryFn: () => shell.costsExports(account), staleTime: 0, gcTime: 0, retry: false });
/** What a sync would cost; looking at what an export has delivered is itself metered, so it is asked once. */
export const useQuote = (source: Source) => useQuery({ queryKey: ["costs", "quote", source], queryFn: () => shell.costsSyncQuote(source), gcTime: 0, retry: false });
export const useSpend = () => useQuery({ queryKey: ["costs", "spend"], queryFn: () => shell.costsSpend() });
