// How long a report over years takes from the question to the picture: in the real window on an encrypted store, or in
// Chromium over the fake shell, whose answers come after ten and twenty milliseconds, where only the page is measured.
// Real: ARRAY_APP and ARRAY_CTL (release builds), ARRAY_MONTHS (a folder of exports), a display, an unlocked keychain.
// Chromium: ARRAY_UI_FAKE (npm run build:fake); ARRAY_SLOWER=4 slows the processor down as much.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { openBrowser, openPage, serve } from "../e2e/ui/browser.mjs";
import { openWindow } from "../e2e/window/driver.mjs";

const { ARRAY_APP: app, ARRAY_CTL: ctl, ARRAY_MONTHS: exports, ARRAY_UI_FAKE: fake, ARRAY_SLOWER: slower } = process.env;
const ASKED_MS = 100;
const ROUNDS = 10;
const NAMES = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
const month = (period) => `${NAMES[Number(period.slice(5)) - 1]} ${period.slice(0, 4)}`;

/**
 * Goes to an address in the page. Tells after how many milliseconds the frame was painted that has the words in it,
 * and the one after which nothing changed any more.
 */
const shown = `(address, words) => new Promise((done) => {
  const began = performance.now();
  const since = () => performance.now() - began;
  let changed = false, painting = false, rows = null, last = 0, seen = false;
  new MutationObserver(() => { changed = true; }).observe(document.body, { childList: true, subtree: true, characterData: true, attributes: true });
  window.location.hash = address;
  const look = () => {
    if (painting) last = since();
    painting = changed;
    changed = false;
    if (seen) rows ??= last;
    seen ||= painting && (document.querySelector("main")?.textContent.includes(words) ?? false);
    if (rows === null ? since() > 20000 : since() - last > 300) done({ rows, last });
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})`;

/** The real window, with every month of a folder in its store. */
async function realWindow() {
  const data = mkdtempSync(join(tmpdir(), "array-bench-"));
  const imported = spawnSync(ctl, ["--data-dir", data, "costs", "import", exports, "--json"], { encoding: "utf8", maxBuffer: 1 << 28 });
  if (imported.status !== 0) throw new Error(`arrayctl costs import: ${imported.stderr}`);
  const window = await openWindow({ app, args: ["--data-dir", data] });
  await window.press("Open cost files", 40);
  await window.until("the Costs page", () => window.go("/costs?tab=breakdown&by=region").then(() => window.run("return document.querySelectorAll('tbody tr').length")));
  return {
    periods: JSON.parse(imported.stdout).months.map((one) => one.key.period).sort(),
    asked: (...args) => window.ask("POST", "/execute/async", { script: `const [address, words, done] = arguments; (${shown})(address, words).then(done);`, args }),
    close: () => window.close().finally(() => rmSync(data, { recursive: true, force: true })),
  };
}

/** The page alone. */
async function pageAlone() {
  const { base, close } = await serve(fake);
  const browser = await openBrowser();
  if (!browser) throw new Error("There is no Chromium on this machine. Name one in ARRAY_CHROMIUM.");
  const { page, context } = await openPage(browser, { realClock: true });
  await page.goto(`${base}/?scenario=years&delay=10#/costs?tab=breakdown&by=region`);
  await page.locator("tbody tr").first().waitFor();
  if (slower) await (await context.newCDPSession(page)).send("Emulation.setCPUThrottlingRate", { rate: Number(slower) });
  return {
    periods: Array.from({ length: 36 }, (_, index) => new Date(Date.UTC(2023, 11 + index, 1)).toISOString().slice(0, 7)),
    asked: (address, words) => page.evaluate(`(${shown})(${JSON.stringify(address)}, ${JSON.stringify(words)})`),
    close: () => browser.close().then(close),
  };
}

const { periods, asked, close } = await (fake ? pageAlone() : realWindow());
const [first, last] = [periods[0], periods.at(-1)];
const years = `from=${first}&to=${last}`;
const newest = `from=${last}&to=${last}`;
const span = `${month(first)} to ${month(last)}`;
/** What is asked, where one stands before, the address, and words of the answer. */
const pages = [
  ["by service", "by=region", years, "tab=breakdown&by=service", `by service, ${span}`],
  ["beside a year before", "by=region&against=year", years, "tab=breakdown&against=year&by=service", `by service, ${span}`],
  ["by usage type", "by=region", years, "tab=breakdown&by=usageType", `by usage type, ${span}`],
  ["by account", "by=region", years, "tab=breakdown&by=account", `by account, ${span}`],
  ["by resource", "by=region&against=year", years, "tab=breakdown&against=year&by=resource", `by resource, ${span}`],
  // Days are compared with nothing, and so is what stands there before.
  ["by day", "by=region&against=off", years, "tab=breakdown&against=off&by=day", `by day, ${span}`],
  ["all months instead of one", "by=service", newest, "tab=breakdown&by=service", `by service, ${span}`],
  ["trend", "by=service", years, "tab=trend", `by day, ${span}`],
];
const middle = (all) => [...all].sort((a, b) => a - b)[all.length >> 1];
const ms = (time) => time.toFixed(0).padStart(8);
let slow = 0;
try {
  console.log(`${periods.length} months, ${span}; load ${loadavg()[0].toFixed(1)}; milliseconds, ${ROUNDS} questions each that were not asked before`);
  console.log(`${"".padEnd(30)}${"rows: first".padStart(12)}  median   worst  all: median   worst`);
  for (const [name, from, before, to, words] of pages) {
    const times = [];
    // The fake shell makes an answer when it is first asked for, which is no time of the page.
    for (let round = fake ? 0 : 1; round <= ROUNDS; round++) {
      // Nothing is excluded by it, and no round's answer is another's.
      const mark = `not.team=Round ${name} ${round}`;
      const ended = `${words}, where team is not Round ${name} ${round}`;
      await asked(`/costs?tab=breakdown&${before}&${from}&${mark}`, `where team is not Round ${name} ${round}. USD`);
      const time = await asked(`/costs?${years}&${to}&${mark}`, ended);
      if (time.rows === null) throw new Error(`\`${ended}\` is not on screen`);
      if (round > 0) times.push(time);
    }
    const rows = times.map((one) => one.rows);
    const all = times.map((one) => one.last);
    console.log(`${name.padEnd(30)}${ms(rows[0]).padStart(12)}${ms(middle(rows))}${ms(Math.max(...rows))}${ms(middle(all)).padStart(13)}${ms(Math.max(...all))}`);
    slow += middle(rows) > ASKED_MS ? 1 : 0;
  }
} finally {
  await close();
}
if (slow > 0) {
  console.log(`${slow} of them take longer than ${ASKED_MS} ms.`);
  process.exit(1);
}
