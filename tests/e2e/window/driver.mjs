// A small W3C WebDriver client over WebKitGTK's driver: the real window, no library.
import { spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const AXE = join(dirname(fileURLToPath(import.meta.url)), "../../../ui/node_modules/axe-core/axe.min.js");
const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";
export const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

/** A promise that must hold. */
export const hold = (what, truth) => {
  if (!truth) throw new Error(what);
};

/** Checks in order. After a failure none is made: it would only fail for its sake. `picture` keeps what was on screen. */
export function openSuite(picture) {
  const failures = [];
  let passed = 0;
  const check = async (name, work) => {
    if (failures.length > 0) return;
    try {
      await work();
      passed += 1;
      console.log(`ok   ${name}`);
    } catch (error) {
      failures.push(name);
      console.log(`FAIL ${name}\n     ${String(error.message).replaceAll("\n", "\n     ")}`);
      try {
        picture();
      } catch {
        // The words above are enough.
      }
    }
  };
  const end = () => {
    console.log(`\n${passed} passed, ${failures.length} failed`);
    process.exit(failures.length === 0 ? 0 : 1);
  };
  return { check, end };
}

export const freePort = () => new Promise((done, fail) => {
  const server = createServer();
  server.on("error", fail);
  server.listen(0, "127.0.0.1", () => {
    const { port } = server.address();
    server.close(() => done(port));
  });
});

/** Opens the application's window; `close` ends it and the driver. */
export async function openWindow({ app, args = [], env = {} }) {
  const port = await freePort();
  const driver = spawn("WebKitWebDriver", [`--port=${port}`, "--host=127.0.0.1"], {
    env: { ...process.env, TAURI_WEBVIEW_AUTOMATION: "true", ...env }, stdio: ["ignore", "inherit", "inherit"],
  });
  const base = `http://127.0.0.1:${port}`;
  const ask = async (method, path, body) => {
    const answer = await fetch(base + path, { method, body: body === undefined ? undefined : JSON.stringify(body), headers: { "content-type": "application/json" }, signal: AbortSignal.timeout(90_000) });
    const { value } = await answer.json();
    if (!answer.ok) throw new Error(`${method} ${path}: ${value?.error}: ${value?.message}`);
    return value;
  };
  for (let tries = 0; ; tries++) {
    try {
      await ask("GET", "/status");
      break;
    } catch (error) {
      if (tries > 50) throw error;
      await sleep(100);
    }
  }
  const { sessionId } = await ask("POST", "/session", { capabilities: { alwaysMatch: { "webkitgtk:browserOptions": { binary: app, args } } } });
  return new Window(ask, `/session/${sessionId}`, driver, startedBy(driver.pid));
}

/** The application that the driver started. */
function startedBy(driver) {
  const found = spawnSync("pgrep", ["-P", String(driver)], { encoding: "utf8" }).stdout.trim().split("\n").map(Number).filter(Boolean);
  if (found.length !== 1) throw new Error(`the driver should have started one application, not ${found.length}`);
  return found[0];
}

const lives = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

class Window {
  constructor(ask, path, driver, pid) {
    this.ask = (method, rest, body) => ask(method, path + rest, body);
    this.driver = driver;
    this.pid = pid;
  }

  run(script, ...args) {
    return this.ask("POST", "/execute/sync", { script, args });
  }

  async find(xpath) {
    const found = await this.ask("POST", "/elements", { using: "xpath", value: xpath });
    return found.map((one) => one[ELEMENT]);
  }

  /** Waits until `look` gives something true. */
  async until(what, look, seconds = 20) {
    const end = Date.now() + seconds * 1000;
    for (;;) {
      let seen;
      try {
        seen = await look();
      } catch (error) {
        seen = null;
        if (Date.now() > end) throw error;
      }
      if (seen) return seen;
      if (Date.now() > end) throw new Error(`waited ${seconds} s in vain for: ${what}\n--- on screen ---\n${(await this.text()).slice(0, 1500)}`);
      await sleep(120);
    }
  }

  text() {
    return this.run("return document.body.innerText");
  }

  sees(words, seconds) {
    return this.until(`the words "${words}"`, async () => (await this.text()).includes(words), seconds);
  }

  /** A button, link, tab or radio by its words. One that is drawn anew meanwhile is found anew. */
  async press(words, seconds) {
    const quoted = JSON.stringify(words);
    const xpath = `//*[self::button or self::a or @role='tab' or @role='menuitem' or @role='option' or self::label][normalize-space(.)=${quoted} or @aria-label=${quoted}][not(@disabled)]`;
    const pressed = async () => {
      const element = (await this.find(xpath)).at(-1);
      if (!element) return false;
      await this.run("arguments[0].scrollIntoView({block:'center'})", { [ELEMENT]: element });
      await this.ask("POST", `/element/${element}/click`, {});
      return true;
    };
    await this.until(`something to press called "${words}"`, pressed, seconds);
  }

  /** A tab by the beginning of its words: a count may follow. */
  tab(words) {
    const script = "const t = [...document.querySelectorAll('[role=tab]')].find((t) => t.innerText.startsWith(arguments[0])); if (t) t.click(); return Boolean(t);";
    return this.until(`the tab ${words}`, () => this.run(script, words));
  }

  /** Clicks what a css selector finds, as a mouse would, and gives it. */
  async click(css) {
    const found = await this.until(css, async () => (await this.ask("POST", "/elements", { using: "css selector", value: css }))[0]?.[ELEMENT]);
    await this.run("arguments[0].scrollIntoView({block:'center'})", { [ELEMENT]: found });
    await this.ask("POST", `/element/${found}/click`, {});
    return found;
  }

  /** Replaces what stands in a field, by its css selector. */
  async type(css, words) {
    const found = await this.click(css);
    await this.ask("POST", `/element/${found}/value`, { text: "\uE009a\uE000\uE003" });
    await this.ask("POST", `/element/${found}/value`, { text: words });
  }

  keys(text) {
    return this.ask("POST", "/actions", { actions: [{ type: "key", id: "keyboard", actions: [...text].flatMap((key) => [{ type: "keyDown", value: key }, { type: "keyUp", value: key }]) }] });
  }

  go(path) {
    return this.run("window.location.hash = arguments[0]", path);
  }

  /** Changes settings as the page would. */
  async settings(change) {
    await this.run(`window.settled = null; const ask = window.__TAURI_INTERNALS__.invoke; ask('settings_get').then((now) => ask('settings_save', { settings: { ...now, ...${JSON.stringify(change)} } })).then(() => { window.settled = 'yes'; }, (e) => { window.settled = JSON.stringify(e); });`);
    const answer = await this.until("the settings", () => this.run("return window.settled"));
    hold(`settings were refused: ${answer}`, answer === "yes");
  }

  /** Holds where axe has nothing serious or critical to say of the page. */
  async clean(page) {
    // Judged from the top: wherever a page is scrolled to, something is half under the bar that stays.
    await this.run("window.scrollTo(0, 0)");
    if (!(await this.run("return Boolean(window.axe)"))) await this.run(`${readFileSync(AXE, "utf8")}; window.axe = axe;`);
    await this.run("window.axeDone = null; window.axe.run(document, { resultTypes: ['violations'] }).then((r) => { window.axeDone = r.violations.filter((v) => ['serious','critical'].includes(v.impact)).map((v) => v.id + ': ' + v.nodes.slice(0, 3).map((n) => n.target.join(' ')).join(' | ')); }, (e) => { window.axeDone = [String(e)]; })");
    const found = await this.until("axe", () => this.run("return window.axeDone"), 60);
    hold(`axe on ${page}: ${found.join("; ")}`, found.length === 0);
  }

  /** What the display shows. The driver's own picture hangs on pages that never stop painting. */
  screenshot(file) {
    const done = spawnSync("import", ["-window", "root", file]);
    if (done.status !== 0) throw new Error(`no screenshot: ${done.stderr}`);
  }

  /** Ends the application, and waits until it is gone: a second one would only wake the first. */
  async end(signal) {
    if (lives(this.pid)) process.kill(this.pid, signal);
    for (let tries = 0; lives(this.pid); tries++) {
      if (tries === 50) process.kill(this.pid, "SIGKILL");
      if (tries > 100) throw new Error(`the application ${this.pid} does not end`);
      await sleep(100);
    }
    this.driver.kill();
    if (this.driver.exitCode === null && this.driver.signalCode === null) await new Promise((done) => this.driver.once("exit", done));
  }

  close() {
    return this.end("SIGTERM");
  }

  /** As a power cut would. */
  kill() {
    return this.end("SIGKILL");
  }
}
