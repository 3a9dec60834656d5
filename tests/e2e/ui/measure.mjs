// Figures that are reported and not asserted: they belong to the machine as much as to the program.
import { openPage, settled } from "./browser.mjs";
import { job } from "./views.mjs";

const spread = (all) => {
  const sorted = [...all].sort((a, b) => a - b);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  return { median: at(0.5), p95: at(0.95), worst: sorted.at(-1) };
};
const ms = (figures) => `median ${figures.median.toFixed(0)} ms, 95th ${figures.p95.toFixed(0)} ms, worst ${figures.worst.toFixed(0)} ms`;

/** From a key in the number of nodes to the next frame with the new cost in it. */
async function keystrokes(page, base, delay) {
  await page.goto("about:blank");
  await page.goto(`${base}/?scenario=full&delay=${delay}#/environments/new/new`);
  await page.getByText("Time to launch").first().waitFor();
  for (let step = 0; step < 2; step++) await page.getByRole("button", { name: "Next", exact: true }).click();
  await page.locator("#field-node-groups-0--max-size").fill("9");
  const field = page.locator("#field-node-groups-0--desired-size");
  await field.click();
  await settled(page);
  await page.evaluate(() => {
    window.keyTimes = [];
    const cost = document.querySelector("[data-testid=ledger-cost]");
    let pressed = 0;
    document.addEventListener("keydown", (event) => { pressed = event.timeStamp; }, true);
    new MutationObserver(() => requestAnimationFrame(() => {
      if (pressed > 0) window.keyTimes.push(performance.now() - pressed);
      pressed = 0;
    })).observe(cost, { childList: true, characterData: true, subtree: true });
  });
  for (let round = 0; round < 24; round++) {
    await page.keyboard.press("Control+a");
    await page.keyboard.press(String(3 + (round % 6)));
    await page.waitForTimeout(120);
  }
  return page.evaluate(() => window.keyTimes);
}

/** Frames while 2,000 events are scrolled from end to end and back. */
async function scrolling(page, base) {
  await page.goto("about:blank");
  await page.goto(`${base}/?scenario=many#/launches/${job("staging")}?tab=events`);
  await page.getByText("(2000 of 2000)").waitFor();
  await settled(page);
  return page.evaluate(() => new Promise((done) => {
    const area = document.querySelector(".ac-events");
    const most = area.scrollHeight - area.clientHeight;
    const frames = [];
    let rows = 0;
    let last = performance.now();
    const turns = 240;
    const step = (turn) => requestAnimationFrame((now) => {
      frames.push(now - last);
      last = now;
      rows = Math.max(rows, area.querySelector("[data-rows]").children.length);
      area.scrollTop = most * Math.abs(1 - (2 * turn) / turns);
      if (turn < turns) step(turn + 1);
      else done({ frames: frames.slice(1), rows, nodes: document.querySelectorAll("*").length });
    });
    step(0);
  }));
}

export async function measure(browser, base) {
  const { page, context } = await openPage(browser, { realClock: true });
  console.log("\nfigures (Chromium, the build as it is shipped, fake shell):");
  for (const delay of [0, 5]) {
    const times = await keystrokes(page, base, delay);
    console.log(`     keystroke to ledger on screen, shell answers after ${delay} ms: ${ms(spread(times))} (${times.length} of 24)`);
  }
  const { frames, rows, nodes } = await scrolling(page, base);
  const late = frames.filter((time) => time > 34).length;
  console.log(`     scrolling 2,000 events: frames ${ms(spread(frames))}; ${late} of ${frames.length} later than two frames; ${rows} rows and ${nodes} elements in the page`);
  await context.close();
}
