// Start to first usable page, and memory, of the app beside an empty Tauri window, in turn.
// Needs ARRAY_APP, ARRAY_CTL and ARRAY_EMPTY (release builds), a display and an unlocked keychain.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const { ARRAY_APP: app, ARRAY_CTL: ctl, ARRAY_EMPTY: empty } = process.env;
const ROUNDS = 7;
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];

const children = (pid) => spawnSync("pgrep", ["-P", String(pid)], { encoding: "utf8" }).stdout.trim().split("\n").filter(Boolean).flatMap((child) => [Number(child), ...children(child)]);
/** Proportional set size of a process and everything it started, in MB. */
const memory = (pid) => [pid, ...children(pid)].reduce((sum, one) => {
  const rollup = existsSync(`/proc/${one}/smaps_rollup`) ? readFileSync(`/proc/${one}/smaps_rollup`, "utf8") : "";
  return sum + Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0);
}, 0) / 1024;

const data = mkdtempSync(join(tmpdir(), "array-bench-"));
const logged = () => {
  const folder = join(data, "logs");
  if (!existsSync(folder)) return "";
  return readdirSync(folder).map((name) => readFileSync(join(folder, name), "utf8")).join("");
};
const shownInLog = () => (logged().match(/first page is on screen/g) ?? []).length;

async function start(binary, args, shown) {
  const began = performance.now();
  const running = spawn(binary, args, { stdio: ["ignore", "pipe", "ignore"] });
  let out = "";
  running.stdout.on("data", (bytes) => { out += bytes; });
  while (!shown(out)) {
    if (performance.now() - began > 60_000) throw new Error(`${binary} shows nothing`);
    await sleep(4);
  }
  const ms = performance.now() - began;
  await sleep(3000);
  const mb = memory(running.pid);
  running.kill("SIGTERM");
  await new Promise((done) => running.once("exit", done));
  return { ms, mb };
}

// An installation in use: one environment runs, the first start is behind it.
const prepare = (...args) => {
  const done = spawnSync(ctl, ["--data-dir", data, ...args], { encoding: "utf8", cwd: data });
  if (done.status !== 0) throw new Error(`arrayctl ${args.join(" ")}: ${done.stderr}`);
};
prepare("env", "new", "crew", "--preset", "staging", "--out", "crew.toml");
prepare("env", "launch", "crew.toml", "--yes", "--speed", "max");

const rounds = { empty: [], app: [] };
for (let round = 0; round < ROUNDS; round++) {
  rounds.empty.push(await start(empty, [], (out) => out.includes("shown")));
  const before = shownInLog();
  rounds.app.push(await start(app, ["--data-dir", data], () => shownInLog() > before));
}
rmSync(data, { recursive: true, force: true });
const of = (name, what) => median(rounds[name].map((one) => one[what]));
const size = (file) => statSync(file).size / 1e6;
const line = (what, ours, theirs, unit) => console.log(`${what.padEnd(34)} ${ours.toFixed(1).padStart(8)} ${theirs.toFixed(1).padStart(8)} ${unit.padEnd(3)} ${(ours / theirs).toFixed(2)}`);
console.log(`median of ${ROUNDS}, in turn${" ".repeat(19)} app    empty     ratio`);
line("start to first usable page", of("app", "ms"), of("empty", "ms"), "ms");
line("memory of the process tree (PSS)", of("app", "mb"), of("empty", "mb"), "MB");
line("release binary", size(app), size(empty), "MB");
