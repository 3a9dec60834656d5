// Every set of cost files there is, through arrayctl and through the real window, against totals that sets.py adds up
// by itself, and with no network: whoever starts this is led into a network namespace that has nothing but loopback,
// where the kernel counts what is tried beyond it.
// ARRAY_SETS is the folder of the reference data; ARRAY_APP, ARRAY_CTL and ARRAY_OUT are as for the other suites;
// ARRAY_PYTHON is a Python with tests/bench/requirements.txt; ARRAY_ONLY takes the sets whose names have these words.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { networkInterfaces, tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { hold, openWindow, sleep } from "./driver.mjs";

const { ARRAY_APP: app, ARRAY_CTL: ctl, ARRAY_OUT: out, ARRAY_SETS: reference, ARRAY_PYTHON: python = "python3", ARRAY_ONLY: only = "" } = process.env;
const here = dirname(fileURLToPath(import.meta.url));
const COSTS = ["billed", "effective", "list", "contracted"];
if (!reference || !existsSync(reference)) {
  console.log("skipped: ARRAY_SETS names no folder of reference data");
  process.exit(0);
}
if (Object.values(networkInterfaces()).flat().some((one) => !one.internal)) {
  const display = ["xvfb-run", "--auto-servernum", "--server-args=-screen 0 1280x800x24", "dbus-run-session", "--", "bash", join(here, "session.sh")];
  const apart = [...(process.getuid() === 0 ? [] : ["--map-root-user"]), "--net", "sh", "-c", 'ip link set lo up && exec "$@"', "sh"];
  const again = spawnSync("unshare", [...apart, ...display, process.execPath, fileURLToPath(import.meta.url)], { stdio: "inherit", env: { ...process.env, WEBKIT_DISABLE_DMABUF_RENDERER: "1", GDK_BACKEND: "x11" } });
  process.exit(again.status ?? 1);
}

/** Packets for which this namespace had no way out. */
const tried = () => {
  const [names, values] = readFileSync("/proc/net/snmp", "utf8").split("\n").filter((line) => line.startsWith("Ip:")).map((line) => line.split(" "));
  return Number(values[names.indexOf("OutNoRoutes")]) + Number(/Ip6OutNoRoutes\s+(\d+)/.exec(readFileSync("/proc/net/snmp6", "utf8"))?.[1] ?? 0);
};
/** An address that is reserved for documents: nobody answers at it. */
const knock = () => new Promise((done) => connect(443, "192.0.2.1").once("error", (error) => done(error.code)).once("connect", () => done("connected")));

mkdirSync(out, { recursive: true });
const folder = mkdtempSync(join(tmpdir(), "array-sets-"));
const made = spawnSync(python, [join(here, "sets.py"), reference, join(folder, "made")], { encoding: "utf8", maxBuffer: 1 << 28, stdio: ["ignore", "pipe", "inherit"] });
hold(`sets.py ended with ${made.status}`, made.status === 0);
const sets = JSON.parse(made.stdout).filter((set) => set.name.includes(only));
const code = await knock();
const before = tried();
hold(`without a network nothing is reached, and the try is counted: ${code}, ${before}`, code === "ENETUNREACH" && before > 0);

/** In units of 10⁻¹⁸. */
const units = (text) => {
  const [, minus, whole, fraction = ""] = /^(-?)(\d+)(?:\.(\d{1,18}))?$/.exec(text);
  return BigInt(minus + whole + fraction.padEnd(18, "0"));
};
const decimal = (all) => {
  const digits = (all < 0n ? -all : all).toString().padStart(19, "0");
  return `${all < 0n ? "-" : ""}${digits.slice(0, -18)}.${digits.slice(-18)}`.replace(/\.?0+$/, "");
};
/** Whether a figure on screen is an amount of a currency, rounded to the digits that are shown. */
const shows = (shown, exact, currency) => {
  const [, minus, mark, whole, fraction] = /^(-?)([^\d-]*)([\d,]+)\.(\d{2,})$/.exec(shown) ?? [];
  if (whole === undefined || mark !== ({ USD: "$", EUR: "€", "": "" }[currency])) return false;
  const off = units(`${minus}${whole.replaceAll(",", "")}.${fraction}`) - units(exact);
  const half = 5n * 10n ** BigInt(17 - fraction.length);
  return off <= half && off >= -half;
};
const costs = (by) => COSTS.map((cost) => by?.[cost]).join(" / ");
const all = (totals) => Object.keys(totals).sort().map((currency) => `${currency || "no currency"} ${costs(totals[currency])}`).join("; ");
const count = (number) => new Intl.NumberFormat("en-US").format(number);
const NAMES = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
const words = (period) => `${NAMES[Number(period.slice(5)) - 1]} ${period.slice(0, 4)}`;
/** Without the order of keys and lists. */
const sorted = (value) => JSON.stringify(value.map((one) => JSON.stringify(one)).sort());
const month = ({ key, lines, totals }) => [key.provider, key.billingAccount, key.period, lines, all(totals)];
const wanted = ({ months }) => months.map((one) => month({ key: one, ...one }));

/** What differs between what is and what should be. */
class Differences {
  list = [];
  same(what, is, should) {
    if (is !== should) this.list.push(`${what}: ${is}, not ${should}`);
  }
}

/** A truth that was added up in doubles, to the digits that those have. */
function againstTruth(set, found) {
  if (!set.truth) return "";
  const off = ["billed", "effective", "list"].map((cost) => Math.abs(Number(set.totals.USD[cost]) - set.truth[cost]));
  const rows = set.files.reduce((sum, file) => sum + file.rows, 0);
  if (Math.max(...off) > 1e-8 || rows !== set.truth.rows) found.list.push(`the generator's truth is ${JSON.stringify(set.truth)}`);
  return `${Math.max(...off).toExponential(0)}`;
}

const arrayctl = (data, ...args) => {
  const done = spawnSync(ctl, ["--data-dir", data, "--json", "costs", ...args], { encoding: "utf8", maxBuffer: 1 << 28 });
  if (done.status !== 0) throw new Error(`arrayctl costs ${args.join(" ")} ended with ${done.status}: ${done.stdout}${done.stderr}`);
  return JSON.parse(done.stdout);
};

/** The set into a store of its own by the command line; the report is read back from that store. */
function byCommand(set, found) {
  const data = mkdtempSync(join(folder, "store-"));
  const came = arrayctl(data, "import", set.path);
  found.same("state", came.state, "done");
  found.same("totals", all(came.totals), all(set.totals));
  found.same("months", sorted(came.months.map(month)), sorted(wanted(set)));
  const files = came.files.map(({ format, rows, rejectedCount, rejected }) => ({ format, rows, rejectedCount, rejected: rejected.map(({ row, column }) => [row, column]) }));
  found.same("files", sorted(files), sorted(set.files.map(({ format, rows, rejected }) => ({ format, rows, rejectedCount: rejected.length, rejected }))));
  hold("each file is told by its path", came.files.every((file) => set.files.some(({ name }) => file.path.includes(name))));
  found.same("report", all(arrayctl(data, "report").totals), all(set.totals));
  rmSync(data, { recursive: true, force: true });
  return came;
}

/** What the generator grouped, by day, service, environment and category, against a report of the same line items. */
function golden(found) {
  const data = mkdtempSync(join(folder, "store-"));
  arrayctl(data, "import", join(reference, "focus/gen_dev_50k.csv.gz"));
  const rows = new Map(arrayctl(data, "report", "--by", "day,service,environmentTag,chargeCategory").rows.map((row) => [[row.values.day, row.values.service, row.values.environmentTag, row.values.chargeCategory].join(), row]));
  const groups = readFileSync(join(reference, "focus/gen_dev_50k.golden_groupby.csv"), "utf8").trim().split("\n").slice(1).map((line) => line.split(","));
  let most = 0;
  for (const [day, service, environment, category, billed, effective, list, lines] of groups) {
    // The service was renamed since.
    const key = [day, service === "CodeBuild" ? "AWS CodeBuild" : service, environment === "(untagged)" ? "" : environment, category].join();
    const row = rows.get(key);
    const off = row ? Math.max(...[[row.billed, billed], [row.effective, effective], [row.list, list]].map(([is, should]) => Math.abs(is - should))) : Infinity;
    most = Math.max(most, off);
    if (off > 1e-8 || row.lines !== Number(lines)) found.list.push(`group ${key} is ${row ? `${costs(row)}, ${row.lines} line items` : "missing"}`);
  }
  found.same("groups", rows.size, groups.length);
  rmSync(data, { recursive: true, force: true });
  return `golden groups: ${groups.length}, furthest off by ${most.toExponential(0)}`;
}

let window;
const kept = join(folder, "window");
const drop = (path) => new Promise((done, fail) => {
  const child = spawn("python3", [join(here, "hands.py"), "drop", String(window.pid), path], { stdio: ["ignore", "inherit", "pipe"] });
  let said = "";
  child.stderr.on("data", (text) => { said += text; });
  child.once("exit", (status) => (status === 0 ? done() : fail(new Error(`hands.py drop ${path}: ${said}`))));
});
const cells = (label) => window.run(`const table = document.querySelector('table[aria-label="${label}"]'); return table && table.checkVisibility() ? [...table.querySelectorAll('tbody tr')].map((row) => [...row.children].map((cell) => cell.innerText.trim())) : null;`);
/** The container of the last import, by its words. */
const last = () => window.run("const head = [...document.querySelectorAll('h2')].find((one) => one.innerText.trim().startsWith('Last import')); let box = head; while (box && !/ago|now/.test(box.innerText)) box = box.parentElement; while (box && box.parentElement && !box.innerText.includes('Files read')) box = box.parentElement; return box ? box.innerText : '';");
/** The four totals in a month's panel: each is shown rounded, and in full under the pointer. */
const panel = () => window.run("return [...document.querySelectorAll('dt')].filter((one) => one.innerText.startsWith('Totals in')).flatMap((label) => { const group = label.parentElement; return [...group.querySelectorAll('[title]')].map((one) => [/^Totals in ([A-Z]{3})$/.exec(label.innerText.trim())?.[1] ?? '', one.innerText.trim(), one.title]); })");

/** Drops the set on the page, reads what the page shows of it, and forgets its months again. */
async function byWindow(set, came, found) {
  await drop(set.path);
  const name = basename(set.path);
  const said = await window.until(`the end of ${name}`, async () => {
    const text = await last();
    return text.includes(name) && text.includes(came.sentence) && text;
  }, 120);
  const left = set.files.reduce((sum, file) => sum + file.rejected.length, 0);
  hold(`the state is told: ${said}`, said.includes("Imported"));
  const files = `Files read (${set.files.length})`;
  if (!(await cells("Files that were read"))) await window.until(`the header ${files}`, () => window.run("const head = [...document.querySelectorAll('[aria-expanded]')].find((one) => (one.innerText + (one.getAttribute('aria-label') ?? '')).includes(arguments[0])); head?.click(); return Boolean(head)", files));
  const read = await window.until(files, () => cells("Files that were read"));
  found.same("window: files", sorted(read.map(([, ...rest]) => rest)), sorted(set.files.map(({ format, rows, rejected }) => [format, count(rows), count(rejected.length)])));
  const rejected = await cells("Line items that did not come in");
  found.same("window: rejected", sorted((rejected ?? []).map(([, row, column]) => [row, column])), sorted(set.files.flatMap((file) => file.rejected.map(([row, column]) => [count(row), column]))));
  if (left > 0) hold("how many are shown is told", (await window.text()).includes(`showing ${left} of ${left}`));
  const summary = await cells("Months that came in");
  found.same("window: months", summary.length, set.months.length);
  for (const one of set.months) {
    const row = summary.find(([period, payer, lines, billed, against]) => period === words(one.period) && payer === (one.billingAccount || "not named") && lines === count(one.lines) && against === "New"
      && Object.keys(one.totals).every((currency) => billed.split("\n").some((shown) => shows(shown, one.totals[currency].billed, currency))));
    if (!row) found.list.push(`window: no row for ${words(one.period)}, ${one.lines} line items, ${all(one.totals)} in ${JSON.stringify(summary)}`);
  }
  if (set.picture) {
    await window.run("[...document.querySelectorAll('h2')].find((one) => one.innerText.trim().startsWith('Last import')).scrollIntoView()");
    await sleep(500);
    window.screenshot(join(out, `sets-${set.picture}.png`));
  }
  const totals = {};
  for (const one of set.months) {
    await window.go(`/costs?tab=data&month=${encodeURIComponent(`${one.period} ${one.billingAccount} ${one.provider}`)}`);
    const rows = await window.until(`the panel of ${words(one.period)}`, async () => { const shown = await panel(); return shown.length === 4 * Object.keys(one.totals).length && shown; });
    for (const [currency, shown, exact] of rows) {
      const [figure, cost] = shown.split(" ");
      if (!shows(figure, exact, currency)) found.list.push(`window: ${shown} is shown for ${exact}`);
      found.same(`window: ${words(one.period)}, ${cost}`, exact, one.totals[currency]?.[cost]);
      totals[currency] ??= {};
      totals[currency][cost] = decimal(units(totals[currency][cost] ?? "0") + units(exact));
    }
    if (set.picture && one === set.months[0]) {
      await sleep(500);
      window.screenshot(join(out, `sets-${set.picture}-month.png`));
    }
    await window.go("/costs?tab=data");
    await window.until("the panel is closed", async () => (await panel()).length === 0);
  }
  found.same("window: totals", all(totals), all(set.totals));
  const periods = set.months.map((one) => one.period).sort();
  arrayctl(kept, "delete", periods[0], "--to", periods.at(-1), "--yes");
  await window.until("the months are forgotten", async () => !(await window.text()).includes("Months in the ledger"), 60);
  return totals;
}

const PICTURES = { "real sample": "sample", "generated, csv.gz": "generated", "three broken line items": "broken", "specification: commitment_discount_usage_scenario_4": "specification", "legacy CUR": "legacy" };
const began = Date.now();
const table = [["set", "format", "rows", "rejected", "billed / effective / list / contracted expected", "arrayctl", "window", "off truth", "cut", "verdict"]];
const wrong = [];
mkdirSync(kept);
window = await openWindow({ app, args: ["--data-dir", kept] });
await window.press("Open cost files", 40);
await window.sees("No costs were imported yet");
for (const set of sets) {
  const found = new Differences();
  set.picture = PICTURES[set.name];
  const should = all(set.totals);
  let shown = ["failed", "failed"];
  try {
    const came = byCommand(set, found);
    shown = [all(came.totals), all(await byWindow(set, came, found))].map((is) => (is === should ? "equal" : is));
  } catch (error) {
    found.list.push(error.message);
    window.screenshot(join(out, "sets-failed.png"));
  }
  const rows = (key) => set.files.reduce((sum, file) => sum + (key === "rows" ? file.rows : file.rejected.length), 0);
  const off = againstTruth(set, found);
  table.push([set.name, [...new Set(set.files.map((file) => file.format))].join(), rows("rows"), rows("rejected"), should, ...shown, off, set.cut ?? "", found.list.length === 0 ? "equal" : "differs"]);
  console.log(table.at(-1).join(" | "));
  for (const words of found.list) console.log(`     ${words}`);
  wrong.push(...found.list);
}
await window.kill().catch(() => {});
if (only === "") {
  const found = new Differences();
  console.log(golden(found));
  for (const words of found.list) console.log(`     ${words}`);
  wrong.push(...found.list);
}
const asked = tried() - before;
console.log(`\n${sets.length} sets in ${Math.round((Date.now() - began) / 1000)} s, ${wrong.length} differences; a network was asked for ${asked} times, and there was none`);
if (asked > 0) wrong.push("a network was asked for");
writeFileSync(join(out, "sets.md"), table.map((row, at) => `| ${row.join(" | ")} |\n${at === 0 ? `|${" --- |".repeat(row.length)}\n` : ""}`).join(""));
rmSync(folder, { recursive: true, force: true });
process.exit(wrong.length === 0 ? 0 : 1);
