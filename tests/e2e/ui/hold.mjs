// What every suite of hands needs: promises that must hold, where the focus is, a page that is ready.
import { settled } from "./browser.mjs";

export const hold = (what, truth) => {
  if (!truth) throw new Error(what);
};

/** What has the focus, as a screen reader would call it. */
export const focused = (page) => page.evaluate(() => {
  const at = document.activeElement;
  if (!at || at === document.body) return "";
  const named = at.getAttribute("aria-labelledby")?.split(" ").map((id) => document.getElementById(id)?.textContent ?? "").join(" ");
  const label = at.getAttribute("aria-label") || named || at.labels?.[0]?.textContent || at.textContent || at.getAttribute("placeholder") || at.tagName;
  return label.trim().replace(/\s+/g, " ");
});

export const open = async (page, base, path, scenario = "full") => {
  await page.goto(`${base}/?scenario=${scenario}#${path}`);
  await page.locator("main :is(h1, h2)").first().waitFor();
  await settled(page);
};
