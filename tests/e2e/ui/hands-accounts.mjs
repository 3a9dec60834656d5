// Accounts by hand: adding by each way, errors at their fields, codes, rotation, and what went.
import { axe, settled } from "./browser.mjs";
import { focused, hold, open } from "./hold.mjs";

const button = (page, name) => page.getByRole("button", { name, exact: true }).first();

export const accounts = [
  ["the door of the first start leads to adding an account", async ({ page, base }) => {
    await open(page, base, "/", "first");
    await button(page, "Sign in to AWS").click();
    await page.getByText("How do you get in?").waitFor();
    hold(`the address is ${page.url()}`, page.url().endsWith("/accounts/add"));
  }],
  ["a profile becomes an account that tries itself, and stands in the bar's menu", async ({ page, base }) => {
    await open(page, base, "/accounts/add?way=profile");
    await page.getByRole("button", { name: /Choose a profile/ }).click();
    await page.getByRole("option", { name: /crew-prod/ }).click();
    await page.getByTestId("chain").getByText(/Signs in at .* as Release in account 111122223333/).waitFor();
    hold("the profile's name is offered", (await page.getByLabel("Name").inputValue()) === "crew-prod");
    await page.getByLabel("Name").fill("");
    await button(page, "Add and test").click();
    await page.getByText("cannot be an account's name").waitFor();
    await page.getByLabel("Name").fill("prod");
    await button(page, "Add and test").click();
    await page.getByText("1111-2222-3333").first().waitFor();
    await page.getByRole("list", { name: "Steps into prod" }).getByText("Ask AWS who we are").waitFor();
    await page.getByRole("button", { name: /^Account: Practice/ }).click();
    await page.getByRole("menuitem", { name: /^prod/ }).click();
    await page.getByRole("button", { name: /^Account: prod .*1111-2222-3333/ }).waitFor();
    await page.reload();
  }],
  ["keys are held by a handle; nothing can be added before they are there", async ({ page, base }) => {
    await open(page, base, "/accounts/add?way=keys");
    const add = button(page, "Add and test");
    hold("the button waits for keys", (await add.getAttribute("aria-disabled")) === "true" || (await add.isDisabled()));
    await button(page, "Take from clipboard").click();
    await page.getByText("The clipboard was cleared.").waitFor();
    await page.getByLabel("Name").fill("lab");
    await add.click();
    await page.locator("[data-account=lab]").getByText("1111-2222-3333").waitFor();
  }],
  ["several roles of a portal are added at once, each under a name of its own", async ({ page, base }) => {
    await open(page, base, "/accounts/add");
    await page.getByLabel("Start URL").fill("example");
    await button(page, "Sign in with browser").click();
    await page.getByText("is no start URL").waitFor();
    await page.getByLabel("Start URL").fill("https://example-start.awsapps.com/start");
    await button(page, "Sign in with browser").click();
    await page.getByTestId("user-code").getByText("GBXR-QKLM").waitFor();
    await page.evaluate(() => window.dispatchEvent(new Event("array-portal-confirms")));
    await page.getByRole("checkbox", { name: "Choose Release in crewdesk-prod" }).check();
    await page.getByRole("checkbox", { name: "Choose ReadOnly in crewdesk-prod" }).check();
    await button(page, "Add and test 2 accounts").click();
    for (const name of ["crewdesk-prod-Release", "crewdesk-prod-ReadOnly"]) {
      await page.locator(`[data-account=${name}]`).getByText("1111-2222-3333").waitFor();
    }
  }],
  ["cancelling in the dialog ends the waiting and adds nothing", async ({ page, base }) => {
    await open(page, base, "/accounts/add");
    await page.getByLabel("Start URL").fill("https://example-start.awsapps.com/start");
    await button(page, "Sign in with browser").click();
    await page.getByTestId("user-code").waitFor();
    await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
    await page.getByRole("dialog").waitFor({ state: "hidden" });
    hold("nothing is offered", !(await page.getByRole("heading", { name: /^Accounts and roles/ }).isVisible()));
  }],
  ["a code of an MFA device is asked for in front of any page, by keyboard alone", async ({ page, base }) => {
    await open(page, base, "/accounts", "accounts");
    await button(page, "Test release").click();
    await page.getByRole("dialog").getByText("AWS wants a code for release").waitFor();
    await settled(page);
    hold(`the focus is on "${await focused(page)}"`, (await focused(page)).startsWith("Code"));
    await page.keyboard.type("12345");
    await page.keyboard.press("Enter");
    await page.getByText("A code has six digits.").waitFor();
    await page.keyboard.type("6");
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").waitFor({ state: "hidden" });
    await page.locator("[data-account=release]").getByText("Signed in, 60 min left").waitFor();
    await button(page, "Test release").click();
    await page.getByRole("dialog").getByRole("button", { name: "Not now" }).click();
    await page.locator("[data-account=release]").getByText("nobody gave one").waitFor();
  }],
  ["a rotation shows its steps, a sign-out and a removal say what went", async ({ page, base }) => {
    await open(page, base, "/accounts", "accounts");
    await button(page, "More of dev").click();
    await page.getByRole("menuitem", { name: "Rotate keys…" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Rotate keys", exact: true }).click();
    await page.getByText("The old key AKIAIOSFODNN7EXAMPLE is deleted.").waitFor();
    hold("axe on the rotation", (await axe(page)).length === 0);
    await page.getByRole("dialog").getByRole("button", { name: "Close", exact: true }).first().click();
    await button(page, "More of prod").click();
    await page.getByRole("menuitem", { name: "Sign out…" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Sign out", exact: true }).click();
    await page.getByText("The portal's tokens in the keychain.").waitFor();
    await page.locator("[data-account=prod]").getByText("Sign in again").waitFor();
    await button(page, "More of dev").click();
    await page.getByRole("menuitem", { name: "Remove…" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Remove account", exact: true }).click();
    await page.locator("[data-account=dev]").waitFor({ state: "detached" });
  }],
  ["a plan is made against the account that is chosen", async ({ page, base }) => {
    await open(page, base, "/plan/draft", "accounts");
    await page.getByText("Simulated: nothing is made in AWS").first().waitFor();
    await page.getByRole("button", { name: /Plan against/ }).click();
    await page.getByRole("option", { name: /^prod/ }).click();
    await page.getByText("111122223333").first().waitFor();
    await page.reload();
    await page.getByText("111122223333").first().waitFor();
  }],
];
