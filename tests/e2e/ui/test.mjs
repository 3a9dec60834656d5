// The UI in Chromium over recorded answers: every page in light and dark, comfortable and compact, at both
// sizes; then what only hands can tell: the keyboard, focus, errors beside their fields.
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { axe, openBrowser, openPage, overflow, root, serve, settled } from "./browser.mjs";
import { show, VIEWS } from "./views.mjs";

const { ARRAY_UI_FAKE: folder, ARRAY_OUT: out } = process.env;
const only = process.argv[2];
// Pictures of everything, to be looked at; failures are always taken.
const shots = Boolean(process.env.ARRAY_SHOTS);
const SIZES = [{ width: 1280, height: 800 }, { width: 1024, height: 720 }];
const failures = [];
let passed = 0;

const browser = await openBrowser();
if (!browser) {
  console.log("There is no Chromium on this machine. Install it (Debian: apt-get install chromium), or name one in ARRAY_CHROMIUM.");
  process.exit(1);
}
mkdirSync(out, { recursive: true });
const { base, close } = await serve(folder);

async function look(place, view) {
  const { page, trouble } = place;
  trouble.length = 0;
  // A finding is told once, with the circumstances in which it was made.
  const seen = new Map();
  const note = (at, all) => all.forEach((words) => seen.set(words, [...(seen.get(words) ?? []), at]));
  const found = [];
  try {
    await page.setViewportSize(SIZES[0]);
    await page.emulateMedia({ colorScheme: "light" });
    await show(page, base, view);
    for (const density of ["comfortable", "compact"]) {
      await page.evaluate((compact) => document.body.classList.toggle("awsui-compact-mode", compact), density === "compact");
      for (const [index, size] of SIZES.entries()) {
        await page.setViewportSize(size);
        await settled(page);
        note(`${density} ${size.width}`, await overflow(page));
        for (const colorScheme of ["light", "dark"]) {
          await page.emulateMedia({ colorScheme });
          await settled(page);
          // The page hears of the system's colours a moment later.
          const follows = await page.waitForFunction((dark) => document.body.classList.contains("awsui-dark-mode") === dark, colorScheme === "dark", { timeout: 3000 }).catch(() => null);
          if (!follows) note(colorScheme, ["the page does not follow the system's colours"]);
          // Both schemes meet axe in both densities; what neither colours nor sizes can change is asked twice.
          if ((density === "compact") !== (index === 1)) continue;
          const looks = (density === "compact") !== (colorScheme === "dark");
          note(`${colorScheme} ${density} ${size.width}`, (await axe(page, looks)).map((words) => `axe: ${words}`));
          if (shots) await page.screenshot({ path: join(out, `${view.name}-${colorScheme}-${size.width}.png`) });
        }
        await page.emulateMedia({ colorScheme: "light" });
      }
    }
    seen.forEach((places, words) => found.push(`${words} (${places.join("; ")})`));
    found.push(...trouble);
  } catch (error) {
    found.push(error.message.split("\n").slice(0, 6).join("\n"));
    await page.screenshot({ path: join(out, `${view.name}-failed.png`) }).catch(() => {});
  }
  report(`view ${view.name}`, found);
}

function report(name, found) {
  if (found.length === 0) {
    passed += 1;
    console.log(`ok   ${name}`);
  } else {
    failures.push(name);
    console.log(`FAIL ${name}\n     ${[...new Set(found)].join("\n     ")}`);
  }
}

const begun = Date.now();
const queue = VIEWS.filter((view) => !only || view.name.startsWith(only));
await Promise.all(Array.from({ length: 2 }, async () => {
  const place = await openPage(browser);
  for (let view = queue.shift(); view; view = queue.shift()) await look(place, view);
  await place.context.close();
}));
console.log(`     views took ${((Date.now() - begun) / 1000).toFixed(1)} s`);

if (!only || only === "hands") {
  const { suite } = await import("./hands.mjs");
  for (const [name, work] of suite) {
    const place = await openPage(browser);
    try {
      await work({ ...place, base });
      report(name, place.trouble);
    } catch (error) {
      await place.page.screenshot({ path: join(out, `failed-${failures.length + 1}.png`) }).catch(() => {});
      report(name, [error.message.split("\n").slice(0, 8).join("\n     "), ...place.trouble]);
    }
    await place.context.close();
  }
  const mark = "array-console-fake-shell";
  const says = (built) => readdirSync(join(built, "assets")).some((file) => readFileSync(join(built, "assets", file), "utf8").includes(mark));
  report("the product's build holds nothing of the fake shell", [
    ...(says(folder) ? [] : ["the mark is not in the fake build: this check is blind"]),
    ...(says(join(root, "ui/dist")) ? ["ui/dist holds the fake shell"] : []),
  ]);
}
if (!only || only === "figures") {
  const { measure } = await import("./measure.mjs");
  await measure(browser, base);
}
await browser.close();
await close();
console.log(`\n${passed} passed, ${failures.length} failed; screenshots in ${out}`);
process.exit(failures.length === 0 ? 0 : 1);
