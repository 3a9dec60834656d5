// The frame and its pages by hand: keys, panel, palette, news of jobs, what a failure offers, pictures and tables.
import { axe, settled } from "./browser.mjs";
import { focused, hold, open } from "./hold.mjs";
import { COUNTS, job } from "./views.mjs";

export const frame = [
  ["Ctrl+F finds the filter of the page, Ctrl+comma the settings, Ctrl+N a new environment", async ({ page, base }) => {
    await open(page, base, "/environments/staging?tab=resources");
    await page.getByText("Save as CSV").first().waitFor();
    await page.keyboard.press("Control+f");
    hold(`the focus is on "${await focused(page)}"`, (await focused(page)).startsWith("Find resources"));
    await page.keyboard.type("KubeProxy");
    await page.keyboard.press("Enter");
    await page.getByText(`showing 1 of ${COUNTS.all}`).first().waitFor();
    await page.reload();
    await page.getByText(`showing 1 of ${COUNTS.all}`).first().waitFor();
    await open(page, base, `/launches/${job("staging")}?tab=events`);
    await page.getByText(/\(([1-9]\d*) of \1\)/).waitFor();
    await page.keyboard.press("Control+f");
    hold(`the focus is on "${await focused(page)}"`, (await focused(page)) === "Find in events");
    await page.keyboard.press("Control+,");
    await page.getByText("Rehearse a failure").first().waitFor();
    await page.keyboard.press("Control+n");
    await page.locator("#field-name").waitFor();
  }],
  ["a part of the diagram opens by keyboard, and Escape closes its panel", async ({ page, base }) => {
    await open(page, base, "/environments/staging");
    const part = page.locator('.react-flow__node[data-id="Cluster/Cluster"]');
    await part.focus();
    await page.keyboard.press("Enter");
    await page.getByText("Joined with", { exact: true }).waitFor();
    hold("the part stands in the address", page.url().includes("part=Cluster"));
    await settled(page);
    hold("axe on the panel", (await axe(page)).length === 0);
    await page.reload();
    await page.getByText("Joined with", { exact: true }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByText("Joined with", { exact: true }).waitFor({ state: "hidden" });
  }],
  ["traffic, deployments and alerts are switched on one at a time; the picture is saved as SVG and PNG", async ({ page, base }) => {
    await open(page, base, "/environments/staging");
    const ways = () => page.locator(".react-flow__edge").count();
    await page.locator(".react-flow__edge").first().waitFor({ state: "attached" });
    const traffic = await ways();
    await page.getByRole("checkbox", { name: "Deployments" }).click();
    await page.waitForFunction((before) => document.querySelectorAll(".react-flow__edge").length > before, traffic);
    await page.getByRole("checkbox", { name: "Traffic" }).click();
    await page.getByRole("checkbox", { name: "Deployments" }).click();
    await page.waitForFunction(() => document.querySelectorAll(".react-flow__edge").length === 0);
    for (const [kind, file] of [["As SVG", "staging-topology.svg"], ["As PNG", "staging-topology.png"]]) {
      await page.getByRole("button", { name: "Save picture" }).click();
      await page.getByRole("menuitem", { name: kind }).click();
      await page.getByText(`Saved /home/ada/${file}`).waitFor();
    }
  }],
  ["whoever is elsewhere is told when a job ends, and led to it", async ({ page, base }) => {
    // Long enough to be elsewhere before it ends, on a slow machine, too.
    await page.goto(`${base}/?scenario=full&lasts=8000#/launches/${job("rehearsal")}`);
    await page.getByRole("button", { name: "Try again" }).first().click();
    await page.getByText("Creating").first().waitFor();
    await page.keyboard.press("Control+,");
    await page.getByText("Rehearse a failure").first().waitFor();
    await page.getByRole("button", { name: "Show", exact: true }).click({ timeout: 20_000 });
    await page.getByText("The environment runs.").first().waitFor();
  }],
  ["the palette does things, too", async ({ page, base }) => {
    await open(page, base, "/");
    await page.keyboard.press("Control+k");
    await page.getByRole("dialog").getByText("Go to, or do").waitFor();
    await settled(page);
    await page.keyboard.type("dark");
    await page.getByRole("option", { name: /Use dark colours/ }).waitFor();
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.body.classList.contains("awsui-dark-mode"));
    await page.keyboard.press("Control+k");
    await page.getByRole("dialog").getByText("Go to, or do").waitFor();
    await settled(page);
    await page.keyboard.type("Resources of staging");
    await page.keyboard.press("Enter");
    await page.getByText("showing").or(page.getByText("Logical ID")).first().waitFor();
  }],
  ["a failure leads to its events and to the file that is to be changed", async ({ page, base }) => {
    await open(page, base, `/launches/${job("rehearsal")}`);
    await page.getByText("network.yaml:").first().waitFor();
    await page.getByText("NatAddressA:").first().waitFor();
    await page.getByRole("link", { name: "Network / NatAddressA" }).click();
    await page.getByText(/\([1-9] of \d+\)/).waitFor();
    await page.getByRole("button", { name: "Change the file" }).click();
    await page.locator("#field-name").waitFor();
  }],
];
