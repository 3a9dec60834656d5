// Every question to the shell that is cached, with its key, in one place.
import { keepPreviousData, useQuery, useQueryClient, type QueryClient, type QueryKey } from "@tanstack/react-query";
import { useEffect } from "react";
import { onCodeAsked, onCostsChanged, onEnvironmentsChanged, onImportChanged, onLaunchChanged, shell, type CostQuestion, type EnvironmentFile, type Import, type JobRow, type Variant } from "./client";

export const keys = {
  info: ["info"],
  settings: ["settings"],
  catalogue: ["catalogue"],
  scripts: ["scripts"],
  environments: ["environments"],
  environment: (name: string) => ["environment", name],
  accounts: ["accounts"],
  profiles: ["profiles"],
  code: ["code"],
  drafts: ["drafts"],
  jobs: ["jobs"],
  launch: (id: string) => ["launch", id],
  launchPlan: (id: string) => ["launch-plan", id],
  failedCall: (id: string) => ["failed-call", id],
  ledger: (file: EnvironmentFile, account: string) => ["ledger", file, account],
  teardown: (name: string) => ["teardown", name],
  integrations: (name: string) => ["integrations", name],
  audit: ["audit"],
  policy: (file: EnvironmentFile, account: string, variant: Variant) => ["policy", file, account, variant],
  plan: (file: EnvironmentFile) => ["plan", file],
  imports: ["imports"],
  costMonths: ["costs", "months"],
  costReport: (question: CostQuestion) => ["costs", "report", question],
  costLines: (question: CostQuestion, most: number) => ["costs", "lines", question, most],
} as const;

export const useInfo = () => useQuery({ queryKey: keys.info, queryFn: () => shell.appInfo() });
export const useSettings = () => useQuery({ queryKey: keys.settings, queryFn: () => shell.settingsGet() });
export const useCatalogue = () => useQuery({ queryKey: keys.catalogue, queryFn: () => shell.catalogue(), staleTime: Infinity });
export const useScripts = () => useQuery({ queryKey: keys.scripts, queryFn: () => shell.failureScripts(), staleTime: Infinity });
export const useEnvironments = () => useQuery({ queryKey: keys.environments, queryFn: () => shell.environmentsList() });
export const useEnvironment = (name: string) => useQuery({ queryKey: keys.environment(name), queryFn: () => shell.environmentGet(name) });
/** Asked again now and then: arrayctl may have signed in or out meanwhile. */
export const useAccounts = () => useQuery({ queryKey: keys.accounts, queryFn: () => shell.accountsList(), refetchInterval: 30_000 });
export const useProfiles = () => useQuery({ queryKey: keys.profiles, queryFn: () => shell.accountProfiles(), staleTime: 0 });
/** AWS's question for a code of an MFA device; null while nothing is asked. */
export const useCodeQuestion = () => useQuery({ queryKey: keys.code, queryFn: () => shell.codeQuestion(), staleTime: Infinity });
export const useDrafts = () => useQuery({ queryKey: keys.drafts, queryFn: () => shell.draftsList() });
export const useJobs = () => useQuery({ queryKey: keys.jobs, queryFn: () => shell.jobsList() });
export const useLaunch = (id: string) => useQuery({ queryKey: keys.launch(id), queryFn: () => shell.launchGet(id) });
export const useLaunchPlan = (id: string) => useQuery({ queryKey: keys.launchPlan(id), queryFn: () => shell.launchPlan(id), staleTime: Infinity });
/** Asked of CloudTrail only once a person wants it, and anew with each wish: it learns of a call late. */
export const useFailedCall = (id: string, wanted: boolean) =>
  useQuery({ queryKey: keys.failedCall(id), queryFn: () => shell.launchFailedCall(id), enabled: wanted, staleTime: Infinity });

/** Imports of costs, the newest first. */
export const useImports = () => useQuery({ queryKey: keys.imports, queryFn: () => shell.costsImports() });

/** A question to the shell. */
export interface Ask<T> {
  queryKey: QueryKey;
  queryFn: () => Promise<T>;
}

/** Asked as soon as it is known what is asked, so that the answers are on their way while the page is drawn. */
export function useAhead(asked: readonly Ask<unknown>[]) {
  const client = useQueryClient();
  for (const one of asked) if (!client.getQueryState(one.queryKey)) void client.prefetchQuery(one);
}

/** What was there stays on screen until the next answer has come. */
export const useAsked = <T>(asked: Ask<T>, wanted = true) => useQuery({ ...asked, enabled: wanted, placeholderData: keepPreviousData });

/** Costs by whatever is asked. */
export const costReport = (question: CostQuestion) => ({ queryKey: keys.costReport(question), queryFn: () => shell.costsReport(question) });
export const useCostReport = (question: CostQuestion, wanted = true) => useAsked(costReport(question), wanted);
/** Environments by the name that costs have them under; none while nothing was imported. */
export function useCostEnvironments(): string[] {
  const report = useCostReport({ by: ["environment"], from: null, to: null, filter: [], cost: "effective" });
  return [...new Set((report.data?.rows ?? []).map((row) => row.values.environment ?? ""))].filter(Boolean).sort();
}
/** The line items of a figure, read back from their files. */
export const useCostLines = (question: CostQuestion, most: number) => useQuery({ queryKey: keys.costLines(question, most), queryFn: () => shell.costsLines(question, most) });
export const useCostMonths = () => useQuery({ queryKey: keys.costMonths, queryFn: () => shell.costsMonths() });

/** Tells the shell once that the first page has been painted; it notes how long the start took. */
export function useFirstPage(ready: boolean) {
  useEffect(() => {
    if (!ready) return;
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(() => void shell.firstPageShown());
    });
    return () => cancelAnimationFrame(frame);
  }, [ready]);
}

/** Keeps the cache true to what the shell tells; mounted once. */
export function useShellEvents() {
  const client = useQueryClient();
  useEffect(() => listen(client), [client]);
}

function listen(client: QueryClient): () => void {
  const refresh = () => {
    for (const queryKey of [keys.environments, ["environment"], keys.jobs]) void client.invalidateQueries({ queryKey: [...queryKey] });
  };
  const stops = [
    onLaunchChanged((snapshot) => {
      const key = keys.launch(snapshot.jobId);
      const known = client.getQueryData<typeof snapshot>(key);
      // Snapshots are whole; an older one that comes late changes nothing.
      if (!known || known.revision <= snapshot.revision) client.setQueryData(key, snapshot);
      client.setQueryData<JobRow[]>(keys.jobs, (jobs) => jobs?.map((job) => (job.jobId === snapshot.jobId ? { ...job, sentence: snapshot.sentence, percent: snapshot.percent } : job)));
      if (!known || known.state !== snapshot.state) refresh();
    }),
    onEnvironmentsChanged(refresh),
    onImportChanged((moved) => {
      client.setQueryData<Import[]>(keys.imports, (known) => placed(known ?? [], moved));
      // Months come in one after another; figures follow them.
      if (moved.state !== "running") void client.invalidateQueries({ queryKey: ["costs"] });
    }),
    onCostsChanged(({ figures }) => {
      void client.invalidateQueries({ queryKey: keys.imports });
      if (figures) for (const queryKey of [["costs"], keys.settings]) void client.invalidateQueries({ queryKey });
    }),
    onCodeAsked((question) => client.setQueryData(keys.code, question)),
  ];
  return () => stops.forEach((stop) => stop());
}

/** The list with an import as it is now; a new one comes first. */
const placed = (known: Import[], moved: Import) =>
  known.some((one) => one.id === moved.id) ? known.map((one) => (one.id === moved.id ? moved : one)) : [moved, ...known];
