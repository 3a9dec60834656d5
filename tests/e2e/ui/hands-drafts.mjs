// Drafts, files and lists by hand: what saves itself, what an address keeps, what a dropped file becomes.
import { settled } from "./browser.mjs";
import { hold, open } from "./hold.mjs";

const drop = (page, detail) => page.evaluate((detail) => window.dispatchEvent(new CustomEvent("array-drags", { detail })), detail);

const address = (page) => page.evaluate(() => window.location.hash);

export const drafts = [
  ["a draft saves itself, has an address of its own, and comes back with its step", async ({ page, base }) => {
    await open(page, base, "/environments/new/new");
    await page.locator("#field-name").fill("matinee");
    await page.waitForFunction(() => !window.location.hash.includes("/new/new"));
    await page.getByText("Draft saved").waitFor();
    hold("the field lost what was typed when the address changed", (await page.locator("#field-name").inputValue()) === "matinee");
    await page.getByRole("button", { name: "Next", exact: true }).click();
    await page.locator("#field-network-cidr").waitFor();
    await page.goBack();
    await page.locator("#field-name").waitFor();
    hold("back forgot what was typed", (await page.locator("#field-name").inputValue()) === "matinee");
    await page.goForward();
    await page.locator("#field-network-cidr").waitFor();
    await page.evaluate(() => { window.location.hash = "/environments"; });
    await page.getByRole("button", { name: "Resume the draft matinee" }).click();
    await page.locator("#field-network-cidr").waitFor();
    await page.getByText("Environment matinee").waitFor();
  }],
  ["Next is judged by what was typed last, not by an answer to what was typed before", async ({ page, base }) => {
    await page.goto(`${base}/?scenario=full&delay=700#/environments/new/new`);
    const field = page.locator("#field-name");
    await field.fill("Not A Name");
    await page.getByText("not right yet").first().waitFor();
    await field.fill("matinee");
    await page.getByRole("button", { name: "Next", exact: true }).click();
    await page.locator("#field-network-cidr").waitFor();
    await page.getByRole("button", { name: "Previous", exact: true }).click();
    await field.fill("Not A Name");
    await page.getByRole("button", { name: "Next", exact: true }).click();
    await page.locator("[data-field=name]").getByText("cannot be an environment's name").waitFor();
    await settled(page);
    hold("a step with an error was left", await field.isVisible());
  }],
  ["what was typed just before the wizard is left is in the draft", async ({ page, base }) => {
    await open(page, base, "/environments/new/new");
    await page.locator("#field-name").fill("hasty");
    await page.evaluate(() => { window.location.hash = "/environments"; });
    await page.getByRole("button", { name: "Resume the draft hasty" }).waitFor();
  }],
  ["a discarded draft can be put back", async ({ page, base }) => {
    await open(page, base, "/environments");
    await page.getByRole("button", { name: "Discard the draft festival" }).click();
    await page.getByRole("button", { name: "Resume the draft festival" }).waitFor({ state: "hidden" });
    await page.getByRole("button", { name: "Put it back" }).click();
    await page.getByRole("button", { name: "Resume the draft festival" }).waitFor();
  }],
  ["a file dropped on the window becomes a draft; one that is none says why", async ({ page, base }) => {
    await open(page, base, "/");
    await drop(page, { name: "dropped.toml" });
    await page.getByText("Drop the environment file to open it as a draft").waitFor();
    await drop(page, { name: "dropped.toml", text: 'name = "dropped"\nkind = "staging"\n' });
    await page.getByText("Environment dropped").waitFor();
    await page.getByText("Read /home/ada/dropped.toml").waitFor();
    await drop(page, { name: "notes.toml", text: "\u0000no toml" });
    await page.getByText("notes.toml cannot be read as an environment file").waitFor();
    await page.getByText("Environment dropped").waitFor();
  }],
  ["what is typed as TOML is taken over by the form, and what cannot be read is not", async ({ page, base }) => {
    await open(page, base, "/environments/new/new?tab=file");
    const area = page.getByLabel("Environment file as TOML");
    await page.waitForFunction(() => document.querySelector("textarea")?.value.includes("name ="));
    await area.fill('name = "typed"\nkind = "production"\n');
    await page.getByText("Environment typed").waitFor();
    await area.fill("nothing of the kind");
    await page.getByText("The form keeps what it had").waitFor();
    await page.getByText("Environment typed").waitFor();
    await page.getByRole("button", { name: /Go to line/ }).first().click();
    hold("the problem does not lead into the text", await page.evaluate(() => document.activeElement?.tagName === "TEXTAREA"));
    await page.getByRole("button", { name: "Write anew from the form" }).click();
    await page.waitForFunction(() => document.querySelector("textarea")?.value.includes('name = "typed"'));
  }],
  ["the ledger tells the last change, marks the fields of a part, and never changes its height", async ({ page, base }) => {
    await open(page, base, "/environments/new/new?step=cluster");
    await page.getByText("Time to launch").first().waitFor();
    const height = () => page.getByTestId("ledger").evaluate((element) => element.getBoundingClientRect().height);
    const before = await height();
    await page.locator("#field-node-groups-0--desired-size").fill("3");
    await page.getByTestId("ledger-change").getByText("+$").waitFor();
    hold("the ledger jumped with a change", (await height()) === before);
    await page.getByTestId("ledger").getByRole("button", { name: /Nodes: general/ }).hover();
    await page.locator("[data-field='node_groups[0].desired_size'].ac-marked").waitFor();
    hold("fields of other parts are marked", (await page.locator("[data-field='cluster.version'].ac-marked").count()) === 0);
    for (const [field, value] of [["min", "9"], ["desired", "4"], ["max", "5"]]) await page.locator(`#field-node-groups-0--${field}-size`).fill(value);
    await page.getByTestId("ledger-change").getByText("not right yet").waitFor();
    hold("the ledger jumped with an error", (await height()) === before);
  }],
  ["a switch tells what turning it over costs", async ({ page, base }) => {
    await open(page, base, "/environments/new/new?step=network");
    await page.locator("[data-field='network.nat']").getByText(/One for each zone: \+\$\d+\.\d\d a month/).waitFor();
    await open(page, base, "/environments/new/new?step=people");
    await page.locator("[data-field='monitoring.alarms']").getByText(/Turning it off: -\$\d+\.\d\d a month/).waitFor();
  }],
  ["a list keeps its filter and order over a reload", async ({ page, base }) => {
    await open(page, base, "/environments?filter=state%3DFailed");
    await page.getByText("showing 1 of").first().waitFor();
    await page.getByRole("button", { name: "Region" }).first().press("Enter");
    await page.waitForFunction(() => window.location.hash.includes("sort=region"));
    await page.reload();
    await page.getByText("showing 1 of").first().waitFor();
    hold(`the order is gone from ${await address(page)}`, (await address(page)).includes("sort=region"));
    await settled(page);
    await page.getByRole("button", { name: "Save as CSV" }).first().click();
    await page.getByText("Saved /home/ada/environments.csv").waitFor();
  }],
];
