// Accounts in the real window: keys from the clipboard with a code, a sign-in at a portal, and no secret anywhere
// but in the keychain. AWS is recorded answers on the loopback.
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { openAws, recorded } from "./aws.mjs";
import { hold, openSuite, openWindow } from "./driver.mjs";

const { ARRAY_APP: app, ARRAY_CTL: ctl, ARRAY_OUT: out } = process.env;
mkdirSync(out, { recursive: true });
const data = mkdtempSync(join(tmpdir(), "array-accounts-"));
let window;
const { check, end } = openSuite(() => window?.screenshot(join(out, "accounts-failed.png")));

const KEY_ID = "AKIAIOSFODNN7EXAMPLE";
const KEY_SECRET = "PlantedSecretAccessKey/0123456789+abcdefg";
const CODE = "739154";
const PAGERDUTY = "https://events.pagerduty.com/integration/0123456789abcdef0123456789abcdef/enqueue";
const DATADOG = ["fedcba9876543210fedcba9876543210", "00112233445566778899aabbccddeeff"];
const token = recorded("sso-oidc/CreateToken__success").response;
const role = recorded("sso/GetRoleCredentials__ok").response.roleCredentials;
const SECRETS = [
  KEY_SECRET, PAGERDUTY, ...DATADOG, token.accessToken, token.refreshToken, role.secretAccessKey, role.sessionToken,
  recorded("sso-oidc/RegisterClient__public-client").response.clientSecret,
  recorded("sso-oidc/StartDeviceAuthorization__ok").response.deviceCode,
];

const aws = await openAws([
  "sts/AssumeRole__mfa-required", "sts/AssumeRole__ok-with-mfa", "sts/GetCallerIdentity__sso-role",
  "sso-oidc/RegisterClient__public-client", "sso-oidc/StartDeviceAuthorization__ok", "sso-oidc/CreateToken__authorization-pending",
  "sso/ListAccounts__page-1", "sso/ListAccounts__last-page", "sso/ListAccountRoles__two-roles", "sso/GetRoleCredentials__ok", "sso/Logout__ok",
]);

// The browser that the shell opens: it only writes down where it was sent.
const bin = join(data, "bin");
const sent = join(data, "sent");
mkdirSync(bin, { recursive: true });
writeFileSync(join(bin, "xdg-open"), `#!/bin/sh\nprintf '%s\\n' "$1" >> '${sent}'\n`);
chmodSync(join(bin, "xdg-open"), 0o755);

const folder = join(data, "store");
window = await openWindow({ app, args: ["--data-dir", folder], env: { PATH: `${bin}${delimiter}${process.env.PATH}` } });

/** Writes down whatever the page says to the shell and hears from it. */
const record = () => window.run(`
  window.crossed = [];
  const fetched = window.fetch;
  window.fetch = async (...call) => {
    const [to, options] = call;
    const body = options?.body;
    const text = typeof body === "string" ? body : body ? new TextDecoder().decode(body) : "";
    window.crossed.push(String(to) + " " + text);
    const answer = await fetched(...call);
    window.crossed.push(await answer.clone().text());
    return answer;
  };
  const ipc = window.__TAURI_INTERNALS__;
  for (const event of ["code-asked", "rotation-moved", "launch-changed", "environments-changed"]) {
    ipc.invoke("plugin:event|listen", { event, target: { kind: "Any" }, handler: ipc.transformCallback((heard) => window.crossed.push(JSON.stringify(heard))) });
  }`);
const fill = async (label, words) => {
  const mark = await window.until(`the field ${label}`, () => window.run(`
    const label = [...document.querySelectorAll("label")].find((one) => one.innerText.trim().startsWith(arguments[0]) && one.htmlFor);
    const field = label && document.getElementById(label.htmlFor);
    if (!field) return null;
    field.dataset.filled = arguments[0];
    return arguments[0];`, label));
  await window.type(`[data-filled=${JSON.stringify(mark)}]`, words);
};
const choose = (selector) => window.until(selector, () => window.run("const e = document.querySelector(arguments[0]); if (e) e.click(); return Boolean(e);", selector));
/** The heading of a folded part is no button of its own. */
const unfold = (words) => window.until(`the folded ${words}`, () => window.run("const one = [...document.querySelectorAll('[role=button], button, summary')].find((e) => e.innerText.trim().startsWith(arguments[0])); if (one) one.click(); return Boolean(one);", words));
const inDialog = (words) => window.until(`${words} in the dialog`, () => window.run("const b = [...document.querySelectorAll('[role=dialog] button')].find((one) => one.innerText.trim() === arguments[0]); if (b) b.click(); return Boolean(b);", words));

/** As a person copies something. It stays behind to serve the clipboard: a pipe that it held would be waited for. */
const copy = (text) => spawnSync("xclip", ["-selection", "clipboard", "-i"], { stdio: ["pipe", "ignore", "ignore"], input: text });
const copied = () => spawnSync("xclip", ["-selection", "clipboard", "-o"], { encoding: "utf8", timeout: 5_000 }).stdout ?? "";

await check("the door of the first start leads to the three ways in", async () => {
  await window.sees("Open cost files", 60);
  await record();
  await window.press("Sign in to AWS");
  await window.sees("How do you get in?", 30);
});
await check("keys come from the clipboard, which is cleared; the page sees the ends of their ID", async () => {
  await choose("input[type=radio][value=keys]");
  copy(`aws_access_key_id = ${KEY_ID}\naws_secret_access_key = ${KEY_SECRET}\n`);
  await window.press("Take from clipboard");
  await window.sees("Key AKIA…MPLE is ready", 30);
  await window.sees("The clipboard was cleared.");
  hold("the clipboard still holds the secret", !copied().includes(KEY_SECRET));
  window.screenshot(join(out, "accounts-keys.png"));
});
await check("AWS wants a code for the role: the window asks for it, and the account works", async () => {
  await fill("Name", "lab");
  await unfold("More: assumed roles");
  await window.press("Assume a role");
  await fill("Assumed role 1", "arn:aws:iam::111122223333:role/Release");
  await fill("MFA device", "arn:aws:iam::444455556666:mfa/ava");
  await fill("Endpoint", aws.url);
  await window.press("Add and test");
  await window.sees("AWS wants a code for lab", 60);
  window.screenshot(join(out, "accounts-code.png"));
  await fill("Code", CODE);
  await inDialog("Use code");
  await window.sees("1111-2222-3333", 60);
  const assumed = aws.asked.filter((one) => one.operation === "AssumeRole");
  hold("the code went to AWS", assumed.length === 2 && assumed[1].body.includes(`TokenCode=${CODE}`));
});
await check("a sign-in at a portal waits for the browser, then offers accounts and roles", async () => {
  await window.go("/accounts/add?way=portal");
  await fill("Start URL", `${aws.url}/start`);
  await window.press("Sign in with browser");
  await window.sees("GBXR-QKLM", 60);
  await window.until("the browser", () => existsSync(sent));
  hold("the browser was sent to the portal's page with the code", readFileSync(sent, "utf8").trim() === recorded("sso-oidc/StartDeviceAuthorization__ok").response.verificationUriComplete);
  window.screenshot(join(out, "accounts-sign-in.png"));
  aws.answer("sso-oidc/CreateToken__success");
  await window.sees("crewdesk-audit", 60);
  await choose('input[aria-label="Choose Release in crewdesk-prod"], [aria-label="Choose Release in crewdesk-prod"] input');
  await fill("Name", "prod");
  await unfold("More: assumed roles");
  await fill("Endpoint", aws.url);
  await window.press("Add and test");
  await window.until("the new account", async () => (await window.text()).includes("as Release") && (await window.text()).split("1111-2222-3333").length > 2, 60);
  window.screenshot(join(out, "accounts-list.png"));
});
await check("secrets of integrations come from the clipboard, which is cleared; what cannot be one is told without it", async () => {
  await window.settings({ practiceSpeed: 0 });
  await window.run("const ask = window.__TAURI_INTERNALS__.invoke; ask('practise').then((s) => { window.location.hash = '/launches/' + s.jobId; });");
  await window.sees("The environment runs.", 60);
  await window.go("/environments/practice?tab=integrations");
  await window.sees("array/practice/pagerduty", 30);
  copy(`${DATADOG[0]}\n`);
  await window.press("Take from clipboard: Datadog");
  await window.sees("Datadog needs 2 values, not 1.", 30);
  copy(`${PAGERDUTY}\n`);
  await window.press("Take from clipboard: PagerDuty");
  await window.sees("PagerDuty is kept", 30);
  hold("the clipboard still holds the address", !copied().includes(PAGERDUTY));
  copy(`${DATADOG.join("\n")}\n`);
  await window.press("Take from clipboard: Datadog");
  await window.sees("Datadog is kept", 30);
  await window.clean("integrations");
  window.screenshot(join(out, "accounts-integrations.png"));
  const kept = await window.run("return [...document.querySelectorAll('[data-integration]')].filter((one) => one.innerText.includes('Kept in the keychain')).map((one) => one.dataset.integration).join()");
  hold(`kept are ${kept}`, kept === "pagerDuty,datadog");
  await window.press("Forget Datadog");
  await window.until("that it is forgotten", async () => (await window.run("return document.querySelector('[data-integration=datadog]').innerText")).includes("Not kept here"));
});
await check("the audit trail has a page; practice is not written down", async () => {
  await window.go("/audit");
  await window.sees("Nothing was changed in AWS from here yet.", 30);
  await window.clean("the audit trail");
});
let heard = "";
await check("arrayctl knows the same accounts", async () => {
  const done = spawnSync(ctl, ["--data-dir", folder, "--json", "accounts", "list"], { encoding: "utf8" });
  hold(`arrayctl ended with ${done.status}: ${done.stderr}`, done.status === 0);
  const names = JSON.parse(done.stdout).accounts.map((row) => row.account.name);
  hold(`accounts are ${names}`, names.join() === "lab,prod");
  heard += done.stdout + done.stderr;
});
await check("no secret crossed between page and shell, and none is on disk", async () => {
  const crossed = await window.run("return window.crossed");
  hold(`only ${crossed.length} messages were seen: this check is blind`, crossed.length > 20 && crossed.some((one) => one.includes("account_add")));
  const html = await window.run("return document.documentElement.outerHTML + JSON.stringify(localStorage)");
  for (const secret of SECRETS) {
    hold(`${secret.slice(0, 6)}… crossed`, !crossed.some((one) => one.includes(secret)));
    hold(`${secret.slice(0, 6)}… is in the page`, !html.includes(secret));
    hold(`${secret.slice(0, 6)}… is in what arrayctl says`, !heard.includes(secret));
  }
  // The one thing that is typed into the page, once and one way.
  hold("the code crossed more than once", crossed.filter((one) => one.includes(CODE)).length === 1);
});
await check("signing out tells AWS and says what went; removing leaves no trace", async () => {
  await window.go("/accounts");
  await window.press("More of prod");
  await window.press("Sign out…");
  await inDialog("Sign out");
  await window.sees("AWS ended it.", 30);
  hold("the portal was told", aws.asked.some((one) => one.operation === "Logout"));
  await window.press("More of lab");
  await window.press("Remove…");
  await inDialog("Remove account");
  await window.sees("The secret access key in the keychain.", 30);
});
await window.close().catch(() => {});
aws.close();
await check("what was planted is in no file of the store, the logs or the home folder", async () => {
  const files = [];
  const walk = (at) => readdirSync(at).forEach((name) => {
    const path = join(at, name);
    const kind = statSync(path, { throwIfNoEntry: false });
    if (kind?.isDirectory()) walk(path);
    else if (kind?.isFile()) files.push(path);
  });
  for (const place of [folder, process.env.HOME]) walk(place);
  hold("the store and the logs are looked at", files.some((path) => path.endsWith("console.db")) && files.some((path) => path.includes("logs")));
  for (const path of files) {
    const bytes = readFileSync(path);
    for (const secret of [...SECRETS, CODE]) hold(`${secret.slice(0, 6)}… is in ${path}`, !bytes.includes(secret));
  }
});
rmSync(data, { recursive: true, force: true });
end();
