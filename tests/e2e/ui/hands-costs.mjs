// Costs by hand: looking into a value and back, charts by keyboard, views that are kept, imports and forgetting.
import { axe, settled } from "./browser.mjs";
import { focused, hold, open } from "./hold.mjs";

const filters = (page) => page.evaluate(() => [...new URLSearchParams(window.location.hash.split("?")[1] ?? "")].filter(([name]) => /^(is|not|by|tab)/.test(name)).map((pair) => pair.join("=")).join(" "));

export const costs = [
  ["shared costs go by the rule that is set, no total changes, and a rule without weights is refused at its field", async ({ page, base }) => {
    await open(page, base, "/costs?tab=shared");
    const row = page.getByRole("row", { name: /^\(untagged\)/ });
    await row.waitFor();
    const cells = () => row.locator("td").allInnerTexts();
    const [of, nothing] = await cells();
    hold(`nothing is shared out of ${of}: ${nothing}`, nothing === "$0.00");
    await page.getByRole("radio", { name: /^By fixed shares/ }).check({ force: true });
    await page.getByRole("button", { name: "Save rule" }).click();
    await page.getByText("need a weight above zero for at least one environment").waitFor();
    await page.getByLabel("production", { exact: true }).fill("7");
    await page.getByLabel("staging", { exact: true }).fill("3");
    await page.getByRole("button", { name: "Save rule" }).click();
    await page.getByText("they are shared out by fixed shares").waitFor();
    const [before, given, after] = await cells();
    hold(`of no environment are ${before}, ${given}, ${after}`, given === `-${before}` && after === "$0.00");
    const said = /Together (.*) before and (.*) after/.exec(await page.getByText("sharing out changes no total").innerText());
    hold(`together ${said?.[1]} and ${said?.[2]}`, said !== null && said[1] === said[2]);
    await row.getByRole("link").click();
    await page.getByText("where environment is (untagged)").first().waitFor();
  }],
  ["a rule that is changed elsewhere is shown at once, and over a draft only when it is asked for", async ({ page, base }) => {
    await open(page, base, "/costs?tab=shared");
    const beside = (rule) => page.evaluate((rule) => window.dispatchEvent(new CustomEvent("array-beside", { detail: { rule: { shares: {}, sharedEnvironments: [], ...rule } } })), rule);
    const chosen = (name) => page.waitForFunction((name) => document.querySelector("main input[type=radio]:checked")?.closest("label, [class*=tile]")?.textContent.startsWith(name), name);
    const said = page.getByText("The rule was changed elsewhere");
    const save = page.getByRole("button", { name: "Save rule" });
    await beside({ method: "even" });
    await chosen("Evenly");
    hold("a form that nobody touched asks nothing", (await said.count()) === 0);
    await page.getByRole("radio", { name: /^In proportion/ }).check({ force: true });
    await beside({ method: "fixed", shares: { production: 7, staging: 3 } });
    await said.waitFor();
    await chosen("In proportion");
    await page.getByText("By fixed shares (production 7, staging 3) is what another window").waitFor();
    hold("axe beside a rule that was changed", (await axe(page)).length === 0);
    await page.getByRole("button", { name: "Keep your draft" }).click();
    await said.waitFor({ state: "hidden" });
    hold("the draft can be saved over it", await save.isEnabled());
    hold(`the focus is on "${await focused(page)}"`, (await focused(page)) === "Save rule");
    await beside({ method: "none" });
    await said.waitFor();
    await page.getByRole("button", { name: "Take the stored rule" }).click();
    await chosen("Not at all");
    hold("nothing asks any more", (await said.count()) === 0);
    await page.getByRole("radio", { name: /^Evenly/ }).check({ force: true });
    await save.click();
    await page.getByText("they are shared out evenly").waitFor();
    hold("what was saved here is no news", (await said.count()) === 0);
  }],
  ["another grouping keeps the focus, words find rows in it, and back brings the order and the words back", async ({ page, base }) => {
    await open(page, base, "/costs?tab=breakdown");
    await page.getByRole("button", { name: /^Group by/ }).click();
    await page.getByRole("option", { name: "Service" }).click();
    await page.getByRole("heading", { name: /^By service/ }).waitFor();
    hold(`the focus is on "${await focused(page)}"`, (await focused(page)).startsWith("Group by"));
    const find = page.getByPlaceholder("Find by service");
    await find.fill("elastic");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: /^By service \(4 of/ }).waitFor();
    await page.getByRole("link", { name: "Amazon Elastic Compute Cloud", exact: true }).click();
    await page.getByRole("heading", { name: /^By usage type \(\d+\)/ }).waitFor();
    await page.goBack();
    await page.getByRole("heading", { name: /^By service \(4 of/ }).waitFor();
  }],
  ["a click looks into a value, says so in words, and back leads out again", async ({ page, base }) => {
    await open(page, base, "/costs?tab=breakdown");
    await page.getByRole("link", { name: "staging", exact: true }).click();
    await page.getByText("where environment is staging").first().waitFor();
    hold(`the address asks ${await filters(page)}`, (await filters(page)) === "tab=breakdown is.environment=staging by=service");
    await page.getByRole("link", { name: "Amazon Elastic Compute Cloud", exact: true }).click();
    await page.getByText("By usage type").first().waitFor();
    await page.getByRole("button", { name: "Line items of NatGateway-Bytes" }).click();
    await page.getByText("Line items: NatGateway-Bytes").first().waitFor();
    await page.reload();
    await page.getByText("By usage type").first().waitFor();
    hold("the address survives a reload", (await filters(page)).includes("is.service=Amazon Elastic Compute Cloud"));
    await page.goBack();
    await page.getByText("By service", { exact: false }).first().waitFor();
    hold(`back leads to ${await filters(page)}`, (await filters(page)) === "tab=breakdown is.environment=staging by=service");
  }],
  ["a figure tells its origin where the pointer or the focus rests, Escape closes it, and arrows reach it in a table", async ({ page, base }) => {
    await open(page, base, "/costs?tab=breakdown");
    const told = page.getByRole("tooltip");
    const row = page.getByRole("row", { name: /^production/ });
    const figure = row.getByRole("button", { name: /^\$/ }).first();
    hold("nothing of an origin is there before it is asked for", (await told.count()) === 0);
    await figure.hover();
    const words = told.getByText("Effective cost by environment, November 2026.");
    await words.hover();
    await page.waitForTimeout(500);
    hold("it stays while the pointer is on its words", await words.isVisible());
    await page.mouse.move(0, 0);
    await told.waitFor({ state: "detached" });
    await figure.hover();
    await words.waitFor();
    await page.keyboard.press("Escape");
    await told.waitFor({ state: "detached" });
    await page.mouse.move(0, 0);
    await row.getByRole("link", { name: "production", exact: true }).focus();
    await page.keyboard.press("ArrowRight");
    hold(`the focus is on "${await focused(page)}"`, /^\$\d/.test(await focused(page)));
    await told.getByText("From FOCUS_1_2_AWS of November 2026").waitFor();
    const described = await page.evaluate(() => document.getElementById(document.activeElement?.getAttribute("aria-describedby") ?? "")?.textContent ?? "");
    hold(`a screen reader hears at the figure: ${described}`, /^\$1,156\.\d+Effective cost by environment/.test(described));
    hold("axe on a figure that tells its origin", (await axe(page)).length === 0);
    await page.keyboard.press("Escape");
    await told.waitFor({ state: "detached" });
    hold("Escape leaves the focus where it was", /^\$\d/.test(await focused(page)));
    await page.keyboard.press("ArrowDown");
    await told.getByText("From FOCUS_1_2_AWS of November 2026").waitFor();
    await page.keyboard.press("ArrowLeft");
    await told.waitFor({ state: "detached" });
    await open(page, base, "/costs");
    await page.getByText("Why it changed").waitFor();
    await page.locator("main").getByRole("tab", { name: "Overview" }).focus();
    for (let press = 0; press < 6 && (await told.count()) === 0; press++) await page.keyboard.press("Tab");
    await told.getByText("Effective cost, November 2026.").waitFor();
  }],
  ["a chart is read with the arrow keys, and its numbers are the same as a table", async ({ page, base }) => {
    await open(page, base, "/costs?tab=breakdown");
    const chart = page.getByRole("application", { name: /Effective cost by month and environment/ });
    await chart.focus();
    await page.keyboard.press("End");
    const card = page.locator(".ac-chart-card").filter({ hasText: "November 2026" });
    await card.waitFor();
    const said = await card.locator("dd").allInnerTexts();
    await page.keyboard.press("Escape");
    await card.waitFor({ state: "hidden" });
    await page.getByRole("checkbox", { name: "As numbers" }).click();
    const row = await page.getByRole("row", { name: /^November 2026/ }).getByRole("cell").allInnerTexts();
    hold(`the table says ${row}, the chart ${said}`, said.length > 2 && said.every((text) => row.includes(text)));
    hold("axe on the numbers", (await axe(page)).length === 0);
  }],
  ["Enter on a day shows its line items", async ({ page, base }) => {
    await open(page, base, "/costs?tab=trend");
    await page.getByRole("application").focus();
    await page.keyboard.press("Home");
    await page.keyboard.press("Enter");
    await page.getByText("Line items: 1 November 2026").first().waitFor();
  }],
  ["the calendar is walked by weeks and days, and says what each cost", async ({ page, base }) => {
    await open(page, base, "/costs?tab=trend");
    const last = page.locator("[data-day='2026-11-23']");
    await last.focus();
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("ArrowDown");
    const at = await page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? "");
    hold(`the focus is on "${at}"`, /^17 November 2026: \$\d/.test(at));
  }],
  ["a view that was given a name is there after a reload, opens, and is deleted", async ({ page, base }) => {
    await open(page, base, "/costs?tab=breakdown&by=region&is.environment=production");
    const menu = async (name) => {
      await page.getByRole("button", { name: "Views" }).click();
      await page.getByRole("menuitem", { name, exact: true }).click();
    };
    await menu("Save this view…");
    await page.getByRole("dialog").getByLabel("Name").fill("Production by region");
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").waitFor({ state: "hidden" });
    await open(page, base, "/costs");
    await page.getByText("Why it changed").waitFor();
    await settled(page);
    await menu("Production by region");
    await page.getByText("By region").first().waitFor();
    hold(`the view asks ${await filters(page)}`, (await filters(page)) === "tab=breakdown by=region is.environment=production");
    await menu("Delete Production by region");
    await page.getByRole("button", { name: "Views" }).click();
    hold("the view is still there", !(await page.getByRole("menuitem", { name: "Production by region" }).isVisible()));
  }],
  ["an import shows how far it is, and what came of it; a cancelled one says what stays", async ({ page, base }) => {
    await page.goto(`${base}/?scenario=full&theme=system&lasts=4000#/costs?tab=data`);
    await page.getByRole("button", { name: "Choose files" }).click();
    await page.getByText("231 MB of 544 MB").waitFor();
    await page.getByRole("progressbar").first().waitFor();
    await page.getByText("3 months came in from 3 files").first().waitFor();
    await page.getByRole("button", { name: "Choose a folder" }).click();
    await page.getByRole("button", { name: "Cancel the import of data" }).click();
    await page.getByText("Cancelled. Nothing came in").first().waitFor();
  }],
  ["an empty page brings in practice's costs by one click", async ({ page, base }) => {
    await page.goto(`${base}/?scenario=empty&theme=system&lasts=600#/costs`);
    await page.getByRole("button", { name: "Bring in the practice account's data" }).click();
    await page.getByText("Data Export array-costs of Practice").first().waitFor();
    await page.getByText("3 months came in from 3 files").first().waitFor();
    await page.getByRole("tab", { name: "Overview" }).click();
    await page.getByText("Why it changed").waitFor();
  }],
  ["nothing is asked of AWS before its price is agreed to; another answer, and it is to be shown again", async ({ page, base }) => {
    await page.goto(`${base}/?scenario=accounts&theme=system&lasts=600#/costs?tab=data`);
    await page.getByRole("button", { name: "Get costs from AWS…" }).click();
    const dialog = page.getByRole("dialog");
    const price = dialog.getByRole("button", { name: "Show the price" });
    hold("without a source there is no price", await price.getAttribute("aria-disabled") === "true");
    await dialog.getByRole("radio", { name: /^Cost Explorer/ }).check({ force: true });
    await price.click();
    const practice = dialog.getByRole("button", { name: "Get 2 months" });
    await practice.waitFor();
    await dialog.getByRole("button", { name: /^Account/ }).click();
    await page.getByRole("option", { name: /^release/ }).click();
    await practice.waitFor({ state: "hidden" });
    await dialog.getByRole("radio", { name: /^Cost Explorer/ }).check({ force: true });
    await price.click();
    await dialog.getByRole("button", { name: "Get it for at least $0.04" }).click();
    await dialog.waitFor({ state: "hidden" });
    await page.getByText("Cost Explorer of release, October 2026 to November 2026").first().waitFor();
    await page.getByText("3 months came in from 3 files").first().waitFor();
  }],
  ["beyond the cap nothing starts, and a higher cap is set where one reads it", async ({ page, base }) => {
    await open(page, base, "/costs?tab=data", "accounts");
    const cap = page.getByLabel("Cap, US dollars a month");
    await cap.first().fill("0.1x");
    await page.getByText("Write dollars like 1 or 2.50").waitFor();
    await cap.first().fill("0");
    await page.keyboard.press("Enter");
    await page.getByText("of your cap of $0.00 a month").first().waitFor();
    await page.getByRole("button", { name: "Get costs from AWS…" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: /^Account/ }).click();
    await page.getByRole("option", { name: /^release/ }).click();
    await dialog.getByRole("radio", { name: /^Data Export/ }).check({ force: true });
    await dialog.getByRole("button", { name: "Show the price" }).click();
    const get = dialog.getByRole("button", { name: /^Get it for/ });
    await dialog.getByText("That is beyond the cap").waitFor();
    hold("it cannot be started", await get.getAttribute("aria-disabled") === "true" || await get.isDisabled());
    await dialog.getByLabel("Cap, US dollars a month").fill("2.50");
    await dialog.getByRole("button", { name: "Set cap" }).click();
    await dialog.getByText("of your cap of $2.50 a month").waitFor();
    await dialog.getByText("That is beyond the cap").waitFor({ state: "hidden" });
    hold("now it can", await get.isEnabled());
  }],
  ["costs dropped on any page are imported, and shown where they come in", async ({ page, base }) => {
    await page.goto(`${base}/?scenario=full&theme=system&lasts=600#/accounts`);
    const drag = (detail) => page.evaluate((detail) => window.dispatchEvent(new CustomEvent("array-drags", { detail })), detail);
    await page.getByRole("heading", { name: "Accounts" }).first().waitFor();
    await drag({ name: "array-costs.csv.gz" });
    await page.getByText("Drop to import as costs").waitFor();
    await drag({ name: "array-costs.csv.gz", text: "" });
    await page.getByText("Drop to import as costs").waitFor({ state: "hidden" });
    await page.getByText("Import cost exports").waitFor();
    await page.getByText("3 months came in from 3 files").first().waitFor();
  }],
  ["what is dropped at the first start opens its own door: costs theirs, an environment file its draft", async ({ page, base }) => {
    const drag = (detail) => page.evaluate((detail) => window.dispatchEvent(new CustomEvent("array-drags", { detail })), detail);
    const doors = async (scenario) => {
      await page.goto(`${base}/?scenario=${scenario}&theme=system&lasts=600#/`);
      await page.reload();
      await page.getByRole("button", { name: /^Open cost files/ }).waitFor();
    };
    await doors("first");
    await drag({ name: "array-costs.csv.gz" });
    await page.getByText("Drop to import as costs").waitFor();
    await drag({ name: "array-costs.csv.gz", text: "" });
    await page.getByText("Import cost exports").waitFor();
    await page.getByText("3 months came in from 3 files").first().waitFor();
    await doors("first");
    await drag({ name: "dropped.toml", text: 'name = "dropped"\nkind = "staging"\n' });
    await page.getByText("Environment dropped").waitFor();
    await page.getByText("Read /home/ada/dropped.toml").waitFor();
    await doors("first");
    await drag({ name: "notes.toml", text: "\u0000no toml" });
    await page.getByText("notes.toml cannot be read as an environment file").waitFor();
    await page.getByRole("button", { name: "Open cost files" }).waitFor();
    // Without a store nothing can be kept: it is said what to do, and the doors stay.
    await doors("keychain");
    await drag({ name: "dropped.toml", text: 'name = "dropped"' });
    await page.getByText("What was dropped could not be taken").waitFor();
    await page.getByRole("button", { name: "Open cost files without saving" }).waitFor();
  }],
  ["what another process brings in is there without a reload", async ({ page, base }) => {
    const beside = () => page.evaluate(() => window.dispatchEvent(new CustomEvent("array-beside")));
    await open(page, base, "/costs", "oneMonth");
    await page.getByText("Only one month is here").waitFor();
    await beside();
    await page.getByText("Why it changed").waitFor();
    await open(page, base, "/costs", "empty");
    await page.getByText("No costs were imported yet").waitFor();
    await beside();
    await page.getByText("Why it changed").waitFor();
  }],
  ["an import that ends while another page is shown says so, and leads to what came of it", async ({ page, base }) => {
    await page.goto(`${base}/?scenario=full&theme=system&lasts=2500#/costs?tab=data`);
    await page.getByRole("button", { name: "Choose files" }).click();
    await page.getByText("231 MB of 544 MB").waitFor();
    await page.getByRole("link", { name: "Accounts" }).click();
    await page.getByRole("button", { name: "Jobs: 2 running" }).waitFor();
    const news = page.getByRole("region", { name: /otification/ }).or(page.locator("[class*=flashbar]")).first();
    await news.getByText("Import of costs").waitFor();
    await page.getByRole("button", { name: "Show", exact: true }).click();
    await page.getByText("Import of array-costs-00001.csv.gz").first().waitFor();
  }],
  ["a report is handed on as a file of each kind, or printed", async ({ page, base }) => {
    await open(page, base, "/costs?tab=breakdown&by=service");
    for (const [way, ending] of [["HTML", "html"], ["Excel workbook", "xlsx"], ["CSV", "csv"]]) {
      await page.getByRole("button", { name: "Export…" }).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByRole("radio", { name: new RegExp(`^${way}`) }).check({ force: true });
      await dialog.getByRole("checkbox", { name: "Shorten account numbers" }).check({ force: true });
      await dialog.getByRole("button", { name: "Save…" }).click();
      await page.getByText(`Saved /home/ada/costs.${ending}`).waitFor();
    }
    await page.getByRole("button", { name: "Export…" }).click();
    await page.getByRole("dialog").getByRole("radio", { name: /^Print or PDF/ }).check({ force: true });
    await page.getByRole("dialog").getByRole("button", { name: "Print…" }).click();
    await page.getByRole("dialog").waitFor({ state: "hidden" });
  }],
  ["how many there were of a unit is said, makes what one costs, and is taken back", async ({ page, base }) => {
    await open(page, base, "/costs?tab=units");
    const many = page.getByLabel("How many").first();
    await many.fill("some");
    await page.getByText("Write a whole number, like 1840.").waitFor();
    await many.fill("1840");
    await page.keyboard.press("Enter");
    await page.getByText("One active crew profile cost $0.97").waitFor();
    await page.getByText("you said so").waitFor();
    await page.getByRole("button", { name: "Take back the count of November 2026" }).click();
    await page.getByText("How many active crew profiles there were is not known.").waitFor();
  }],
  ["a budget is set and removed in the settings, where it is said how it stands", async ({ page, base }) => {
    await open(page, base, "/settings");
    await page.getByLabel("Environment", { exact: true }).fill("staging");
    await page.getByLabel("A month").fill("40O");
    await page.getByText("Write it like 1200").waitFor();
    await page.getByLabel("A month").fill("400");
    await page.keyboard.press("Enter");
    await page.getByText(/of \$400\.00 for staging in November 2026 \(\d+%\)/).waitFor();
    await page.getByRole("button", { name: "Remove the budget of staging" }).click();
    await page.getByText("No budget is set.").waitFor();
  }],
  ["a month is forgotten only after a question, and leaves the reports", async ({ page, base }) => {
    await open(page, base, "/costs?tab=data");
    await page.getByRole("radio", { name: "Choose 2026-11" }).click();
    await page.getByRole("button", { name: "Forget this month…" }).click();
    await settled(page);
    await page.getByRole("dialog").getByRole("button", { name: "Forget", exact: true }).click();
    await page.getByText("November 2026 is forgotten").waitFor();
    await page.getByRole("tab", { name: "Overview" }).click();
    await page.getByText(/^October: /).first().waitFor();
  }],
];
