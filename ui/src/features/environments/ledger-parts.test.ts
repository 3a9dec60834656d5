import { expect, test } from "vitest";
import { preset } from "../../testing/fake/recorded";
import { fullest, lines, nearTheirEnd, parts } from "./ledger-parts";

const figures = async () => {
  const made = (await preset("staging")).ledger.figures;
  if (!made) throw new Error("the preset has figures");
  return made;
};

test("the bars add up to the whole, and each says what it is made of and what decides it", async () => {
  const whole = await figures();
  const all = parts(whole);
  expect(all.reduce((sum, part) => sum + part.micros, 0)).toBe(whole.monthlyMicros);
  for (const part of all) {
    expect(
      lines(part).reduce((sum, line) => sum + line.micros, 0),
      part.label,
    ).toBe(part.micros);
    expect(part.fields.length, `${part.label} is decided by something`).toBeGreaterThan(0);
  }
  expect(
    all.reduce((sum, part) => sum + part.unpriced.length, 0),
    "nothing unpriced is lost",
  ).toBe(whole.unpriced.length);
});

test("a limit is told only near its end", async () => {
  const { limits, quotas } = await figures();
  expect(nearTheirEnd(limits, quotas)).toEqual([]);
  const tight = quotas.map((quota) => ({ ...quota, used: quota.limit - quota.need }));
  expect(nearTheirEnd(limits, tight)).toHaveLength(quotas.length);
  expect(fullest(limits, "resources in")?.template).toBe("network.yaml");
});
