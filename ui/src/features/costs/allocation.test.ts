import { describe, expect, it } from "vitest";
import { draftOf, errorsOf, ruleOf, sameDraft, sameRule, type RuleDraft } from "./allocation";

const fixed: RuleDraft = { method: "fixed", shares: { production: "7", staging: " 3 ", tools: "2", old: "0" }, shared: ["tools"] };

describe("the rule that shared costs are shared out by", () => {
  it("keeps weights only of environments that bear something", () => {
    expect(ruleOf(fixed)).toEqual({ method: "fixed", shares: { production: 7, staging: 3 }, sharedEnvironments: ["tools"] });
  });
  it("keeps no weights where they do not count, and no shared environments where nothing is shared out", () => {
    expect(ruleOf({ ...fixed, method: "even" })).toEqual({ method: "even", shares: {}, sharedEnvironments: ["tools"] });
    expect(ruleOf({ ...fixed, method: "none" })).toEqual({ method: "none", shares: {}, sharedEnvironments: [] });
  });
  it("says at each weight that it is none, and what the engine refused at its field", () => {
    const refused = [{ field: "shares", message: "No weight." }];
    const draft = { ...fixed, shares: { production: "7.5", staging: "", tools: "x" } };
    expect(errorsOf(draft, ["production", "staging"], refused)).toEqual({ shares: "No weight.", "shares.production": "Write a whole number, like 7." });
    expect(errorsOf({ ...draft, method: "even" }, ["production"], [])).toEqual({});
  });
  it("tells a changed rule from the one that stands", () => {
    const rule = ruleOf(fixed);
    expect(sameRule(ruleOf(draftOf(rule)), rule)).toBe(true);
    expect(sameRule({ ...rule, shares: { production: 7 } }, rule)).toBe(false);
    expect(sameRule({ ...rule, sharedEnvironments: [] }, rule)).toBe(false);
  });
  it("knows a draft by what was typed: taken back it is none, and what is no weight is one", () => {
    const begun: RuleDraft = { method: "fixed", shares: { production: "7" }, shared: ["tools", "build"] };
    expect(sameDraft({ ...begun, shares: { production: "7", staging: "" }, shared: ["build", "tools"] }, begun)).toBe(true);
    expect(sameDraft({ ...begun, shares: { production: "7", staging: "much" } }, begun)).toBe(false);
    expect(sameDraft({ ...begun, method: "even" }, begun)).toBe(false);
  });
});
