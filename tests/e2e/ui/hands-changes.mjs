// Changing what runs, by hand: from the button on its page to the change set that is agreed to or discarded.
import { axe, settled } from "./browser.mjs";
import { hold, open } from "./hold.mjs";
import { job } from "./views.mjs";

const button = (page, name) => page.getByRole("button", { name, exact: true }).first();
const waits = async (one) => (await one.getAttribute("aria-disabled")) === "true" || (await one.isDisabled());

/** From the page of what runs to the plan of its change. */
async function planned(page, base) {
  await open(page, base, "/environments/staging");
  await button(page, "Edit").click();
  await page.getByText("Edit staging").first().waitFor();
  await button(page, "Skip to Review").click();
  await button(page, "Review changes").click();
  await page.getByText("Changes to staging").first().waitFor();
}

export const changes = [
  ["an edit begins with the file that runs, keeps what cannot be changed, and says what runs beside what is asked for", async ({ page, base }) => {
    await open(page, base, "/environments/staging");
    await button(page, "Edit").click();
    await page.getByText("Edit staging").first().waitFor();
    for (const id of ["field-name", "field-region"]) {
      const fixed = await page.locator(`#${id}`).evaluate((field) => field.readOnly || field.getAttribute("aria-readonly") === "true" || field.getAttribute("aria-disabled") === "true");
      hold(`${id} cannot be changed`, fixed);
    }
    await page.locator("[data-testid=ledger-change]").getByText(/^Now \$[\d,.]+: no change$/).waitFor();
    await page.getByLabel("Owner").fill("Stage crew");
    await page.getByText("Runs now with platform-team@example.com.").waitFor();
    // Begun once, gone on with from then on.
    await page.waitForFunction(() => document.body.innerText.includes("Draft saved"));
    await button(page, "Close").click();
    await page.getByText("How it hangs together").first().waitFor();
    await button(page, "Edit").click();
    await page.getByText("Edit staging").first().waitFor();
    hold("the edit goes on where it was left", (await page.getByLabel("Owner").inputValue()) === "Stage crew");
  }],
  ["the plan of a change says what it adds, changes, replaces and removes, what it costs and how long it takes", async ({ page, base }) => {
    await planned(page, base);
    await page.getByText(/^\+\$[\d,.]+; now \$[\d,.]+$/).waitFor();
    await page.getByText("Time to update").waitFor();
    for (const words of ["Added", "Modified", "Replaced", "Removed", "cannot be changed in place"]) await page.getByText(words, { exact: true }).first().waitFor();
    await page.getByRole("cell", { name: /^InstanceTypes/ }).waitFor();
    await page.getByRole("button", { name: /Replaced or removed/ }).click();
    await page.getByText("Added", { exact: true }).first().waitFor({ state: "hidden" });
  }],
  ["the templates of a change are held against those of what runs", async ({ page, base }) => {
    await planned(page, base);
    await page.getByRole("tab", { name: "Template" }).click();
    await page.getByText(/^Against what runs: \d+ lines? added, \d+ removed\.$/).waitFor();
    await page.getByText("equal lines").first().waitFor();
    await page.getByRole("button", { name: /^Template/ }).click();
    for (const fate of ["unchanged", "changed"]) await page.getByRole("option").getByText(fate, { exact: true }).first().waitFor();
    await page.keyboard.press("Escape");
    await button(page, "Whole text").click();
    await page.getByText("equal lines").waitFor({ state: "hidden" });
  }],
  ["an update is told what a launch is told: what follows a failure, its protection, the role", async ({ page, base }) => {
    await planned(page, base);
    await page.getByText("When a resource fails: roll back.").waitFor();
    await page.getByRole("button", { name: /^Options/ }).click();
    hold("an update is never deleted for its failure", (await page.getByRole("radio").count()) === 2);
    await page.getByRole("radio", { name: /Keep everything/ }).click();
    await page.getByRole("checkbox", { name: /Turn on once everything stands/ }).click();
    await page.getByLabel(/Service role/).fill("Deployer");
    await button(page, "Create change set").click();
    await page.getByText("`Deployer` is no ARN of an IAM role").waitFor();
    await page.getByLabel(/Service role/).fill("arn:aws:iam::123456789012:role/Deployer");
    await page.getByText("When a resource fails: keep everything as it stands. Termination protection is turned on. CloudFormation works as role/Deployer.").waitFor();
    await button(page, "Create change set").click();
    await page.getByText("Review the change set").waitFor();
  }],
  ["a change set that replaces something waits for the name; then it is carried out", async ({ page, base }) => {
    await planned(page, base);
    await button(page, "Create change set").click();
    await page.getByText("Review the change set").waitFor();
    await page.getByText("Update of staging").first().waitFor();
    const execute = button(page, "Execute change set");
    hold("the button waits for the name", await waits(execute));
    await page.getByPlaceholder("staging").fill("stagin");
    hold("nearly the name is not the name", await waits(execute));
    await page.getByPlaceholder("staging").fill("staging");
    await settled(page);
    hold("axe on the card with the name in it", (await axe(page)).length === 0);
    await execute.click();
    await page.getByText("The environment runs.").first().waitFor();
    // The draft has become the update.
    await page.evaluate(() => { window.location.hash = "/environments"; });
    await page.getByText("Drafts").first().waitFor();
    hold("the draft is gone", !(await page.getByText("Changes to staging").first().isVisible()));
  }],
  ["a change set can be discarded, and its file goes on as an edit", async ({ page, base }) => {
    await open(page, base, `/launches/${job("review")}`);
    await button(page, "Discard change set").click();
    await page.getByText("The change set was discarded").first().waitFor();
    await button(page, "Change the file").click();
    await page.getByText("Edit staging").or(page.getByText("Edit review")).first().waitFor();
  }],
  ["a stuck rollback goes on with what is ticked left as it is", async ({ page, base }) => {
    await open(page, base, `/launches/${job("rollback")}`);
    await page.getByText("AWS tries to set all of it back.").waitFor();
    await page.getByRole("checkbox", { name: "NodesGeneral.ManagedGroup" }).click();
    await page.getByText("AWS sets back everything but the one that you leave.").waitFor();
    hold("AWS cancels no rollback", !(await page.getByRole("button", { name: "Cancel update" }).isVisible()));
    await button(page, "Continue rollback").click();
    await page.getByText("The rollback needs you").waitFor({ state: "hidden" });
  }],
];
