// What a real account brings, by hand: sessions that end, jobs that wait for a sign-in, secrets, the audit trail.
import { hold, open } from "./hold.mjs";

const button = (page, name) => page.getByRole("button", { name, exact: true }).first();

export const real = [
  ["a job that waits for a session is signed in from its page and goes on", async ({ page, base }) => {
    await open(page, base, "/launches/job-sign-in", "accounts");
    await button(page, "Sign in to prod").click();
    await page.getByTestId("user-code").getByText("GBXR-QKLM").waitFor();
    await page.evaluate(() => window.dispatchEvent(new Event("array-portal-confirms")));
    await page.getByText("This needs you").waitFor({ state: "hidden" });
  }],
  ["a launch that waits for GitHub opens the console's page and goes on by itself", async ({ page, base }) => {
    await open(page, base, "/launches/job-handshake", "accounts");
    await button(page, "Open the connections page").click();
    await page.getByText("This needs you").waitFor();
    await page.evaluate(() => window.dispatchEvent(new Event("array-github-confirms")));
    await page.getByText("This needs you").waitFor({ state: "hidden" });
    await button(page, "Show environment").waitFor();
  }],
  ["where no browser opens, the console's page can be copied", async ({ page, base }) => {
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await open(page, base, "/launches/job-handshake", "browserless");
    await button(page, "Open the connections page").click();
    await button(page, "No browser opened: copy the address").click();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    hold(`the address is ${copied}`, copied === "https://console.aws.amazon.com/codesuite/settings/connections?region=us-east-1");
  }],
  ["the overview says whose session ends, and renews it there", async ({ page, base }) => {
    await open(page, base, "/", "accounts");
    await page.getByText("The session of release ends soon").waitFor();
    const listed = await page.locator(".ac-needs > li").count();
    await page.getByLabel(`${listed} need you`).waitFor();
    hold(`the counter counts the ${listed} that are listed`, listed > 3);
    const renew = page.getByRole("button", { name: "Renew: The session of release ends soon" });
    await renew.click();
    await page.getByText("AWS wants a code for release").waitFor();
    await page.getByRole("textbox", { name: "Code" }).fill("123456");
    await button(page, "Use code").click();
    await renew.waitFor({ state: "hidden" });
  }],
  ["a launch that waits for secrets leads to where they are given", async ({ page, base }) => {
    await open(page, base, "/launches/job-secrets", "accounts");
    await button(page, "Give the secrets").click();
    await button(page, "Take from clipboard: PagerDuty").click();
    await page.getByText("PagerDuty is kept").waitFor();
    await button(page, "Forget PagerDuty").click();
    await page.getByText("PagerDuty is kept").waitFor({ state: "hidden" });
  }],
  ["the audit trail names what a call went to, and shows the whole ARN where the pointer rests", async ({ page, base }) => {
    await open(page, base, "/audit", "accounts");
    const target = page.getByText("changeSet/array-5b0e9d1c-6a7f-4c2d-9e8b-3f4a5b6c7d8e", { exact: true });
    const whole = await target.getAttribute("title");
    hold(`the whole is ${whole}`, whole.startsWith("arn:aws:cloudformation:") && whole.endsWith("050403020100"));
  }],
  ["the audit trail is filtered by any of its words and saved as it is stored", async ({ page, base }) => {
    await open(page, base, "/audit", "accounts");
    await page.getByText("eks:UpdateClusterConfig").waitFor();
    await page.getByPlaceholder("Find by action, target, outcome, caller, account or request").fill("Refused");
    await page.keyboard.press("Enter");
    await page.getByText("showing 1 of 6").first().waitFor();
    await page.getByText("AccessDeniedException").waitFor();
    await button(page, "Export trail").click();
    await page.getByText("Saved /home/ada/array-console-audit.jsonl").first().waitFor();
  }],
  ["what a deletion meets stands before the field for the name", async ({ page, base }) => {
    await open(page, base, "/environments/stuck?tab=danger");
    await page.getByText("Blocks the deletion").first().waitFor();
    const fates = await page.locator("[data-fate]").evaluateAll((all) => all.map((one) => one.dataset.fate));
    hold(`the order is ${fates}`, fates.join() === "blocks,unknown,lifted,lost,stays");
    const before = await page.evaluate(() => Boolean(document.querySelector("[data-fate]").compareDocumentPosition(document.querySelector("input[placeholder=stuck]")) & Node.DOCUMENT_POSITION_FOLLOWING));
    hold("the list stands before the field", before);
    await page.getByText("$204.42 a month").waitFor();
    await page.getByRole("radio", { name: /Leave what I choose/ }).click();
    await page.getByRole("checkbox", { name: /Network.NodeSubnetA/ }).click();
    hold("only what could not be deleted can be left", (await page.getByRole("checkbox", { name: /Network.Vpc/ }).count()) === 0);
  }],
];
