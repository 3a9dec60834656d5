// The real window: what an admin does on her first day, asserted.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hold, openSuite, openWindow } from "./driver.mjs";

const { ARRAY_APP: app, ARRAY_CTL: ctl, ARRAY_OUT: out } = process.env;
mkdirSync(out, { recursive: true });
const data = mkdtempSync(join(tmpdir(), "array-window-"));
let window;
const { check, end } = openSuite(() => window?.screenshot(join(out, "failed.png")));
const open = async (extra = {}) => {
  window = await openWindow({ app, args: ["--data-dir", data], ...extra });
};
const arrayctl = (...args) => {
  const done = spawnSync(ctl, ["--data-dir", data, "--json", ...args], { encoding: "utf8" });
  return { status: done.status, document: done.stdout ? JSON.parse(done.stdout) : null };
};

await open();
await check("the first start shows three doors, and why one is shut", async () => {
  for (const door of ["Practise", "Sign in to AWS", "Open cost files"]) await window.sees(door, 40);
  await window.clean("first start");
});
await check("one click practises: a whole environment comes up", async () => {
  await window.settings({ practiceSpeed: 0 });
  await window.press("Practise");
  await window.sees("The environment runs.", 40);
  await window.clean("launch");
});
await check("its stacks and events are there", async () => {
  await window.tab("Stacks");
  await window.sees("Network");
  await window.until("how many resources a stack has", async () => /\d\d resources/.test(await window.text()));
  hold("no stack has failed", !(await window.text()).includes("create failed"));
  await window.tab("Events");
  await window.sees("create complete");
});
await check("a second start only wakes the first window", async () => {
  const second = spawnSync(app, ["--data-dir", data], { timeout: 30_000 });
  hold(`the second start ended with ${second.status} ${second.signal ?? ""}`, second.status === 0);
  await window.sees("Events");
});
await check("the environment is drawn from its resources", async () => {
  await window.go("/environments/practice");
  await window.sees("How it hangs together");
  await window.until("boxes of the diagram", () => window.run("return document.querySelectorAll('.react-flow__node-part').length > 15"));
  await window.clean("environment");
});
await check("the command line sees the same environment", async () => {
  const { status, document } = arrayctl("env", "list");
  hold(`arrayctl ended with ${status}`, status === 0);
  hold("practice is running", document.environments.some((row) => row.name === "practice" && row.state === "running"));
});
await check("the wizard is valid as it stands, its ledger follows every change, and errors stand at their fields", async () => {
  await window.go("/environments/new/new");
  await window.sees("Time to launch", 20);
  const before = await window.run("return document.querySelector('[data-testid=ledger-cost]').innerText");
  await window.run("document.querySelector('input[type=radio][value=production]').click()");
  await window.until("another cost", async () => (await window.run("return document.querySelector('[data-testid=ledger-cost]').innerText")) !== before);
  await window.run("document.querySelector('input[type=radio][value=staging]').click()");
  await window.type("#field-name", "Not A Name");
  await window.keys("\uE004");
  await window.sees("cannot be an environment's name");
  await window.type("#field-name", "rehearsal");
  await window.until("the draft", async () => (await window.text()).includes("Draft saved"));
  await window.clean("wizard");
});
await check("the plan shows checks, cost and timeline", async () => {
  await window.press("Skip to Review");
  await window.press("Plan environment");
  await window.sees("Plan of rehearsal");
  await window.clean("plan");
  await window.tab("Cost");
  await window.sees("Assumptions");
  await window.sees("a month");
  await window.tab("Timeline");
  await window.sees("decides: about");
});
await check("a rehearsed failure is explained: what broke, where, what to do", async () => {
  await window.settings({ practiceFailure: "elastic-ip-limit" });
  await window.press("Launch environment");
  await window.sees("Launch rehearsal?");
  await window.run("[...document.querySelectorAll('[role=dialog] button')].find((b) => b.innerText === 'Launch environment').click()");
  await window.sees("ARR-1042", 30);
  const card = await window.run("return document.querySelector('[data-testid=root-cause]').innerText");
  for (const words of ["Elastic IP limit reached", "NatAddressA", "network.yaml:", "The maximum number of addresses has been reached", "What to do"]) hold(`the card says "${words}": ${card}`, card.includes(words));
  await window.sees("The launch failed", 30);
  await window.clean("failed launch");
});
await check("trying again without the failure succeeds", async () => {
  await window.settings({ practiceFailure: null });
  await window.press("Try again");
  await window.sees("The environment runs.", 40);
});
await check("killed in the middle of a launch, it goes on at the next start", async () => {
  await window.settings({ practiceSpeed: 120 });
  await window.run("const ask = window.__TAURI_INTERNALS__.invoke; ask('environment_new', { name: 'night', kind: 'development' }).then((file) => ask('launch_start', { file, account: 'Practice', options: {} })).then((s) => { window.location.hash = '/launches/' + s.jobId; });");
  await window.sees("Launch of night");
  await window.sees("Creating", 15);
  const place = await window.run("return window.location.hash");
  await window.kill();
  await open();
  await window.sees("Array Crew", 40);
  await window.go(place.slice(1));
  await window.sees("The environment runs.", 60);
});
await check("settings, overview and environments read well in dark, too", async () => {
  await window.settings({ theme: "dark" });
  for (const [path, words] of [["/settings", "Rehearse a failure"], ["/", "Overview"], ["/environments", "Drafts"]]) {
    await window.go(path);
    await window.sees(words);
  }
  await window.close();
  await open();
  for (const [path, words] of [["/settings", "Rehearse a failure"], ["/", "Overview"], ["/environments/practice", "How it hangs together"]]) {
    await window.until("the frame", async () => (await window.text()).includes("Array Crew"), 40);
    await window.go(path);
    await window.sees(words);
    await window.clean(`${path} in dark`);
  }
});
await check("deleting asks for the name", async () => {
  await window.settings({ practiceSpeed: 0 });
  await window.go("/environments/night?tab=danger");
  await window.sees("Lost for good", 30);
  await window.sees("The crew index.");
  await window.clean("what a deletion meets");
  await window.type("input[placeholder=night]", "night");
  await window.run("[...document.querySelectorAll('button')].filter((b) => b.innerText === 'Delete environment').at(-1).click()");
  await window.sees("Everything is deleted.", 40);
});
await window.close().catch(() => {});
await check("without a keychain the start says so, and practising unsaved works", async () => {
  await open({ args: ["--data-dir", join(data, "no-keychain")], env: { DBUS_SESSION_BUS_ADDRESS: "unix:path=/nonexistent" } });
  await window.sees("The keychain cannot be used", 40);
  await window.press("Practise without saving");
  await window.sees("Launch of practice", 30);
  await window.close();
});
rmSync(data, { recursive: true, force: true });
end();
