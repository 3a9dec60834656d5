// What only hands can tell: the keyboard all the way, where the focus is, errors beside their fields.
import { axe, settled } from "./browser.mjs";
import { accounts } from "./hands-accounts.mjs";
import { changes } from "./hands-changes.mjs";
import { costs } from "./hands-costs.mjs";
import { drafts } from "./hands-drafts.mjs";
import { frame } from "./hands-frame.mjs";
import { real } from "./hands-real.mjs";
import { focused, hold, open } from "./hold.mjs";
import { job } from "./views.mjs";

/** Presses Tab until something of that name has the focus. */
async function tabTo(page, name, most = 120) {
  const passed = [];
  for (let presses = 0; presses < most; presses++) {
    await page.keyboard.press("Tab");
    const at = await focused(page);
    if (typeof name === "string" ? at === name : name.test(at)) return;
    passed.push(at.slice(0, 30));
  }
  throw new Error(`${name} is not reached with Tab. Passed: ${passed.join(" > ")}`);
}

/** True where the picture around the focused element changes when it loses the focus. */
async function focusShows(page) {
  const box = await page.evaluate(() => {
    const at = document.activeElement;
    at.scrollIntoView({ block: "nearest" });
    // Radio buttons and switches are drawn by their parents.
    const hidden = at.matches("input[type=radio], input[type=checkbox]") ? at.closest("label, [class*=awsui_root]") ?? at : at;
    const { x, y, width, height } = hidden.getBoundingClientRect();
    return { x, y, width, height };
  });
  const { width, height } = page.viewportSize();
  const x = Math.max(0, box.x - 6);
  const y = Math.max(0, box.y - 6);
  const clip = { x, y, width: Math.min(width - x, box.width + 12), height: Math.min(height - y, box.height + 12) };
  if (clip.width <= 0 || clip.height <= 0) return false;
  const before = await page.screenshot({ clip });
  await page.evaluate(() => {
    window.heldFocus = document.activeElement;
    window.heldFocus.blur();
  });
  const after = await page.screenshot({ clip });
  await page.evaluate(() => window.heldFocus.focus());
  return !before.equals(after);
}

async function dialog(page, opener, words) {
  await page.getByRole("button", { name: opener, exact: true }).first().focus();
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").getByText(words).first().waitFor();
  await settled(page);
  hold(`the focus is not in the dialog but on "${await focused(page)}"`, await page.evaluate(() => Boolean(document.activeElement?.closest("[role=dialog]"))));
  for (let press = 0; press < 12; press++) {
    await page.keyboard.press("Tab");
    hold(`Tab leaves the dialog for "${await focused(page)}"`, await page.evaluate(() => Boolean(document.activeElement?.closest("[role=dialog]"))));
  }
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  await settled(page);
  hold(`after the dialog the focus is on "${await focused(page)}", not on "${opener}"`, (await focused(page)) === opener);
}

const forms = [
  ["keyboard alone goes from an empty overview through the wizard to a launch", async ({ page, base }) => {
    await open(page, base, "/", "empty");
    await tabTo(page, "New environment");
    await page.keyboard.press("Enter");
    await page.getByText("Time to launch").first().waitFor();
    await tabTo(page, /^Name/);
    await page.keyboard.press("Control+a");
    await page.keyboard.type("matinee");
    await tabTo(page, "Skip to Review");
    await page.keyboard.press("Enter");
    await page.getByText("To look at before a launch").waitFor();
    await tabTo(page, "Plan environment", 200);
    await page.keyboard.press("Enter");
    await page.getByText("Plan of matinee").first().waitFor();
    await tabTo(page, "Launch environment");
    await page.keyboard.press("Enter");
    await page.getByText("Launch matinee?").waitFor();
    await settled(page);
    await tabTo(page, "Launch environment", 10);
    await page.keyboard.press("Enter");
    await page.getByText("Launch of matinee").first().waitFor();
    await page.getByText("The environment runs.").first().waitFor();
    await tabTo(page, "Show environment");
  }],
  ["whatever Tab reaches shows that it has the focus", async ({ page, base }) => {
    const blind = new Set();
    for (const [path, scenario] of [["/", "full"], ["/environments/new/new", "full"], ["/plan/draft", "full"], [`/launches/${job("rehearsal")}`, "full"], ["/environments/staging", "full"], ["/settings", "full"]]) {
      await open(page, base, path, scenario);
      for (let stop = 0; stop < 30; stop++) {
        await page.keyboard.press("Tab");
        const name = await focused(page);
        if (name === "" || blind.has(`${path}: ${name}`)) break;
        if (!(await focusShows(page))) blind.add(`${path}: ${name.slice(0, 50)}`);
      }
    }
    hold(`nothing shows the focus on ${[...blind].join("; ")}`, blind.size === 0);
  }],
  ["dialogs take the focus, keep it, and give it back", async ({ page, base }) => {
    await open(page, base, "/plan/draft");
    await page.getByText("Plan of festival").first().waitFor();
    await dialog(page, "Launch environment", "Launch festival?");
    await open(page, base, `/launches/${job("theater")}`);
    await page.getByText("Launch of theater").first().waitFor();
    await dialog(page, "Cancel launch", "Cancel the launch?");
  }],
  ["Ctrl+K goes anywhere by typing, and Escape gives the focus back", async ({ page, base }) => {
    await open(page, base, "/settings");
    await page.getByRole("button", { name: "Show logs" }).focus();
    await page.keyboard.press("Control+k");
    await page.getByRole("dialog").getByText("Go to, or do").waitFor();
    await settled(page);
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "hidden" });
    await settled(page);
    hold(`the focus is on "${await focused(page)}"`, (await focused(page)) === "Show logs");
    await page.keyboard.press("Control+k");
    await page.getByRole("dialog").getByText("Go to, or do").waitFor();
    await settled(page);
    await page.keyboard.type("Environment stag");
    await page.getByRole("option", { name: /Environment staging/ }).waitFor();
    hold("axe on the open palette", (await axe(page)).length === 0);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.getByText("How it hangs together").waitFor();
  }],
  ["an error stands beside its field when it is left, is tied to it, and stops Next", async ({ page, base }) => {
    await open(page, base, "/environments/new/new");
    const field = page.locator("#field-name");
    await field.fill("Not A Name");
    await page.getByText("not right yet").first().waitFor();
    hold("nothing is said while she types", !(await page.locator("[data-field=name]").innerText()).includes("cannot be"));
    await page.keyboard.press("Tab");
    await page.locator("[data-field=name]").getByText("cannot be an environment's name").waitFor();
    hold("the field is not marked as invalid", (await field.getAttribute("aria-invalid")) === "true");
    const described = await field.evaluate((element) => element.getAttribute("aria-describedby")?.split(" ").map((id) => document.getElementById(id)?.textContent).join(" ") ?? "");
    hold(`a screen reader hears at the field: ${described}`, described.includes("cannot be an environment's name"));
    await page.getByRole("button", { name: "Next", exact: true }).click();
    hold("the step was left with an error", await page.locator("[data-field=name]").isVisible());
    await field.fill("matinee");
    await page.getByText("cannot be an environment's name").first().waitFor({ state: "hidden" });
    await page.getByRole("button", { name: "Next", exact: true }).click();
    await page.locator("#field-network-cidr").waitFor();
  }],
  ["every error of a file is listed, and each leads to its field", async ({ page, base }) => {
    await open(page, base, "/environments/new/draft", "wrong");
    await page.getByRole("button", { name: "Next", exact: true }).click();
    const list = page.getByRole("group").or(page.locator("[class*=awsui_alert]")).filter({ hasText: "8 fields are not right yet" }).first();
    await list.waitFor();
    for (const [name, id] of [
      ["Network: Range of the VPC", "field-network-cidr"],
      ["Cluster and nodes: Kubernetes version", "field-cluster-version"],
      ["Cluster and nodes, group 1: At the start", "field-node-groups-0--desired-size"],
      ["Search: Volume of each", "field-search-volume-gib"],
      ["Repositories and pipelines, repository 1: GitHub repository", "field-repositories-0--repository"],
      ["Notifications and monitoring: Project manager's e-mail", "field-notifications-project-manager-email"],
    ]) {
      await page.getByText(name, { exact: true }).first().click();
      await page.waitForFunction((wanted) => document.activeElement?.id === wanted, id).catch(() => {});
      const at = await page.evaluate(() => document.activeElement?.id);
      hold(`${name} leads to "${at}", not to ${id}`, at === id);
    }
  }],
  ["2,000 events: only what is on screen is in the page, and words find what is not", async ({ page, base }) => {
    await open(page, base, `/launches/${job("staging")}?tab=events`, "many");
    await page.getByText("(2000 of 2000)").waitFor();
    const area = page.getByRole("rowgroup", { name: /^Events/ });
    const rows = () => area.locator("[data-rows]").evaluate((element) => element.children.length);
    hold(`${await rows()} rows are in the page`, (await rows()) <= 60);
    await area.focus();
    await page.keyboard.press("Home");
    await page.getByText("+0:00").first().waitFor();
    hold(`${await rows()} rows are in the page at the top`, (await rows()) <= 60);
    await page.getByPlaceholder("Find by stack, resource, status or words").fill("OpenSearch");
    await page.getByText("(2000 of 2000)").waitFor({ state: "hidden" });
    await page.getByText(/\([1-9]\d* of 2000\)/).waitFor();
    await page.reload();
    await page.getByText(/\([1-9]\d* of 2000\)/).waitFor();
    hold("the words survive a reload", !(await page.getByText("(2000 of 2000)").isVisible()));
    await area.focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.getByText("Physical ID").waitFor();
    hold("axe on an event in the panel", (await axe(page)).length === 0);
    await page.keyboard.press("Escape");
    await page.getByText("Physical ID").waitFor({ state: "hidden" });
  }],
  ["a page survives reload, back and forward", async ({ page, base }) => {
    await open(page, base, "/environments/staging?tab=outputs");
    await page.getByText("KubeconfigCommand").first().waitFor();
    await page.reload();
    await page.getByText("KubeconfigCommand").first().waitFor();
    await page.evaluate(() => { window.location.hash = "/settings"; });
    await page.getByText("Rehearse a failure").first().waitFor();
    await page.goBack();
    await page.getByText("KubeconfigCommand").first().waitFor();
    await page.goForward();
    await page.getByText("Rehearse a failure").first().waitFor();
  }],
  ["without a keychain one can practise without saving", async ({ page, base }) => {
    await page.goto(`${base}/?scenario=keychain#/`);
    await page.getByRole("button", { name: "Practise without saving" }).click();
    await page.getByText("Launch of practice").first().waitFor();
    await page.getByRole("button", { name: "Practice, not saved" }).first().waitFor();
  }],
  ["deleting waits for the name, typed by hand", async ({ page, base }) => {
    await open(page, base, "/environments/staging?tab=danger");
    const button = page.getByRole("button", { name: "Delete environment" });
    hold("the button waits", (await button.getAttribute("aria-disabled")) === "true" || (await button.isDisabled()));
    await page.getByPlaceholder("staging").fill("staging");
    await button.click();
    await page.getByText("Deletion of").first().waitFor();
  }],
];

export const suite = [...forms, ...drafts, ...frame, ...accounts, ...changes, ...costs, ...real];
