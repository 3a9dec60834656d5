// What the real engine answered over the practice account; tests/shell/recordings.rs writes and checks it.
import type { AccessReport_Serialize as AccessReport, AccountRow_Serialize as AccountRow, PortalAccount_Serialize as PortalAccount, Profiles_Serialize as Profiles, SignInView, Catalogue, Check_Serialize as Check, Draft_Serialize as Draft, CallAnswer_Serialize as CallAnswer, ChangePlan_Serialize as ChangePlan, EnvironmentFile, EnvironmentRow_Serialize as EnvironmentRow, EnvironmentView_Serialize as EnvironmentView, EventRow_Serialize as EventRow, JobRow_Serialize as JobRow, LaunchSnapshot_Serialize as LaunchSnapshot, Ledger_Serialize as Ledger, Plan_Serialize as Plan, Problem_Serialize as Problem, Script, Settings_Serialize as Settings, Policy, Variant } from "../../ipc/bindings";

export interface RecordedLaunch {
  snapshot: LaunchSnapshot;
  halfway: LaunchSnapshot | null;
  events: EventRow[];
  support: string;
  call: CallAnswer | null;
}

/** One other answer than the preset's, and what the ledger said then. */
export interface RecordedChange {
  field: string;
  value: string;
  monthlyMicros: number;
  minutes: number;
  resources: number;
}

export interface RecordedPreset {
  file: EnvironmentFile;
  toml: string;
  ledger: Ledger;
  changes: RecordedChange[];
}

export interface RecordedWrong extends Omit<RecordedPreset, "changes"> {
  problems: Problem[];
}

interface Recordings {
  catalogue: Catalogue;
  scripts: Script[];
  wrong: RecordedWrong;
  account: { settings: Settings; environments: EnvironmentRow[]; jobs: JobRow[]; draft: Draft };
  accounts: {
    rows: AccountRow[];
    profiles: Profiles;
    reports: { worked: AccessReport; refused: AccessReport; declined: AccessReport };
    signIn: SignInView;
    offers: PortalAccount[];
    gone: string[];
  };
  "plans/staging": Plan;
  "plans/change": ChangePlan;
  "plans/refused": Check[];
  "plans/policies": Record<Variant, Policy>;
}

const files = import.meta.glob<unknown>("../recorded/**/*.json", { import: "default" });

async function read<T>(name: string): Promise<T> {
  const load = files[`../recorded/${name}.json`];
  if (!load) throw new Error(`${name} is not recorded`);
  // A copy: what the window changes must not change the recording.
  return structuredClone(await load()) as T;
}

export const recorded = <K extends keyof Recordings>(name: K) => read<Recordings[K]>(name);
export const preset = (kind: EnvironmentFile["kind"]) => read<RecordedPreset>(`presets/${kind}`);
export const launch = (name: "staging" | "rehearsal" | "handshake" | "stuck" | "review" | "rollback" | "updated") => read<RecordedLaunch>(`launches/${name}`);
export const view = (name: "staging" | "rehearsal" | "stuck") => read<EnvironmentView>(`environments/${name}`);
