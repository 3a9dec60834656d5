// The guided tour: wizard, plan, launch at speed, diagram, rehearsed failure; and the same with arrayctl.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openWindow, sleep } from "./driver.mjs";

const { ARRAY_APP: app, ARRAY_CTL: ctl, ARRAY_OUT: out } = process.env;
mkdirSync(out, { recursive: true });
const data = mkdtempSync(join(tmpdir(), "array-tour-"));
let number = 0;
const transcript = [];

const shoot = async (window, name) => {
  await sleep(450);
  number += 1;
  const file = `${String(number).padStart(2, "0")}-${name}.png`;
  await window.screenshot(join(out, file));
  console.log(`  ${file}`);
};

const both = async (window, name) => {
  await shoot(window, `${name}-light`);
  await theme(window, "dark");
  await shoot(window, `${name}-dark`);
  await theme(window, "light");
};

// Through the shell, as the settings page does it, without leaving the page.
const settings = (window, change) => window.run(
  "const done = window.__TAURI_INTERNALS__; window.tourDone = false; done.invoke('settings_get').then((now) => done.invoke('settings_save', { settings: { ...now, ...arguments[0] } })).then(() => { window.tourDone = true; });".replace("arguments[0]", JSON.stringify(change)),
).then(() => window.until("the settings", () => window.run("return window.tourDone")));

const theme = async (window, value) => {
  await window.run("document.documentElement.dataset.tour = '1'; document.body.classList.toggle('awsui-dark-mode', arguments[0] === 'dark'); document.body.style.background = arguments[0] === 'dark' ? '#161d26' : '#fff';", value);
};

const say = (...args) => {
  const done = spawnSync(ctl, ["--data-dir", data, ...args], { encoding: "utf8", cwd: data });
  transcript.push(`$ arrayctl ${args.join(" ")}\n${done.stdout}${done.stderr}[exit ${done.status}]\n`);
  return done.status;
};

const window = await openWindow({ app, args: ["--data-dir", data] });
try {
  await window.sees("Practise", 40);
  await both(window, "first-start");
  await window.press("Plan my own");
  await window.sees("Ledger");
  await window.until("the ledger's figure", async () => (await window.text()).includes("Time to launch"));
  await both(window, "wizard-purpose");
  for (const [at, name] of [["Network", "network"], ["Cluster and nodes", "cluster"], ["Search", "search"], ["Repositories and pipelines", "repositories"], ["Notifications and monitoring", "people"], ["Budget and tags", "budget"]]) {
    await window.press("Next");
    await window.sees(at);
    await shoot(window, `wizard-${name}`);
  }
  await window.press("Next");
  await window.sees("To look at before a launch");
  await both(window, "wizard-review");
  await window.press("Plan environment");
  await window.sees("Plan of staging");
  await both(window, "plan-checks");
  for (const tab of ["Cost", "Timeline", "Template"]) {
    await window.tab(tab);
    await shoot(window, `plan-${tab.toLowerCase()}`);
  }
  await settings(window, { practiceSpeed: 200 });
  await window.press("Launch environment");
  await window.sees("Launch staging?");
  await shoot(window, "plan-confirm");
  await window.run("[...document.querySelectorAll('[role=dialog] button')].find((b) => b.innerText === 'Launch environment').click()");
  await window.sees("Launch of staging");
  await sleep(4000);
  await both(window, "launch-timeline");
  await window.tab("Stacks");
  await shoot(window, "launch-stacks");
  await window.tab("Events");
  await shoot(window, "launch-events");
  await window.sees("The environment runs.", 60);
  await window.go("/environments/staging");
  await window.sees("How it hangs together");
  await sleep(1200);
  await both(window, "environment-topology");
  await window.tab("Resources");
  await shoot(window, "environment-resources");
  await window.tab("Danger");
  await shoot(window, "environment-danger");
  await window.go("/settings");
  await window.sees("Rehearse a failure");
  await both(window, "settings");
  await settings(window, { practiceSpeed: 600, practiceFailure: "elastic-ip-limit" });
  await window.go("/environments/new/new");
  await window.sees("Ledger");
  await window.type("#field-name", "rehearsal");
  await window.until("the draft", async () => (await window.text()).includes("Draft saved"));
  await window.press("Skip to Review");
  await window.press("Plan environment");
  await window.sees("Plan of rehearsal");
  await window.press("Launch environment");
  await window.sees("Launch rehearsal?");
  await window.run("[...document.querySelectorAll('[role=dialog] button')].find((b) => b.innerText === 'Launch environment').click()");
  await window.sees("ARR-1042", 60);
  await both(window, "launch-root-cause");
  await settings(window, { practiceFailure: null, density: "compact" });
  await window.go("/");
  await window.sees("Environments");
  await both(window, "overview");
  await window.go("/environments");
  await shoot(window, "environments");
} finally {
  await window.close();
}

say("env", "new", "night", "--preset", "development", "--out", "night.toml");
say("env", "check", "night.toml");
say("env", "plan", "night.toml");
say("env", "launch", "night.toml", "--yes", "--speed", "max");
say("env", "list");
say("env", "status", "night");
say("env", "new", "dawn", "--preset", "development", "--out", "dawn.toml");
say("env", "launch", "dawn.toml", "--yes", "--speed", "max", "--fail", "elastic-ip-limit");
say("env", "delete", "night", "--yes", "--speed", "max");
say("explain", "--reason", "The maximum number of VPCs has been reached. (Service: Ec2, Status Code: 400, Request ID: 1)", "--type", "AWS::EC2::VPC");
say("doctor");
writeFileSync(join(out, "transcript.txt"), transcript.join("\n"));
console.log("  transcript.txt");
rmSync(data, { recursive: true, force: true });
