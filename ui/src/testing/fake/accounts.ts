// Accounts as browsers are played them, from what the real engine answered over recorded answers of AWS.
import type { commands as Commands, AccountRow_Serialize as AccountRow, CodeAsked, Plan_Serialize as Plan, RotationMoved, UiError_Serialize as UiError } from "../../ipc/bindings";
import { recorded } from "./recorded";
import type { Scenario } from "./scenarios";

export interface AccountsWorld {
  accounts: AccountRow[];
  question: CodeAsked;
}

export async function beginAccounts(scenario: Scenario): Promise<AccountsWorld> {
  const rows = scenario.accounts ? (await recorded("accounts")).rows : [];
  return { accounts: rows.map(asOfNow), question: null };
}

/** A session that a code was given for, with some time left at this moment. */
function asOfNow(row: AccountRow): AccountRow {
  const left = { prod: 42, release: 11 }[row.account.name];
  if (left === undefined) return row;
  const at = Date.now();
  const identity = { accountId: "111122223333", arn: "arn:aws:sts::111122223333:assumed-role/Operate/array-console", asOfMs: at };
  return { account: { ...row.account, identity, usedAtMs: at, trouble: null }, session: { kind: "signedIn", untilMs: at + left * 60_000, renews: false } };
}

type Names = "accountsList" | "accountProfiles" | "accountAdd" | "accountCheck" | "accountSignIn" | "accountSignOut" | "accountRemove" | "accountRotate" | "keysFromClipboard" | "keysFromFile" | "keysDrop" | "signInBegin" | "signInOpen" | "signInFinish" | "signInCancel" | "portalRoles" | "codeQuestion" | "codeAnswer";
type Answer<T> = { status: "ok"; data: T } | { status: "error"; error: UiError };

interface Shell<W> {
  answer: <T>(work: (world: W) => T | Promise<T>) => Promise<Answer<T>>;
  refuse: (detail: UiError) => Error;
  asked: (question: CodeAsked) => void;
  moved: (moved: RotationMoved) => void;
}

const refusal = (code: UiError["code"], message: string, hint: string, fields: UiError["fields"] = null): UiError => ({ code, message, hint, fields, retryable: false, requestId: null });
const wrong = (field: string, message: string, hint: string) => ({ code: "account", severity: "error" as const, field, line: null, column: null, message, hint });
const wait = (ms: number) => new Promise((done) => setTimeout(done, ms));

/** The same plan, in an account that was added. */
export function inAccount(plan: Plan, accounts: AccountRow[], name: string): Plan {
  const row = accounts.find((one) => one.account.name === name);
  if (!row) return plan;
  return { ...plan, account: { ...plan.account, name, number: row.account.identity?.accountId ?? "111122223333", practice: false } };
}

export function accountCommands<W extends AccountsWorld>({ answer, refuse, asked, moved }: Shell<W>): Pick<typeof Commands, Names> {
  let codeGiven: ((code: string | null) => void) | null = null;
  let cancel: (() => void) | null = null;
  const find = (world: W, name: string) => {
    const row = world.accounts.find((one) => one.account.name === name);
    if (!row) throw refuse(refusal("not_found", `There is no account \`${name}\`.`, "It may have been removed by another window or command."));
    return row;
  };
  const begin = async (startUrl: string) => {
    if (!startUrl.startsWith("https://")) throw refuse(refusal("invalid_input", "Nobody can sign in there.", "", [wrong("startUrl", `\`${startUrl}\` is no start URL.`, "It looks like https://NAME.awsapps.com/start.")]));
    return { ...(await recorded("accounts")).signIn, id: "sign-in", opened: true, expiresAtMs: Date.now() + 600_000 };
  };
  return {
    accountsList: () => answer(({ accounts }) => accounts),
    accountProfiles: () => answer(async () => (await recorded("accounts")).profiles),
    accountAdd: (form) => answer((world) => {
      if (form.name === "") throw refuse(refusal("invalid_input", "The account cannot be added.", "", [wrong("name", "`` cannot be an account's name.", "Use up to 40 letters, digits, dashes, dots and underscores.")]));
      if (world.accounts.some((row) => row.account.name === form.name)) throw refuse(refusal("already_exists", `There is an account \`${form.name}\` already.`, "Choose another name, or remove that one first."));
      const { name, way, region, colour } = form;
      const nothing = { externalId: null, mfaSerial: null, durationSeconds: null };
      const roles = form.roles.map((role) => ({ ...nothing, ...role }) as AccountRow["account"]["roles"][number]);
      const endpoint = form.endpoint ?? null;
      const wayIn = way.kind === "keys" ? { kind: "keys" as const, keyId: "AKIAIOSFODNN7EXAMPLE" } : way;
      const account = { name, wayIn, roles, region, endpoint, colour, identity: null, addedAtMs: Date.now(), usedAtMs: null, trouble: null };
      world.accounts = [...world.accounts, { account, session: { kind: "untried" as const } }].sort((a, b) => a.account.name.localeCompare(b.account.name));
      return account;
    }),
    accountCheck: (name) => answer(async (world) => {
      const row = find(world, name);
      const { reports } = await recorded("accounts");
      const asksCode = row.account.roles.some((role) => role.mfaSerial !== null);
      if (asksCode) {
        world.question = { id: "question", account: name, device: row.account.roles[0]?.mfaSerial ?? "" };
        asked(world.question);
        const code = await new Promise<string | null>((given) => (codeGiven = given));
        world.question = null;
        asked(null);
        if (code === null) return reports.declined;
      }
      const report = row.account.trouble ? reports.refused : reports.worked;
      if (report.identity) {
        row.account = { ...row.account, identity: report.identity, usedAtMs: Date.now(), trouble: null };
        row.session = asksCode ? { kind: "signedIn", untilMs: Date.now() + 3_600_000, renews: false } : { kind: "signedIn", untilMs: null, renews: true };
      }
      return report;
    }),
    accountSignIn: (name) => answer(async (world) => {
      const { wayIn } = find(world, name).account;
      const { choices } = (await recorded("accounts")).profiles;
      const ofProfile = wayIn.kind === "profile" && choices.find((one) => one.name === wayIn.profile)?.portal;
      const portal = wayIn.kind === "singleSignOn" ? wayIn.portal : ofProfile;
      return portal ? begin(portal.startUrl) : null;
    }),
    accountSignOut: (name) => answer(async (world) => {
      find(world, name).session = { kind: "signedOut" };
      return (await recorded("accounts")).gone;
    }),
    accountRemove: (name) => answer((world) => {
      find(world, name);
      world.accounts = world.accounts.filter((row) => row.account.name !== name);
      return [`The account \`${name}\` in the local store.`];
    }),
    accountRotate: (name) => answer(async (world) => {
      const row = find(world, name);
      for (const step of ["create", "verify", "switch", "deleteOld"] as const) {
        moved({ account: name, step });
        await wait(30);
      }
      row.account = { ...row.account, wayIn: { kind: "keys", keyId: "AKIAI44QH8DHBEXAMPLE" } };
      return { oldKeyId: "AKIAIOSFODNN7EXAMPLE", newKeyId: "AKIAI44QH8DHBEXAMPLE", oldDeleted: true };
    }),
    keysFromClipboard: () => answer(() => ({ handle: "held", keyId: "AKIA…MPLE", file: null, clipboardCleared: true })),
    keysFromFile: () => answer(() => {
      throw refuse(refusal("invalid_input", "The file /home/ada/notes.txt was read. No access keys are in it.", "Give the key ID and its secret on two lines, AWS's accessKeys.csv, lines of a credentials file, or export AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY."));
    }),
    keysDrop: () => answer(() => null),
    signInBegin: (startUrl) => answer(() => begin(startUrl)),
    signInOpen: () => answer(() => true),
    // A test confirms in the portal's place.
    signInFinish: () => answer(() => new Promise<boolean>((done) => {
      cancel = () => done(false);
      window.addEventListener("array-portal-confirms", () => done(true), { once: true });
    })),
    signInCancel: () => answer(() => {
      cancel?.();
      return null;
    }),
    portalRoles: () => answer(async () => (await recorded("accounts")).offers),
    codeQuestion: () => answer(({ question }) => question),
    codeAnswer: (_, code) => answer(() => {
      codeGiven?.(code);
      return null;
    }),
  };
}
