// What is asked of the ledger. Commands that are still to come are named here.
import { useQuery } from "@tanstack/react-query";
import { shell, type CostQuestion_Serialize as Question } from "../../ipc/client";
import type { Commitments, Comparison, Drivers, Overview, Quality, Span, TrendAnswer, WasteList } from "./shapes";
import { compared, type Against, type Tab } from "./view";

/** What the shell does not answer yet. */
export const COMING: readonly Tab[] = ["overview", "trend", "commitments", "waste"];

interface Coming {
  costsOverview: (question: Question, month: string | null) => Promise<Overview>;
  costsDrivers: (question: Question, before: Span | null, after: Span | null) => Promise<Drivers>;
  costsCompare: (question: Question, before: Span | null, after: Span | null) => Promise<Comparison>;
  costsTrend: (question: Question) => Promise<TrendAnswer>;
  costsCommitments: (question: Question) => Promise<Commitments>;
  costsWaste: (question: Question) => Promise<WasteList>;
  costsQuality: () => Promise<Quality>;
}

const coming = shell as unknown as Coming;

/** Before and after; the engine's own default where no months are chosen. */
function sides({ from, to }: Question, against: Against): [Span | null, Span | null] {
  if (from === null || to === null) return [null, null];
  const { before, after } = compared({ from, to }, against);
  return [before, after];
}

export const useOverview = (question: Question) => useQuery({ queryKey: ["costs", "overview", question], queryFn: () => coming.costsOverview(question, question.to), enabled: !COMING.includes("overview"), placeholderData: (known) => known });
export const useDrivers = (question: Question, against: Against) =>
  useQuery({ queryKey: ["costs", "drivers", question, against], queryFn: () => coming.costsDrivers(question, ...sides(question, against)), enabled: against !== "off", placeholderData: (known) => known });
export const useCompare = (question: Question, against: Against) =>
  useQuery({ queryKey: ["costs", "compare", question, against], queryFn: () => coming.costsCompare(question, ...sides(question, against)), enabled: against !== "off", placeholderData: (known) => known });
export const useTrend = (question: Question) => useQuery({ queryKey: ["costs", "trend", question], queryFn: () => coming.costsTrend(question), placeholderData: (known) => known });
export const useCommitments = (question: Question) => useQuery({ queryKey: ["costs", "commitments", question], queryFn: () => coming.costsCommitments(question), placeholderData: (known) => known });
export const useWaste = (question: Question) => useQuery({ queryKey: ["costs", "waste", question], queryFn: () => coming.costsWaste(question), placeholderData: (known) => known });
export const useQuality = () => useQuery({ queryKey: ["costs", "quality"], queryFn: () => coming.costsQuality() });
