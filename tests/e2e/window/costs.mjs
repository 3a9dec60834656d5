// Costs in the real window: practice's own data brought in, every tab with the figures that arrayctl has of the
// same store, a file that comes in from a terminal, a document in the print window, all of it in light and dark.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { hold, openSuite, openWindow, sleep } from "./driver.mjs";

const { ARRAY_APP: app, ARRAY_CTL: ctl, ARRAY_OUT: out } = process.env;
const fixture = join(dirname(fileURLToPath(import.meta.url)), "../../fixtures/costs/legacy-march.csv");
mkdirSync(out, { recursive: true });
const data = mkdtempSync(join(tmpdir(), "array-costs-"));
let window;
const { check, end } = openSuite(() => window?.screenshot(join(out, "costs-failed.png")));
const open = async () => {
  window = await openWindow({ app, args: ["--data-dir", data] });
};
const arrayctl = (...args) => {
  const done = spawnSync(ctl, ["--data-dir", data, "--json", "costs", ...args], { encoding: "utf8" });
  if (done.status !== 0) throw new Error(`arrayctl costs ${args.join(" ")} ended with ${done.status}: ${done.stdout}${done.stderr}`);
  return JSON.parse(done.stdout);
};
/** As people read it: `$1,234.57`, rounded half to even on the exact digits. */
const dollars = (exact) => {
  const [whole, fraction = ""] = exact.replace("-", "").split(".");
  const rest = fraction.slice(2);
  let cents = BigInt(whole + fraction.slice(0, 2).padEnd(2, "0"));
  const half = "5".padEnd(rest.length, "0");
  if (rest !== "" && (rest > half || (rest === half && cents % 2n === 1n))) cents += 1n;
  const text = cents.toString().padStart(3, "0");
  return `${exact.startsWith("-") ? "-" : ""}$${text.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ",")}.${text.slice(-2)}`;
};
const TABS = { overview: "By environment", breakdown: "Month by month", trend: "Day by day", shared: "Before and after", commitments: "Coverage and utilisation", waste: "Waste", data: "Months in the ledger" };
/** Every tab, told to be clean, and kept as a picture. */
const pictures = async (theme) => {
  for (const [tab, words] of Object.entries(TABS)) {
    await window.go(`/costs?tab=${tab}`);
    await window.sees(words, 30);
    await window.until("nothing that still loads", () => window.run("return !document.querySelector('main [class*=spinner]')"));
    await window.clean(`${tab} in ${theme}`);
    window.screenshot(join(out, `costs-${tab}-${theme}.png`));
  }
};

await open();
await check("the door for cost files leads to a page that says how they are come by", async () => {
  await window.press("Open cost files", 40);
  await window.sees("No costs were imported yet");
  await window.sees("Switch on exports in AWS");
  await window.clean("the empty page");
});
await check("one click brings in practice's own export, free", async () => {
  await window.press("Bring in the practice account's data");
  await window.sees("7 months came in", 60);
  hold("nothing was paid", arrayctl("spend").spent === "0");
});
let months;
await check("overview, breakdown and trend have the figures of arrayctl", async () => {
  const all = arrayctl("report", "--by", "month");
  months = all.rows.map((row) => row.values.month).sort();
  const last = months.at(-1);
  const environments = arrayctl("report", "--by", "environment", "--from", last, "--to", last);
  await window.go("/costs");
  await window.sees(dollars(environments.totals.USD.effective), 30);
  const { series: [{ forecast }] } = arrayctl("forecast");
  hold("there is a forecast", forecast !== null);
  await window.sees(dollars(forecast.expected));
  for (const row of environments.rows) await window.sees(dollars(row.effective));
  const { waterfalls: [waterfall] } = arrayctl("drivers");
  await window.sees("Why it changed");
  await window.sees(dollars(waterfall.difference).replace(/^-/, ""));
  await window.go(`/costs?tab=breakdown&by=service&from=${months[0]}&to=${last}`);
  await window.sees("By service");
  const services = arrayctl("report", "--by", "service");
  for (const row of services.rows) await window.sees(dollars(row.effective));
  // Opened on its one month, the trend has the overview's forecast.
  await window.go("/costs?tab=trend");
  await window.sees("Day by day");
  await window.sees(forecast.sentence);
});
await check("a file from a terminal is in the open window, beside what was there, without a reload", async () => {
  await window.go("/costs?tab=data");
  await window.sees("Months in the ledger", 30);
  hold("March is not there yet", !(await window.text()).includes("March 2026"));
  const came = arrayctl("import", fixture);
  hold(`${came.sentence}`, came.state === "done" && came.totals.USD.billed === "17.9764183");
  await window.sees("March 2026", 10);
  await window.go("/costs?tab=breakdown&by=environment&from=2026-03&to=2026-03");
  await window.sees("legacy");
  await window.sees("$16.90");
  await window.sees("$1.08");
});
await check("shared costs go by the rule that is set, here and in arrayctl alike", async () => {
  const last = months.at(-1);
  await window.go(`/costs?tab=shared&from=${last}&to=${last}`);
  await window.sees("nothing is shared out", 30);
  await window.run("document.querySelector('input[type=radio][value=proportional]').click()");
  await window.press("Save rule");
  await window.sees("they are shared out in proportion to direct costs");
  const told = arrayctl("report", "--allocated", "--from", last, "--to", last);
  hold("arrayctl has the rule", told.rule.method === "proportional");
  hold("no total changes", told.totals.USD.direct === told.totals.USD.total);
  for (const row of told.rows.filter((row) => row.environment !== "")) await window.sees(dollars(row.total));
});
await check("a budget set in the settings is the one that arrayctl checks", async () => {
  await window.go("/settings");
  await window.sees("Budgets");
  await window.type("input[placeholder='everything']", "production");
  await window.keys("\uE00C");
  await window.type("input[placeholder='1200']", "1");
  await window.press("Set budget");
  await window.sees("of $1.00 for production in");
  hold("it is over", arrayctl("budget", "list").budgets[0].verdict === "over");
});
await check("a report is handed on by the command line as it is by the window: the same document", async () => {
  const to = join(data, "costs.html");
  arrayctl("export", to, "--mask");
  const html = readFileSync(to, "utf8");
  hold("it has a chart", html.includes("<svg"));
  hold("account numbers are shortened", !/\b111122223333\b/.test(html));
});
await check("every tab reads well in light", async () => {
  await window.settings({ theme: "light" });
  await window.close();
  await open();
  await window.until("the frame", async () => (await window.text()).includes("Array Crew"), 40);
  await pictures("light");
});
await check("every tab reads well in dark", async () => {
  await window.settings({ theme: "dark" });
  await window.close();
  await open();
  await window.until("the frame", async () => (await window.text()).includes("Array Crew"), 40);
  await pictures("dark");
});
await check("printing shows the document in a window of its own, under the system's dialog", async () => {
  await window.run("window.asked = null; window.__TAURI_INTERNALS__.invoke('costs_print', { question: { by: [], from: null, to: null, filter: [], cost: 'effective' }, masked: true }).then(() => { window.asked = 'shown'; }, (e) => { window.asked = JSON.stringify(e); })");
  const said = await window.until("the print window", () => window.run("return window.asked"));
  hold(`printing was refused: ${said}`, said === "shown");
  await sleep(2500);
  window.screenshot(join(out, "costs-print.png"));
  // With a lock held by the dialog it answered no more.
  hold("the page behind it still answers", (await window.text()).includes("Array Crew"));
});
await window.kill().catch(() => {});
rmSync(data, { recursive: true, force: true });
end();
