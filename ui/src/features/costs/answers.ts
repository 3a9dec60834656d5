// What is asked of the ledger beyond a plain report; what was there stays until the next answer has come.
import { useQuery } from "@tanstack/react-query";
import { shell, type CostQuestion_Serialize as Question, type ImportSource_Serialize as Source, type Span_Serialize as Span } from "../../ipc/client";
import { useAsked } from "../../ipc/queries";
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
  return useAsked(["costs", "overview", question], () => shell.costsOverview(question, question.to));
}
function useUngrouped<T>(name: string, page: Question, ask: (question: Question) => Promise<T>) {
  const question = ungrouped(page);
  return useAsked(["costs", name, question], () => ask(question));
}

export const useDrivers = (question: Question, against: Against) => useAsked(["costs", "drivers", question, against], () => shell.costsDrivers(question, ...sides(question, against)), against !== "off");
export const useCompare = (question: Question, against: Against) => useAsked(["costs", "compare", question, against], () => shell.costsCompare(question, ...sides(question, against)), against !== "off");
export const useTrend = (page: Question) => useUngrouped("trend", page, (question) => shell.costsTrend(question));
export const useCommitments = (page: Question) => useUngrouped("commitments", page, (question) => shell.costsCommitments(question));
/** Before and after sharing out; of the question, months, filters and cost count. */
export const useAllocated = ({ from, to, filter, cost }: Question) => useAsked(["costs", "allocated", { from, to, filter, cost }], () => shell.costsAllocated({ by: [], from, to, filter, cost }));
export const useWaste = (page: Question) => useUngrouped("waste", page, (question) => shell.costsWaste(question));
export const useEstimates = (question: Question) => useAsked(["costs", "estimates", question.to, question.cost], () => shell.costsEstimates(question.to, question.cost));
export const useUnits = (page: Question) => useUngrouped("units", page, (question) => shell.costsUnits(question));
export const useSupport = (page: Question) => useUngrouped("support", page, (question) => shell.costsSupport(question));

/** The Data Exports of an account; asked of AWS, free, and only once a person wants costs from there. */
export const useExports = (account: string) => useQuery({ queryKey: ["exports", account], queryFn: () => shell.costsExports(account), staleTime: 0, gcTime: 0, retry: false });
/** What a sync would cost; looking at what an export has delivered is itself metered, so it is asked once. */
export const useQuote = (source: Source) => useQuery({ queryKey: ["costs", "quote", source], queryFn: () => shell.costsSyncQuote(source), gcTime: 0, retry: false });
export const useSpend = () => useQuery({ queryKey: ["costs", "spend"], queryFn: () => shell.costsSpend() });
