// The built window in Chromium: a server on the loopback, a browser, and what every suite needs of both.
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { existsSync, readFileSync } from "node:fs";
import { dirname, extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

export const root = join(dirname(fileURLToPath(import.meta.url)), "../../..");
const ui = createRequire(join(root, "ui/package.json"));
const { chromium } = ui("playwright-core");
const axeSource = readFileSync(ui.resolve("axe-core/axe.min.js"), "utf8");

/** A moment after everything that is recorded, so that ages on screen are always the same. */
export const NOW = new Date("2026-11-24T09:06:00Z");

const TYPES = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".json": "application/json", ".svg": "image/svg+xml", ".woff2": "font/woff2" };

/** The window's own policy: what breaks it is told on the console, and so fails a view. */
const policy = JSON.parse(readFileSync(join(root, "tauri.conf.json"), "utf8")).app.security.csp;

/** Serves a folder on the loopback alone. */
export function serve(folder) {
  const server = createServer((request, response) => {
    const path = normalize(new URL(request.url, "http://localhost").pathname);
    const file = join(folder, path === "/" ? "index.html" : path);
    if (!existsSync(file)) {
      // Browsers ask for an icon by themselves.
      response.writeHead(path === "/favicon.ico" ? 204 : 404).end();
      return;
    }
    response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "application/octet-stream", "content-security-policy": policy }).end(readFileSync(file));
  });
  return new Promise((done) => server.listen(0, "127.0.0.1", () => done({ base: `http://127.0.0.1:${server.address().port}`, close: () => new Promise((ended) => server.close(ended)) })));
}

const PLACES = [
  process.env.ARRAY_CHROMIUM,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
  "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
];

/** Opens the browser; null where there is none. */
export async function openBrowser() {
  const executablePath = PLACES.find((place) => place && existsSync(place));
  if (!executablePath) return null;
  // Chromium refuses its sandbox to root; only our own pages are opened.
  const args = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  return chromium.launch({ executablePath, args: [...args, "--disable-gpu", "--force-color-profile=srgb"] });
}

/** A page of the fake shell. `trouble` gathers what the console complains of. */
export async function openPage(browser, { width = 1280, height = 800, realClock = false } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: "light", reducedMotion: "reduce", locale: "en-US", timezoneId: "UTC" });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  if (!realClock) await page.clock.setFixedTime(NOW);
  const trouble = [];
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && trouble.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => trouble.push(`thrown: ${error.message}`));
  return { page, context, trouble };
}

/** Every finding of axe, whatever its weight; `looks` asks only what colours and sizes can change. */
export async function axe(page, looks = false) {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axeSource);
  return page.evaluate(async (looks) => {
    const runOnly = looks ? ["color-contrast", "target-size", "link-in-text-block", "scrollable-region-focusable"] : undefined;
    const { violations } = await window.axe.run(document, { resultTypes: ["violations"], rules: { "target-size": { enabled: true } }, ...(runOnly && { runOnly }) });
    // A tooltip stands in no landmark: what it describes names it.
    const outside = (node) => !document.querySelector(node.target.join(" "))?.closest("[role=tooltip]");
    const found = violations.map((one) => (one.id === "region" ? { ...one, nodes: one.nodes.filter(outside) } : one)).filter((one) => one.nodes.length > 0);
    return found.map((one) => `${one.id} (${one.impact}): ${one.nodes.slice(0, 3).map((node) => `${node.target.join(" ")} ${node.any[0]?.message ?? ""}`).join(" | ")}${one.nodes.length > 3 ? ` and ${one.nodes.length - 3} more` : ""}`);
  }, looks);
}

/** What reaches beyond the right edge of the window without anything to scroll it. */
export const overflow = (page) => page.evaluate(() => {
  const wide = document.documentElement.scrollWidth - window.innerWidth;
  const out = [];
  if (wide > 0) out.push(`the page is ${wide} px too wide`);
  const scrolls = (element) => {
    for (let at = element; at && at !== document.body; at = at.parentElement) {
      if (getComputedStyle(at).overflowX !== "visible") return true;
    }
    return false;
  };
  for (const element of document.querySelectorAll("main *, [role=dialog] *")) {
    const box = element.getBoundingClientRect();
    if (box.width > 0 && box.height > 0 && box.right > window.innerWidth + 1 && !scrolls(element)) {
      out.push(`${element.tagName.toLowerCase()} "${element.textContent.slice(0, 40)}" ends ${Math.round(box.right - window.innerWidth)} px beyond the edge`);
    }
  }
  return out.slice(0, 3);
});

/** Waits until nothing in the page spins or loads any more. */
export async function settled(page) {
  await page.waitForFunction(() => document.querySelector("#root")?.childElementCount > 0 && !document.querySelector("[class*=awsui_root] svg[class*=spinner], [class*=spinner_circle], [class*=skeleton]"), null, { timeout: 10_000 }).catch(() => {});
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}
