// What is asked of the ledger beyond a plain report; what was there stays until the next answer has come.
import { useQuery } from "@tanstack/react-query";
import { shell, type CostQuestion_Serialize as Question, type ImportSource_Serialize as Source, type Span_Serialize as Span } from "../../ipc/client";
import { costReport, useAsked, type Ask } from "../../ipc/queries";
import { compared, type Against, type Tab } from "./view";

/** Before and after; the engine's own default where no months are chosen. */
function sides({ from, to }: Question, against: Against): [Span | null, Span | null] {
  if (from === null || to === null) return [null, null];
  const { before, after } = compared({ from, to }, against);
  return [before, after];
}

/** Grouping changes nothing of these answers, so another one asks nothing anew. */
const ungrouped = (question: Question): Question => ({ ...question, by: [] });

function overview(page: Question) {
  const question = { ...ungrouped(page), from: null };
  return { queryKey: ["costs", "overview", question], queryFn: () => shell.costsOverview(question, question.to) };
}
function whole<T>(name: string, page: Question, ask: (question: Question) => Promise<T>) {
  const question = ungrouped(page);
  return { queryKey: ["costs", name, question], queryFn: () => ask(question) };
}
const compare = (question: Question, against: Against) => ({ queryKey: ["costs", "compare", question, against], queryFn: () => shell.costsCompare(question, ...sides(question, against)) });
const trend = (page: Question) => whole("trend", page, (question) => shell.costsTrend(question));

/** What a tab asks first. */
export const ahead = (tab: Tab, question: Question, against: Against): Ask<unknown>[] =>
  tab === "breakdown" ? [costReport(question), ...(against === "off" ? [] : [compare(question, against)])]
  : tab === "trend" ? [trend(question)]
  : [];

export const useOverview = (page: Question) => useAsked(overview(page));
export const useDrivers = (question: Question, against: Against) =>
  useAsked({ queryKey: ["costs", "drivers", question, against], queryFn: () => shell.costsDrivers(question, ...sides(question, against)) }, against !== "off");
export const useCompare = (question: Question, against: Against) => useAsked(compare(question, against), against !== "off");
export const useTrend = (page: Question) => useAsked(trend(page));
export const useCommitments = (page: Question) => useAsked(whole("commitments", page, (question) => shell.costsCommitments(question)));
/** Before and after sharing out; of the question, months, filters and cost count. */
export const useAllocated = ({ from, to, filter, cost }: Question) => useAsked({ queryKey: ["costs", "allocated", { from, to, filter, cost }], queryFn: () => shell.costsAllocated({ by: [], from, to, filter, cost }) });
export const useWaste = (page: Question) => useAsked(whole("waste", page, (question) => shell.costsWaste(question)));
export const useEstimates = (question: Question) => useAsked({ queryKey: ["costs", "estimates", question.to, question.cost], queryFn: () => shell.costsEstimates(question.to, question.cost) });
export const useUnits = (page: Question) => useAsked(whole("units", page, (question) => shell.costsUnits(question)));
export const useSupport = (page: Question) => useAsked(whole("support", page, (question) => shell.costsSupport(question)));

/** The Data Exports of an account; asked of AWS, free, and only once a person wants costs from there. */
export const useExports = (account: string) => useQuery({ queryKey: ["exports", account], queryFn: () => shell.costsExports(account), staleTime: 0, gcTime: 0, retry: false });
/** What a sync would cost; looking at what an export has delivered is itself metered, so it is asked once. */
export const useQuote = (source: Source) => useQuery({ queryKey: ["costs", "quote", source], queryFn: () => shell.costsSyncQuote(source), gcTime: 0, retry: false });
export const useSpend = () => useQuery({ queryKey: ["costs", "spend"], queryFn: () => shell.costsSpend() });
