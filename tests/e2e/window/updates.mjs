// Changing what runs, in the real window on the practice account: edited, looked at, discarded, carried out; and a
// rollback that gets stuck.
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hold, openSuite, openWindow } from "./driver.mjs";

const { ARRAY_APP: app, ARRAY_OUT: out } = process.env;
mkdirSync(out, { recursive: true });
const data = mkdtempSync(join(tmpdir(), "array-updates-"));
let window;
const { check, end } = openSuite(() => window?.screenshot(join(out, "updates-failed.png")));
const picture = (name) => window.screenshot(join(out, `updates-${name}.png`));

window = await openWindow({ app, args: ["--data-dir", data] });

/** From the page of what runs to the plan of its change; `edit` fills the fields of a step. */
const plan = async (step, edit) => {
  await window.go("/environments/practice");
  await window.sees("How it hangs together", 30);
  await window.press("Edit");
  await window.sees("Edit practice", 30);
  const address = await window.run("return window.location.hash.split('?')[0].slice(1)");
  await window.go(`${address}?step=${step}`);
  await edit();
  await window.until("the draft", async () => (await window.text()).includes("Draft saved"));
  await window.go(`${address}?step=review`);
  await window.press("Review changes");
  await window.sees("Changes to practice", 30);
};
const execute = async () => {
  await window.run("[...document.querySelectorAll('button')].find((b) => b.innerText === 'Execute change set').click()");
};

await check("an environment runs", async () => {
  await window.sees("Open cost files", 60);
  await window.settings({ practiceSpeed: 0 });
  await window.press("Practise");
  await window.sees("The environment runs.", 60);
});
await check("an edit begins with the file that runs, and the ledger says the price beside the present one", async () => {
  await plan("search", async () => {
    await window.sees("no change");
    await window.type("#field-search-volume-gib", "30");
    await window.sees("Runs now with 20.");
    await window.until("the difference in price", async () => /Now \$[\d,.]+: \+\$[\d,.]+/.test(await window.text()));
    picture("wizard");
    await window.clean("the wizard of an edit");
  });
});
await check("the plan says what changes, the difference a month and the time", async () => {
  await window.until("what changes of the domain", () => window.run("const row = document.querySelector('[data-change=\"Search/Domain\"]')?.querySelector('[role=button], button'); if (row) row.click(); return Boolean(row);"));
  await window.sees("EBSOptions.VolumeSize");
  hold("the difference a month", /\+\$[\d,.]+; now \$[\d,.]+/.test(await window.text()));
  await window.sees("Time to update");
  picture("plan");
  await window.clean("the plan of a change");
});
await check("AWS's change set is looked at and discarded: nothing was changed", async () => {
  await window.press("Create change set");
  await window.sees("Review the change set", 30);
  await window.sees("Update of practice");
  picture("review");
  await window.clean("a change set");
  await window.press("Discard change set");
  await window.sees("Cancelled", 30);
  await window.go("/environments/practice?tab=settings");
  await window.sees("volume_gib = 20", 30);
});
await check("a replacement waits for the typed name, in dark as in light, and is then carried out", async () => {
  await plan("cluster", async () => {
    await window.click("#field-node-groups-0--instance-types");
    await window.keys("m7g.xlarge");
    await window.sees("m7g.xlarge");
    await window.keys("\uE015\uE007");
    await window.press("Remove m7g.large");
    await window.sees("Runs now with m7g.large.");
  });
  await window.sees("cannot be changed in place");
  await window.press("Create change set");
  await window.sees("Type practice to agree", 30);
  await window.settings({ theme: "dark" });
  await window.go("/environments");
  await window.sees("Drafts");
  await window.close();
  window = await openWindow({ app, args: ["--data-dir", data] });
  await window.sees("Array Crew", 40);
  await window.go("/environments/practice");
  await window.press("Show the steps", 30);
  await window.sees("Type practice to agree", 30);
  picture("replacement-dark");
  await window.clean("a change set that replaces, in dark");
  const waits = await window.run("const b = [...document.querySelectorAll('button')].find((one) => one.innerText === 'Execute change set'); return b.disabled || b.getAttribute('aria-disabled') === 'true';");
  hold("the button waits for the name", waits);
  await window.type("input[placeholder=practice]", "practice");
  await execute();
  await window.sees("The environment runs.", 60);
  await window.go("/environments/practice?tab=settings");
  await window.sees("m7g.xlarge", 30);
});
await check("an update that is to keep what failed is left as it stood", async () => {
  await window.settings({ practiceFailure: "stuck-rollback" });
  await plan("cluster", async () => {
    await window.type("#field-node-groups-0--max-size", "6");
  });
  await window.run("[...document.querySelectorAll('[role=button], button')].find((b) => b.innerText.startsWith('Options')).click()");
  await window.run("document.querySelector('input[type=radio][value=keep]').click()");
  await window.sees("When a resource fails: keep everything as it stands.");
  picture("options-dark");
  await window.press("Create change set");
  await window.sees("Review the change set", 30);
  await execute();
  await window.sees("was left as it stood", 60);
  await window.settings({ practiceFailure: null });
  await window.press("Try again");
  await window.sees("Nothing changes: AWS has everything as the file asks for.", 60);
});
await check("a rollback that gets stuck goes on without what cannot be set back", async () => {
  await window.settings({ practiceFailure: "stuck-rollback" });
  await plan("cluster", async () => {
    await window.type("#field-node-groups-0--max-size", "7");
  });
  await window.press("Create change set");
  await window.sees("Review the change set", 30);
  await execute();
  await window.sees("The rollback needs you", 60);
  picture("stuck-dark");
  await window.clean("a stuck rollback");
  await window.sees("NodesGeneral.ManagedGroup");
  await window.run("document.querySelector('main input[type=checkbox]').click()");
  await window.sees("everything but the one that you leave");
  await window.press("Continue rollback");
  await window.until("the end of the rollback", async () => !(await window.text()).includes("The rollback needs you"), 60);
  await window.sees("Update of practice", 30);
  picture("rolled-back");
  await window.go("/environments/practice");
  await window.until("that it runs as before", async () => /State\s+Running/.test(await window.text()), 30);
});
await window.close().catch(() => {});
rmSync(data, { recursive: true, force: true });
end();
