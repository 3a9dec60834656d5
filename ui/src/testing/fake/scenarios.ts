// States of the program that a browser is shown, chosen by `?scenario=` in the address.
import type { UiError_Serialize as UiError } from "../../ipc/bindings";

export interface Scenario {
  /** The three doors were not passed yet. */
  first?: true;
  /** Nothing was launched yet. */
  empty?: true;
  /** The store cannot be opened. */
  problem?: UiError;
  /** The draft has an error in nearly every step. */
  wrong?: true;
  /** A check stops the launch. */
  refused?: true;
  /** Every launch has at least this many events. */
  events?: number;
  /** AWS accounts were added: each kind of session, and one that is refused. */
  accounts?: true;
  /** The system opens no browser. */
  browserless?: true;
  /** A line of the audit trail was changed. */
  damaged?: true;
  /** An import of costs is halfway. */
  importing?: true;
  /** Costs of one month only, and no budget. */
  oneMonth?: true;
  /** Costs of three years of a larger platform. */
  years?: true;
  /** Costs in dollars and in euros. */
  currencies?: true;
  /** Every question about environments fails, and every one about costs. */
  failing?: true;
}

const problem = (code: UiError["code"], message: string, hint: string): UiError => ({ code, message, hint, fields: null, retryable: false, requestId: null });

// Words of the keychain and store crates.
const keychain = problem(
  "keychain_unavailable",
  "Array Console keeps the key of its local store and the secrets of accounts in your keyring (the Secret Service), which cannot be reached.",
  "No Secret Service is running: install gnome-keyring or KWallet and sign in to a desktop session. Then try again. Until then you can practise without saving.",
);
const damaged = problem(
  "store_damaged",
  "The local store /home/ada/.local/share/array-console/store.db is damaged: file is not a database.",
  "Quit Array Console and put back a copy: the newest backup lies beside the file. Or move the file aside and start with a new one, or practise without saving. Nothing in AWS is affected.",
);

export const SCENARIOS = {
  full: {},
  first: { first: true },
  empty: { empty: true },
  wrong: { wrong: true },
  refused: { refused: true },
  many: { events: 2000 },
  failing: { failing: true },
  importing: { importing: true },
  oneMonth: { oneMonth: true },
  years: { years: true },
  currencies: { currencies: true },
  accounts: { accounts: true },
  browserless: { accounts: true, browserless: true },
  tampered: { accounts: true, damaged: true },
  keychain: { first: true, problem: keychain },
  damaged: { first: true, problem: damaged },
} satisfies Record<string, Scenario>;

const THEMES = ["system", "light", "dark"] as const;

/** The scenario and the settings that the address asks for. */
export function asked(search: string) {
  const query = new URLSearchParams(search);
  const name = query.get("scenario") ?? "full";
  if (!(name in SCENARIOS)) throw new Error(`there is no scenario ${name}: ${Object.keys(SCENARIOS).join(", ")}`);
  return {
    scenario: SCENARIOS[name as keyof typeof SCENARIOS] as Scenario,
    theme: THEMES.find((one) => one === query.get("theme")) ?? "system",
    density: query.get("density") === "compact" ? ("compact" as const) : ("comfortable" as const),
    /** Milliseconds that a ledger, or a report over years, takes in the shell. */
    delay: Number(query.get("delay") ?? 5),
    /** Milliseconds that a launch takes. */
    lasts: Number(query.get("lasts") ?? 1200),
  };
}
