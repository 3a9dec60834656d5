// A real account in the real window, over HTTP: planned, launched, killed, GitHub's handshake, changed, failed and deleted.
// AWS is the emulator that the Rust tests use, at a pace at which people could still follow.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { openEmulator } from "./aws.mjs";
import { hold, openSuite, openWindow } from "./driver.mjs";

const { ARRAY_APP: app, ARRAY_CTL: ctl, ARRAY_OUT: out, ARRAY_CACHE: cache } = process.env;
mkdirSync(out, { recursive: true });
const data = mkdtempSync(join(tmpdir(), "array-emulator-"));
const folder = join(data, "store");
let window;
const { check, end } = openSuite(() => window?.screenshot(join(out, "emulator-failed.png")));
const picture = (name) => window.screenshot(join(out, `emulator-${name}.png`));

const NUMBER = "123456789012";
const aws = await openEmulator({ cache, speed: 60, account: NUMBER });
await aws.ask("quota", { code: "L-1216C47A", value: 64 });
await aws.iam("CreateServiceLinkedRole", { AWSServiceName: "opensearchservice.amazonaws.com" });

writeFileSync(join(data, "config"), `[profile lab]\nregion = us-east-1\naws_access_key_id = ${NUMBER}\naws_secret_access_key = not-checked-here\n`);
const env = { AWS_CONFIG_FILE: join(data, "config"), AWS_SHARED_CREDENTIALS_FILE: join(data, "none"), NO_PROXY: "127.0.0.1" };
const arrayctl = (...args) => {
  const done = spawnSync(ctl, ["--data-dir", folder, "--json", ...args], { encoding: "utf8", cwd: data, env: { ...process.env, ...env } });
  hold(`arrayctl ${args.join(" ")} ended with ${done.status}: ${done.stdout}${done.stderr}`, done.status === 0);
  return JSON.parse(done.stdout);
};
// The browser that the shell opens: it only writes down where it was sent.
const bin = join(data, "bin");
mkdirSync(bin, { recursive: true });
writeFileSync(join(bin, "xdg-open"), `#!/bin/sh\nprintf '%s\\n' "$1" >> '${join(data, "sent")}'\n`, { mode: 0o755 });
const open = async () => {
  window = await openWindow({ app, args: ["--data-dir", folder], env: { ...env, PATH: `${bin}${delimiter}${process.env.PATH}` } });
};
const button = (words) => window.until(`the button ${words}`, () => window.run("const b = [...document.querySelectorAll('button')].filter((one) => one.innerText.trim() === arguments[0] && !one.disabled && one.getAttribute('aria-disabled') !== 'true').at(-1); if (b) b.click(); return Boolean(b);", words), 60);

arrayctl("accounts", "add", "lab", "--profile", "lab", "--endpoint", aws.url);
await open();

await check("an account of the command line is chosen in the window, with its number", async () => {
  await window.sees("Plan my own", 60);
  await window.press("Plan my own");
  await window.press("Account: Practice");
  await window.until("lab in the menu", () => window.run("const one = [...document.querySelectorAll('[role=menuitem], [role=menuitemradio]')].find((e) => e.innerText.startsWith('lab')); if (one) one.click(); return Boolean(one);"));
  await window.until("lab above", () => window.run("return [...document.querySelectorAll('button')].some((one) => (one.getAttribute('aria-label') ?? '').match(/^Account: lab .*1234-5678-9012/))"));
});
await check("the plan asks AWS: the account's number is large, quotas say what is used", async () => {
  await window.sees("Time to launch", 30);
  await window.run("document.querySelector('input[type=radio][value=development]').click()");
  await window.sees("Every other step was filled for development.");
  await window.type("#field-name", "crew");
  await window.until("the draft", async () => (await window.text()).includes("Draft saved"));
  await window.press("Skip to Review");
  await window.press("Plan environment");
  await window.sees("Plan of crew", 60);
  await window.sees(NUMBER, 30);
  picture("plan");
  await window.clean("the plan against AWS");
});
await check("a launch that is killed in the middle goes on at the next start", async () => {
  await window.press("Launch environment");
  await window.sees("Launch crew?");
  await window.run("[...document.querySelectorAll('[role=dialog] button')].find((b) => b.innerText === 'Launch environment').click()");
  await window.sees("Launch of crew", 30);
  await window.sees("Creating", 60);
  const place = await window.run("return window.location.hash");
  await window.kill();
  await open();
  await window.sees("Array Crew", 40);
  await window.go(place.slice(1));
  await window.sees("Launch of crew", 30);
  picture("launch");
});
await check("GitHub's handshake opens the console's page, and is noticed when it is done", async () => {
  await window.sees("Open the connections page", 180);
  picture("handshake");
  await window.clean("a handshake that waits");
  await button("Open the connections page");
  await window.until("the browser", () => spawnSync("grep", ["-q", "console.aws.amazon.com/codesuite/settings/connections?region=us-east-1", join(data, "sent")]).status === 0);
  await aws.ask("handshake", { status: "AVAILABLE" });
  await window.sees("The environment runs.", 90);
  picture("runs");
});
await check("the command line sees it, and the audit trail tells every call", async () => {
  const { environments } = arrayctl("env", "list", "--account", "lab");
  hold("crew is there", environments.length === 1 && environments[0].state === "running");
  const { verdict, lines } = arrayctl("audit", "--account", "lab");
  hold("the trail is whole", verdict.is === "whole" && lines.length > 10);
});
const edited = async (size) => {
  await window.go("/environments/crew");
  await window.sees("How it hangs together", 30);
  await window.press("Edit");
  await window.sees("Edit crew", 30);
  const address = await window.run("return window.location.hash.split('?')[0].slice(1)");
  await window.go(`${address}?step=cluster`);
  await window.type("#field-node-groups-0--max-size", String(size));
  await window.until("the draft", async () => (await window.text()).includes("Draft saved"));
  await window.go(`${address}?step=review`);
  await window.press("Review changes");
  await window.sees("Changes to crew", 60);
  await window.press("Create change set");
  await window.sees("Review the change set", 90);
};
await check("AWS's own change set is reviewed and carried out", async () => {
  await edited(6);
  await window.sees("ManagedGroup");
  picture("review");
  await window.clean("a change set of AWS");
  await button("Execute change set");
  await window.sees("The environment runs.", 120);
});
await check("an update that fails is rolled back and says its cause", async () => {
  await aws.ask("fail", { type: "AWS::EKS::Nodegroup", on: "update", message: "Resource handler returned message: \"You've reached your limit on the number of instances\" (RequestToken: 1, HandlerErrorCode: ServiceLimitExceeded)" });
  await edited(7);
  await button("Execute change set");
  await window.until("the card", () => window.run("return Boolean(document.querySelector('[data-testid=root-cause]'))"), 120);
  await window.sees("ManagedGroup");
  await window.until("the end of the rollback", async () => /back as it was|rolled back/i.test(await window.text()), 120);
  picture("failed-update");
});
await check("a deletion says what it meets, asks for the name, and leaves nothing", async () => {
  await window.go("/environments/crew?tab=danger");
  await window.sees("Lost for good", 60);
  picture("danger");
  await window.type("input[placeholder=crew]", "crew");
  await button("Delete environment");
  await window.sees("Everything is deleted.", 240);
  picture("deleted");
});
await window.close().catch(() => {});
aws.close();
rmSync(data, { recursive: true, force: true });
end();
