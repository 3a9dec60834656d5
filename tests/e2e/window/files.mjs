// Files in the real window, as the system hands them over: dragged on the doors of the first start and on pages, and
// chosen in the system's own dialogs.
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { hold, openSuite, openWindow, sleep } from "./driver.mjs";

const { ARRAY_APP: app, ARRAY_CTL: ctl, ARRAY_OUT: out } = process.env;
const here = dirname(fileURLToPath(import.meta.url));
mkdirSync(out, { recursive: true });
const folder = mkdtempSync(join(tmpdir(), "array-files-"));
const data = join(folder, "data");
mkdirSync(data);
const march = join(here, "../../fixtures/costs/legacy-march.csv");
const written = (name, text) => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
const environment = join(folder, "festival.toml");
spawnSync(ctl, ["env", "new", "festival", "--preset", "staging", "--out", environment]);
const april = written("april.csv", readFileSync(march, "utf8").replaceAll("2026-03", "2026-05").replaceAll("2026-04-01", "2026-06-01"));
const notes = written("notes.toml", "milk, eggs\n");

let window;
const { check, end } = openSuite(() => window?.screenshot(join(out, "files-failed.png")));
/** A person's hands on the display; what they do takes a while. */
const hands = (...args) => new Promise((done, fail) => {
  const child = spawn("python3", [join(here, "hands.py"), ...args], { stdio: ["ignore", "inherit", "pipe"] });
  let said = "";
  child.stderr.on("data", (text) => { said += text; });
  child.once("exit", (code) => (code === 0 ? done() : fail(new Error(`hands.py ${args.join(" ")}: ${said}`))));
});
const drop = (...paths) => hands("drop", String(window.pid), ...paths);

window = await openWindow({ app, args: ["--data-dir", data] });
await check("what is dragged over the doors of the first start is said to be what it would become", async () => {
  await window.sees("Open cost files", 40);
  const over = hands("hover", String(window.pid), march);
  await window.sees("Drop to import as costs");
  await over;
  await window.until("it is gone again", async () => !(await window.text()).includes("Drop to import as costs"));
});
await check("what cannot be read opens no door, and says why", async () => {
  await drop(notes);
  await window.sees("cannot be read as an environment file");
  await window.sees("Open cost files");
});
await check("an environment file dropped on the doors opens as a draft", async () => {
  await drop(environment);
  await window.sees("Read ");
  await window.until("the wizard", () => window.run("return window.location.hash.startsWith('#/environments/new/')"));
});
await check("costs dropped on any page are imported", async () => {
  await window.go("/accounts");
  await window.sees("Accounts");
  await drop(march);
  await window.sees("March 2026", 30);
});
const chosen = async (button, path) => {
  await window.press(button);
  // The dialog is the system's: nothing of it is in the page.
  await sleep(2500);
  window.screenshot(join(out, `files-${button.toLowerCase().replaceAll(" ", "-")}.png`));
  if (path === null) return hands("type", "\\e");
  // The first letter opens a field for the rest.
  await hands("type", path[0]);
  await sleep(1500);
  await hands("type", path.slice(1));
  await sleep(1000);
  await hands("type", "\\n");
};
await check("a file is chosen in the system's dialog, and imported", async () => {
  await chosen("Choose files", april);
  await window.sees("May 2026", 30);
});
await check("a dialog that is cancelled imports nothing", async () => {
  const imports = () => window.run("window.counted = null; window.__TAURI_INTERNALS__.invoke('costs_imports').then((all) => { window.counted = all.length; }); return true;").then(() => window.until("the imports", () => window.run("return window.counted")));
  const before = await imports();
  await chosen("Choose a folder", null);
  await window.until("the button again", () => window.run("return [...document.querySelectorAll('button')].some((one) => one.innerText === 'Choose a folder' && !one.disabled)"));
  hold("nothing began", (await imports()) === before);
});
await window.kill().catch(() => {});
rmSync(folder, { recursive: true, force: true });
end();
