// The shell as browsers are played it: `vite --mode fake` puts this in the place of ipc/bindings.
import type { commands as Commands, events as Events, AppInfo_Serialize as AppInfo, Draft_Serialize as Draft, EnvironmentRow_Serialize as EnvironmentRow, JobRow_Serialize as JobRow, LaunchSnapshot_Serialize as LaunchSnapshot, Settings_Serialize as Settings, UiError_Serialize as UiError } from "../../ipc/bindings";
import { callOf, eventsOf, snapshotOf, supportOf, viewOf, waiting } from "./jobs";
import { preset, recorded } from "./recorded";
import { accountCommands, beginAccounts, inAccount, type AccountsWorld } from "./accounts";
import { accountSideCommands, beginAccountSide, type AccountSideWorld } from "./account-side";
import { beginCosts, costsCommands, importedBeside, type CostsWorld } from "./costs";
import { asked } from "./scenarios";
import { check, fromToml, ledger, plan, refusal, toToml } from "./wizard";

const { scenario, theme, density, delay, lasts } = asked(window.location.search);

interface World extends AccountsWorld, AccountSideWorld, CostsWorld {
  info: AppInfo;
  settings: Settings;
  environments: EnvironmentRow[];
  jobs: JobRow[];
  drafts: Draft[];
}

const world: Promise<World> = begin();

async function begin(): Promise<World> {
  const [account, wrong] = await Promise.all([recorded("account"), recorded("wrong")]);
  const draft: Draft = scenario.wrong ? { ...account.draft, file: wrong.file, step: 0 } : account.draft;
  return {
    info: {
      version: "0.1.0", platform: "linux", dataDir: "/home/ada/.local/share/array-console", logDir: "/home/ada/.local/share/array-console/logs",
      storage: scenario.problem ? null : "encrypted", storageProblem: scenario.problem ?? null, pricesAsOf: "2026-11-20", today: "2026-11-24",
    },
    settings: { ...account.settings, theme, density, firstStartDone: !scenario.first },
    environments: scenario.empty || scenario.first ? [] : account.environments,
    jobs: scenario.empty || scenario.first ? [] : scenario.accounts ? [...waiting(account.jobs), ...account.jobs] : account.jobs,
    ...(await beginAccounts(scenario)),
    ...beginAccountSide(),
    ...beginCosts(scenario),
    drafts: scenario.empty || scenario.first ? [] : [{ ...draft, id: "draft" }],
  };
}

const wait = (ms: number) => new Promise((done) => setTimeout(done, ms));

type Answer<T> = { status: "ok"; data: T } | { status: "error"; error: UiError };

class Refused extends Error {
  constructor(readonly detail: UiError) {
    super(detail.message);
  }
}

const missing = (what: string, id: string) => new Refused({ code: "not_found", message: `There is no ${what} \`${id}\`.`, hint: "It may have been deleted by another window or command.", fields: null, retryable: false, requestId: null });

/** A command over the world; what crosses is a copy, as over the real wire. */
async function answer<T>(work: (world: World) => T | Promise<T>): Promise<Answer<T>> {
  try {
    const now = await world;
    if (scenario.problem && now.info.storage === null) throw new Refused(scenario.problem);
    return { status: "ok", data: structuredClone(await work(now)) };
  } catch (error) {
    if (error instanceof Refused) return { status: "error", error: error.detail };
    throw error;
  }
}

/** Also while the store cannot be opened. */
const always = async <T>(work: (world: World) => T | Promise<T>): Promise<Answer<T>> => ({ status: "ok", data: structuredClone(await work(await world)) });

type Hear<T> = (event: { event: string; id: number; payload: T }) => void;
type Heard<E> = E extends { listen: (hear: (event: infer V) => void) => unknown } ? (V extends { payload: infer T } ? T : never) : never;

function channel<T>(name: string) {
  const listeners = new Set<Hear<T>>();
  return {
    say: (payload: T) => listeners.forEach((hear) => hear({ event: name, id: 0, payload: structuredClone(payload) })),
    listen: (hear: Hear<T>) => {
      listeners.add(hear);
      return Promise.resolve(() => void listeners.delete(hear));
    },
  };
}

const launchChanged = channel<Heard<typeof Events.launchChanged>>("launch-changed");
const environmentsChanged = channel<Heard<typeof Events.environmentsChanged>>("environments-changed");
const codeAsked = channel<Heard<typeof Events.codeAsked>>("code-asked");
const rotationMoved = channel<Heard<typeof Events.rotationMoved>>("rotation-moved");
const costsChanged = channel<Heard<typeof Events.costsChanged>>("costs-changed");
const importChanged = channel<Heard<typeof Events.importChanged>>("import-changed");
const dropped = channel<Heard<typeof Events.dropped>>("dropped");
const menuChosen = channel<Heard<typeof Events.menuChosen>>("menu-chosen");

/** A new launch: halfway at once, done a moment later. */
async function start(world: World, environment: string): Promise<LaunchSnapshot> {
  const known = world.jobs.find((job) => job.operation === "create" && job.state === "done") ?? (await recorded("account")).jobs.find((job) => job.state === "done");
  if (!known) throw missing("job", environment);
  const job: JobRow = { ...known, jobId: `job-${world.jobs.length + 1}`, environment, state: "running", finishedAtMs: null, actualSeconds: null };
  world.jobs.unshift(job);
  void wait(0).then(async () => launchChanged.say(await snapshotOf(job, 0)));
  void wait(lasts).then(async () => {
    job.state = "done";
    const done = await snapshotOf(job, 0);
    job.sentence = done.sentence;
    launchChanged.say(done);
    environmentsChanged.say({});
  });
  return snapshotOf(job, 0);
}

/** Refuses as the engine does. */
function held({ serviceRole }: Parameters<typeof Commands.launchUpdate>[1]) {
  if (serviceRole && !/^arn:aws[a-z-]*:iam::\d{12}:role\//.test(serviceRole))
    throw new Refused({ ...refusal([]), message: `\`${serviceRole}\` is no ARN of an IAM role, so CloudFormation cannot work as it.`, hint: "Write it like arn:aws:iam::123456789012:role/Deployer; IAM shows it on the role's page.", fields: null });
}

const jobOf = (world: World, id: string) => {
  const job = world.jobs.find((one) => one.jobId === id);
  if (!job) throw missing("job", id);
  return job;
};

export const commands: typeof Commands = {
  appInfo: () => always(({ info }) => info),
  firstPageShown: () => always(() => null),
  practiseWithoutSaving: () => always((world) => (world.info = { ...world.info, storage: "memory", storageProblem: null })),
  catalogue: () => answer(() => recorded("catalogue")),
  openLogFolder: () => answer(() => null),
  openDataFolder: () => answer(() => null),
  exportLogs: () => answer(() => "/home/ada/array-console-logs.txt"),
  settingsGet: () => answer(({ settings }) => settings),
  settingsSave: (settings) => answer((world) => (world.settings = settings as Settings)),
  failureScripts: () => always(() => recorded("scripts")),
  environmentsList: () => answer(({ environments }) => {
    if (scenario.failing) throw new Refused({ code: "internal", message: "The local store refused to read the environments.", hint: "Try again. If it stays, copy the support details and report it.", fields: null, retryable: false, requestId: null });
    return environments;
  }),
  environmentGet: (name) => answer((world) => {
    const row = world.environments.find((one) => one.name === name);
    if (!row) throw missing("environment", name);
    return viewOf(row, world.jobs);
  }),
  environmentNew: (name, kind) => answer(async () => ({ ...(await preset(kind)).file, name })),
  environmentPreset: (file, kind) => answer(async () => ({ ...(await preset(kind)).file, name: file.name, region: file.region, owner: file.owner, tags: file.tags })),
  environmentCheck: (file) => answer(() => check(file)),
  environmentLedger: (file) => answer(async () => {
    const made = await ledger(file);
    await wait(delay);
    return made;
  }),
  environmentFromToml: (text) => answer(() => fromToml(text)),
  environmentToToml: (file) => answer(() => toToml(file)),
  environmentPlan: (file, account) => answer(async (world) => {
    const errors = (await check(file)).filter((one) => one.severity === "error");
    if (errors.length > 0) throw new Refused(refusal(errors));
    return inAccount(await plan(file, scenario.refused ?? false), world.accounts, account);
  }),
  environmentChange: (file) => answer(async () => {
    const known = await recorded("plans/change");
    return { ...known, plan: { ...known.plan, environment: file.name, file } };
  }),
  environmentRecheck: (file, _account, question) => answer(async () => {
    const { checks } = await plan(file, scenario.refused ?? false);
    return checks.filter((check) => check.question === question);
  }),
  environmentPolicy: (_file, _account, variant) => answer(async () => (await recorded("plans/policies"))[variant]),
  environmentDelete: (name, typed) => answer(async (world) => {
    if (typed !== name) throw new Refused({ ...refusal([]), message: `\`${typed}\` is not the environment's name.`, hint: `Type \`${name}\` to delete it with everything in it.`, fields: null });
    const job = world.jobs.find((one) => one.operation === "delete");
    if (!job) throw missing("job", name);
    return snapshotOf(job, 0);
  }),
  environmentImport: () => answer(async () => {
    const wrong = await recorded("wrong");
    return { path: "/home/ada/staging.toml", file: wrong.file, toml: wrong.toml, problems: wrong.problems };
  }),
  environmentExport: (file) => answer(() => `/home/ada/${file.name}.toml`),
  saveText: (name) => answer(() => `/home/ada/${name}`),
  savePicture: (name) => answer(() => `/home/ada/${name}`),
  draftsList: () => answer(({ drafts }) => drafts),
  draftSave: (id, environment, file, step) => answer((world) => {
    const draft: Draft = { id: id ?? `draft-${world.drafts.length + 1}`, environment, file, step, savedAtMs: Date.now() };
    world.drafts = [draft, ...world.drafts.filter((one) => one.id !== draft.id)];
    return draft;
  }),
  draftDelete: (id) => answer((world) => {
    world.drafts = world.drafts.filter((one) => one.id !== id);
    return null;
  }),
  launchStart: (file, _account, options) => answer((world) => {
    held(options);
    return start(world, file.name);
  }),
  launchUpdate: (file, options) => answer(async (world) => {
    held(options);
    const known = (await recorded("account")).jobs.find((job) => job.environment === "review" && job.operation === "update");
    if (!known) throw missing("job", file.name);
    const job: JobRow = { ...known, jobId: `job-${world.jobs.length + 1}`, environment: file.name };
    world.jobs.unshift(job);
    return snapshotOf(job, 0);
  }),
  practise: () => answer((world) => start(world, "practice")),
  launchGet: (id) => answer((world) => snapshotOf(jobOf(world, id), scenario.events ?? 0)),
  launchEvents: (id, after) => answer((world) => eventsOf(jobOf(world, id), after, scenario.events ?? 0)),
  launchPlan: () => answer(() => recorded("plans/staging")),
  launchFailedCall: (id) => answer((world) => callOf(jobOf(world, id))),
  launchCancel: (id) => answer((world) => {
    const job = jobOf(world, id);
    job.state = "cancelled";
    return snapshotOf(job, 0);
  }),
  launchRetry: (id) => answer((world) => start(world, jobOf(world, id).environment)),
  launchContinue: (id) => answer((world) => {
    const job = jobOf(world, id);
    job.state = "done";
    return snapshotOf(job, 0);
  }),
  launchOpenPage: (id) => answer((world) => {
    const job = jobOf(world, id);
    // The shell sees in AWS that a person has confirmed the connection, and drives the job on.
    const confirmed = async () => {
      const { revision } = await snapshotOf(job, 0);
      job.state = "done";
      launchChanged.say({ ...(await snapshotOf(job, 0)), revision: revision + 1 });
    };
    window.addEventListener("array-github-confirms", () => void confirmed(), { once: true });
    return !scenario.browserless;
  }),
  ...accountCommands<World>({ answer, refuse: (detail) => new Refused(detail), asked: codeAsked.say, moved: rotationMoved.say }),
  ...accountSideCommands<World>(answer, (detail) => new Refused(detail), scenario),
  ...costsCommands<World>(answer, importChanged.say, lasts, delay, scenario, (detail) => new Refused(detail)),
  jobsList: () => answer(({ jobs }) => jobs),
  supportDetails: (id) => answer((world) => supportOf(jobOf(world, id))),
};

/** Only what the client uses of events: listening. */
export const events: { [K in keyof typeof Events]: Pick<(typeof Events)[K], "listen"> } = { launchChanged, environmentsChanged, codeAsked, rotationMoved, importChanged, costsChanged, dropped, menuChosen };

// The system's dragging, as the shell hears it: `{ name }` is over the window, `{ name, text }` fell.
window.addEventListener("array-drags", (event) => void dragged((event as CustomEvent<{ name: string; text?: string }>).detail));

// Another process brings costs in, or stores a rule by which they are shared out, as the shell notices it.
window.addEventListener("array-beside", (event) => void world.then((now) => {
  const { rule } = (event as CustomEvent<{ rule?: Settings["costs"]["allocation"] } | null>).detail ?? {};
  if (rule) now.settings = { ...now.settings, costs: { ...now.settings.costs, allocation: rule } };
  else importedBeside(now);
  costsChanged.say({ figures: true });
}));

async function dragged({ name, text }: { name: string; text?: string }) {
  const path = `/home/ada/${name}`;
  const environment = name.endsWith(".toml");
  const closed = (await world).info.storageProblem;
  if (text === undefined) dropped.say({ kind: "over", environment });
  else if (closed) dropped.say({ kind: "refused", error: closed });
  else if (environment) dropped.say({ kind: "environment", file: { path, toml: text, ...(await fromToml(text)) } });
  else {
    const begun = await commands.costsImportFiles();
    dropped.say(begun.status === "ok" && begun.data ? { kind: "costs", import: begun.data } : { kind: "left" });
  }
}

// Tests look for this mark: it must be in the fake's build and never in the product's.
document.documentElement.dataset.shell = "array-console-fake-shell";
