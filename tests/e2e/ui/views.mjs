// Every state of every page that is looked at, by its name.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./browser.mjs";

const account = JSON.parse(readFileSync(join(root, "ui/src/testing/recorded/account.json"), "utf8"));

/** Resources of the recorded staging: all, and those of its network. */
const { resources } = JSON.parse(readFileSync(join(root, "ui/src/testing/recorded/environments/staging.json"), "utf8"));
export const COUNTS = { all: resources.length, network: resources.filter((one) => one.stack === "Network").length };

/** The newest recorded job of an environment. */
export const job = (environment) => account.jobs.find((one) => one.environment === environment).jobId;

const button = (name) => (page) => page.getByRole("button", { name, exact: true }).first().click();

const STEPS = ["purpose", "network", "cluster", "search", "repositories", "people", "budget", "review"];
const skipTo = (step) => async (page) => {
  for (let at = 0; at < step; at++) await button("Next")(page);
};

/** The wizard on the file that runs. */
const edit = async (page) => {
  await button("Edit")(page);
  await page.getByText("Edit staging").first().waitFor();
};
/** Its plan. */
const planChange = async (page) => {
  await edit(page);
  await button("Skip to Review")(page);
  await button("Review changes")(page);
  await page.getByText("Changes to staging").first().waitFor();
};
/** What CloudFormation is told beside the templates. */
const options = button(/^Options/);
const at = (tab) => async (page) => {
  await planChange(page);
  await page.getByRole("tab", { name: tab }).click();
};

const tabs = (name, path, ids, words, scenario = "full") => ids.map((id) => ({ name: `${name}-${id}`, path: `${path}?tab=${id}`, words, scenario }));

/** `words` must be on screen before anything is judged; `act` brings the page into its state. */
/** Opens the dialog of a sync, for an account and a source. */
async function sync(page, account, way) {
  await page.getByRole("button", { name: "Get costs from AWS…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: /Account/ }).click();
  await page.getByRole("option", { name: new RegExp(`^${account}`) }).click();
  await dialog.getByRole("radio", { name: way }).check({ force: true });
}

export const VIEWS = [
  { name: "start", scenario: "first", path: "/", words: "Open cost files" },
  { name: "start-keychain", scenario: "keychain", path: "/", words: "The keychain cannot be used" },
  { name: "start-damaged", scenario: "damaged", path: "/", words: "The store is damaged" },
  { name: "overview", path: "/", words: "handshake needs you" },
  { name: "overview-empty", scenario: "empty", path: "/", words: "There is no environment yet" },
  { name: "overview-failing", scenario: "failing", path: "/", words: "refused to read" },
  { name: "environments", path: "/environments", words: "Drafts" },
  { name: "environments-empty", scenario: "empty", path: "/environments", words: "There is no environment yet" },
  ...STEPS.map((step, index) => ({ name: `wizard-${step}`, path: "/environments/new/new", words: "Time to launch", act: skipTo(index) })),
  { name: "wizard-wrong", scenario: "wrong", path: "/environments/new/draft", words: "not right yet", act: button("Next") },
  { name: "wizard-wrong-cluster", scenario: "wrong", path: "/environments/new/draft", words: "not right yet", act: async (page) => {
    await button("Next")(page);
    await page.getByText("Cluster and nodes: Kubernetes version").first().click();
  } },
  { name: "wizard-file", path: "/environments/new/new", words: "Time to launch", act: (page) => page.getByRole("tab", { name: "File" }).click() },
  { name: "wizard-file-wrong", scenario: "wrong", path: "/environments/new/draft?tab=file", words: "Not A Name" },
  { name: "wizard-part", path: "/environments/new/new?step=cluster", words: "Time to launch", act: (page) => page.locator(".ac-share").nth(1).click() },
  { name: "wizard-template", path: "/environments/new/draft?step=review", words: "Time to launch", act: (page) => page.getByRole("button", { name: /^Templates/ }).first().click() },
  { name: "environments-filtered", path: "/environments?filter=state%3DFailed", words: "showing 1 of" },
  { name: "wizard-help", path: "/environments/new/new", words: "Time to launch", act: (page) => page.getByRole("button", { name: /help panel|Open tools|Help/i }).first().click() },
  ...tabs("plan", "/plan/draft", ["checks", "resources", "cost", "timeline", "permissions", "template"], "Plan of festival"),
  { name: "plan-refused", scenario: "refused", path: "/plan/draft", words: "5 of 5 in use" },
  { name: "plan-errors", scenario: "wrong", path: "/plan/draft", words: "The environment file has problems" },
  { name: "plan-options", path: "/plan/draft", words: "Turn on once everything stands", act: options },
  { name: "plan-confirm", path: "/plan/draft", words: "Plan of festival", act: button("Launch environment") },
  ...tabs("launch-running", `/launches/${job("theater")}`, ["timeline", "stacks", "events"], "Launch of theater"),
  ...tabs("launch-done", `/launches/${job("staging")}`, ["timeline", "stacks"], "The environment runs."),
  { name: "launch-many", scenario: "many", path: `/launches/${job("staging")}?tab=events`, words: "(2000 of 2000)" },
  ...tabs("launch-failed", `/launches/${job("rehearsal")}`, ["timeline", "stacks", "events"], "Elastic IP limit reached"),
  { name: "launch-needs-you", path: `/launches/${job("handshake")}`, words: "This needs you" },
  { name: "launch-review", path: `/launches/${job("review")}`, words: "Review the change set" },
  { name: "launch-rollback", path: `/launches/${job("rollback")}`, words: "The rollback needs you" },
  { name: "edit-purpose", path: "/environments/staging", words: "It runs with this", act: edit },
  { name: "edit-search", path: "/environments/staging", words: "Runs now with", act: async (page) => {
    await edit(page);
    await button("Skip to Review")(page);
    await page.getByRole("button", { name: "Edit Search" }).click();
    await page.locator("#field-search-instance-count").fill("3");
  } },
  { name: "edit-review", path: "/environments/staging", words: "Review changes", act: async (page) => {
    await edit(page);
    await page.getByLabel("Owner").fill("Stage crew");
    await button("Skip to Review")(page);
  } },
  ...["Checks", "Cost", "Timeline", "Template"].map((tab) => ({ name: `change-${tab.toLowerCase()}`, path: "/environments/staging", words: "Time to update", act: at(new RegExp(`^${tab}`)) })),
  { name: "change-options", path: "/environments/staging", words: "Turn on once everything stands", act: async (page) => {
    await planChange(page);
    await options(page);
  } },
  { name: "change", path: "/environments/staging", words: "You will be asked for the name", act: planChange },
  { name: "launch-delete-failed", path: `/launches/${job("stuck")}`, words: "A network interface is left" },
  { name: "launch-failed-call", path: `/launches/${job("rehearsal")}`, words: "Elastic IP limit", act: async (page) => { await button("Find the call")(page); await page.getByText("Request ID").first().waitFor(); } },
  { name: "launch-cancel", path: `/launches/${job("theater")}`, words: "Launch of theater", act: button("Cancel launch") },
  ...tabs("environment", "/environments/staging", ["topology", "resources", "outputs", "cost", "changes", "settings", "integrations", "danger"], "us-east-1, staging"),
  { name: "environment-delete-failed", path: "/environments/stuck?tab=resources", words: "Delete failed" },
  { name: "environment-missing", path: "/environments/nowhere", words: "There is no environment" },
  { name: "environment-part", path: "/environments/staging?tab=topology&part=Cluster%2FCluster", words: "Deployments from" },
  { name: "environment-ways", path: "/environments/staging", words: "How it hangs together", act: async (page) => {
    for (const way of ["Deployments", "Alerts"]) await page.getByRole("checkbox", { name: way }).click();
  } },
  { name: "environment-resource", path: "/environments/staging?tab=resources&resource=Cluster%2FCluster", words: "Show its events" },
  { name: "environment-filtered", path: `/environments/staging?tab=resources&q=${encodeURIComponent('{"tokens":[{"propertyKey":"stack","operator":"=","value":"Network"}],"operation":"and"}')}`, words: `showing ${COUNTS.network} of ${COUNTS.all}` },
  { name: "environment-difference", path: "/environments/staging?tab=settings", words: "As it runs", act: async (page) => {
    await page.getByRole("button", { name: /Compare with As it runs/ }).click();
    await page.getByRole("option", { name: /Against the draft/ }).first().click();
    await page.getByText("would change").first().waitFor();
  } },
  { name: "accounts", scenario: "accounts", path: "/accounts", words: "Sign in again" },
  { name: "accounts-empty", path: "/accounts", words: "There is no AWS account yet" },
  { name: "accounts-tested", scenario: "accounts", path: "/accounts?test=audit", words: "SignatureDoesNotMatch" },
  { name: "accounts-sign-in", scenario: "accounts", path: "/accounts", words: "GBXR-QKLM", act: async (page) => {
    await page.locator("[data-account=partner]").getByRole("button", { name: "Sign in", exact: true }).click();
  } },
  { name: "accounts-code", scenario: "accounts", path: "/accounts", words: "AWS wants a code", act: button("Test release") },
  { name: "accounts-rotate", scenario: "accounts", path: "/accounts", words: "Wait until AWS takes it", act: async (page) => {
    await button("More of dev")(page);
    await page.getByRole("menuitem", { name: "Rotate keys…" }).click();
  } },
  { name: "accounts-remove", scenario: "accounts", path: "/accounts", words: "Forgets the account", act: async (page) => {
    await button("More of dev")(page);
    await page.getByRole("menuitem", { name: "Remove…" }).click();
  } },
  { name: "accounts-add-portal", path: "/accounts/add", words: "Region of the portal" },
  { name: "accounts-add-offers", path: "/accounts/add", words: "crewdesk-audit", act: async (page) => {
    await page.getByLabel("Start URL").fill("https://example-start.awsapps.com/start");
    await button("Sign in with browser")(page);
    await page.getByTestId("user-code").waitFor();
    await page.evaluate(() => window.dispatchEvent(new Event("array-portal-confirms")));
    await page.getByRole("checkbox", { name: "Choose Release in crewdesk-prod" }).waitFor();
  } },
  { name: "accounts-add-profile", path: "/accounts/add?way=profile", words: "with an external ID", act: async (page) => {
    await page.getByRole("button", { name: /Choose a profile/ }).click();
    await page.getByRole("option", { name: /release/ }).click();
  } },
  { name: "accounts-add-broken", path: "/accounts/add?way=profile", words: "cannot be used", act: async (page) => {
    await page.getByRole("button", { name: /Choose a profile/ }).click();
    await page.getByRole("option", { name: /lost/ }).click();
  } },
  { name: "accounts-add-keys", path: "/accounts/add?way=keys", words: "Key AKIA…MPLE is ready", act: async (page) => {
    await button("Take from clipboard")(page);
    await button("More: assumed roles, MFA, endpoint")(page);
    await button("Assume a role")(page);
  } },
  { name: "accounts-add-keys-wrong", path: "/accounts/add?way=keys", words: "No access keys are in it", act: button("Choose file") },
  { name: "account-switch", scenario: "accounts", path: "/", words: "handshake needs you", act: (page) => page.getByRole("button", { name: /^Account/ }).click() },
  { name: "plan-account", scenario: "accounts", path: "/plan/draft?account=prod", words: "111122223333" },
  { name: "danger-blocked", path: "/environments/stuck?tab=danger", words: "Blocks the deletion" },
  { name: "integration-kept", path: "/environments/staging?tab=integrations", words: "PagerDuty is kept", act: async (page) => {
    await page.getByRole("button", { name: "Take from clipboard: PagerDuty" }).click();
    await page.getByRole("button", { name: "Choose file: Datadog" }).click();
    await page.getByText("Nothing was kept").waitFor();
  } },
  { name: "launch-sign-in", scenario: "accounts", path: "/launches/job-sign-in", words: "Sign in to prod" },
  { name: "launch-secrets", scenario: "accounts", path: "/launches/job-secrets", words: "Give the secrets" },
  { name: "launch-handshake", scenario: "accounts", path: "/launches/job-handshake", words: "Open the connections page" },
  { name: "overview-sessions", scenario: "accounts", path: "/", words: "ends soon" },
  { name: "audit", scenario: "accounts", path: "/audit", words: "The trail is whole" },
  { name: "audit-damaged", scenario: "tampered", path: "/audit", words: "damaged at line 7" },
  { name: "audit-empty", path: "/audit", words: "Nothing was changed in AWS" },
  { name: "costs-empty", scenario: "empty", path: "/costs", words: "No costs were imported yet" },
  { name: "costs-template", scenario: "empty", path: "/costs", words: "AWS::BCMDataExports::Export", act: button("Show the template") },
  { name: "costs", path: "/costs", words: "Why it changed" },
  { name: "costs-kinds", path: "/costs", words: "Why it changed", act: button("By kind") },
  { name: "costs-year", path: "/costs?against=year", words: "First 23 days of November 2025" },
  { name: "costs-unknown", path: "/costs?against=year&from=2026-10&to=2026-10", words: "There is nothing to compare with" },
  { name: "costs-breakdown", path: "/costs?tab=breakdown", words: "Month by month" },
  { name: "costs-filtered", path: "/costs?tab=breakdown&by=usageType&is.environment=staging&not.service=Tax&from=2026-08&to=2026-10&cost=list", words: "where environment is staging" },
  { name: "costs-numbers", path: "/costs?tab=breakdown&by=service&against=off", words: "Month by month", act: (page) => page.getByRole("checkbox", { name: "As numbers" }).click() },
  { name: "costs-line-items", path: "/costs", words: "Usage types", act: (page) => page.getByRole("button", { name: "NAT data in staging", exact: true }).click() },
  { name: "costs-trend", path: "/costs?tab=trend", words: "Day by day" },
  { name: "costs-trend-long", path: "/costs?tab=trend&from=2026-06", words: "Day by day" },
  { name: "costs-estimates", path: "/costs?tab=estimates", words: "What the next plan could assume" },
  { name: "costs-units", path: "/costs?tab=units&from=2026-06", words: "EKS extended support" },
  { name: "costs-shared", path: "/costs?tab=shared", words: "which carry no tags" },
  { name: "costs-shared-fixed", path: "/costs?tab=shared&from=2026-08", words: "70.0%", act: async (page) => {
    await page.getByRole("radio", { name: /^By fixed shares/ }).check({ force: true });
    await page.getByLabel("production", { exact: true }).fill("7");
    await page.getByLabel("staging", { exact: true }).fill("3");
    await page.getByLabel("rehearsal", { exact: true }).fill("much");
    await page.getByText("Write a whole number, like 7.").waitFor();
  } },
  { name: "costs-commitments", path: "/costs?tab=commitments", words: "Coverage and utilisation" },
  { name: "costs-commitments-none", path: "/costs?tab=commitments&is.environment=staging", words: "There is no savings plan" },
  { name: "costs-waste", path: "/costs?tab=waste", words: "Load balancers that nobody calls" },
  { name: "costs-waste-none", path: "/costs?tab=waste&is.service=Tax", words: "Nothing was found" },
  { name: "costs-waste-items", path: "/costs?tab=waste", words: "Usage types", act: (page) => page.getByRole("button", { name: /^Show the line items of Load balancers/ }).click() },
  { name: "costs-month", path: "/costs?tab=data", words: "What the checks found", act: (page) => page.getByRole("radio", { name: "Choose 2026-11" }).click() },
  { name: "costs-one-month", scenario: "oneMonth", path: "/costs", words: "Only one month is here" },
  { name: "costs-currencies", scenario: "currencies", path: "/costs?currency=EUR", words: "In USD:" },
  { name: "costs-failing", scenario: "failing", path: "/costs", words: "refused to read the costs" },
  { name: "costs-view", path: "/costs", words: "Save this view", act: async (page) => {
    await button("Views")(page);
    await page.getByRole("menuitem", { name: "Save this view…" }).click();
  } },
  { name: "costs-figure", path: "/costs", words: "$1,779.043982", act: (page) => page.locator("main").getByRole("button", { name: /^\$/ }).first().focus() },
  { name: "costs-data", path: "/costs?tab=data", words: "Last import" },
  ...["export", "explorer", "athena"].map((way) => ({ name: `costs-sync-${way}`, scenario: "accounts", path: "/costs?tab=data", words: "What it will cost", act: async (page) => {
    await sync(page, "release", { export: /^Data Export/, explorer: /^Cost Explorer/, athena: /^Athena/ }[way]);
    for (const [label, text] of way === "athena" ? [["Database", "costs"], ["Table", "focus"]] : []) await page.getByLabel(label, { exact: true }).fill(text);
    await page.getByRole("button", { name: "Show the price" }).click();
  } })),
  { name: "costs-sync-beyond", scenario: "accounts", path: "/costs?tab=data", words: "That is beyond the cap", act: async (page) => {
    await page.getByLabel("Cap, US dollars a month").fill("0.12");
    await button("Set cap")(page);
    await sync(page, "release", /^Cost Explorer/);
    await page.getByRole("button", { name: "Show the price" }).click();
  } },
  { name: "costs-sync-refused", scenario: "accounts", path: "/costs?tab=data", words: "bcm-data-exports:ListExports", act: (page) => sync(page, "audit", /^Cost Explorer/) },
  { name: "costs-export", path: "/costs", words: "Shorten account numbers", act: button("Export…") },
  { name: "costs-spend", path: "/costs?tab=data", words: "ce:GetCostAndUsage", act: button("Calls that AWS charges for (15)") },
  { name: "costs-importing", scenario: "importing", path: "/costs?tab=data", words: "231 MB of 544 MB" },
  { name: "costs-euros", scenario: "currencies", path: "/costs?tab=breakdown&by=service&currency=EUR", words: "Marketplace: scheduling data" },
  { name: "costs-import-failed", path: "/costs?tab=data&import=import-1", words: "A file breaks off" },
  { name: "settings", path: "/settings", words: "Rehearse a failure" },
  { name: "settings-costs", path: "/settings", words: "means production", act: async (page) => {
    await page.getByLabel("Environment", { exact: true }).fill("staging");
    await page.getByLabel("A month").fill("400");
    await button("Set budget")(page);
    await page.getByLabel("Value in the tag").fill("prd");
    await page.getByLabel("Means").fill("production");
    await button("Add rule")(page);
  } },
  { name: "account-menu", path: "/", words: "handshake needs you", act: (page) => page.getByRole("button", { name: /^Account:/ }).click() },
  { name: "help", path: "/", words: "handshake needs you", act: (page) => page.getByRole("button", { name: /help panel|Open tools|Help/i }).first().click() },
  { name: "palette", path: "/", words: "handshake needs you", act: (page) => page.keyboard.press("Control+k") },
  { name: "jobs-menu", path: "/", words: "handshake needs you", act: (page) => page.getByRole("button", { name: /running/ }).first().click() },
  { name: "jobs-importing", scenario: "importing", path: "/", words: "42%, resumed", act: (page) => page.getByRole("button", { name: /running/ }).first().click() },
  { name: "no-such-page", path: "/nowhere", words: "There is no such page" },
].map((view) => ({ scenario: "full", ...view }));

const shown = new WeakMap();

/** Opens a view and waits for its words. What only looks is followed to the next address without a new start. */
export async function show(page, base, view) {
  const last = shown.get(page);
  shown.set(page, view);
  if (last && !last.act && last.scenario === view.scenario && last.path !== view.path) {
    await page.evaluate((path) => { window.location.hash = path; }, view.path);
  } else {
    await page.goto("about:blank");
    await page.goto(`${base}/?scenario=${view.scenario}&theme=system#${view.path}`);
  }
  if (view.act) {
    await page.locator("main :is(h1, h2)").first().waitFor();
    if (view.name.startsWith("wizard") && !view.name.includes("wrong")) await page.getByText(view.words).first().waitFor();
    await view.act(page);
  }
  await page.getByText(view.words).first().waitFor();
  // Wherever a step has scrolled to, something is half under the bar that stays; all is judged from the top.
  await page.evaluate(() => window.scrollTo(0, 0));
}
