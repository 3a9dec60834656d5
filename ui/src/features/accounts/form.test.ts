import { expect, test } from "vitest";
import { CommandError, type Problem } from "../../ipc/client";
import { EMPTY, errorOf, filled, isAtFields } from "./form";

const problem = (field: string): Problem => ({
  code: "account", severity: "error", field, line: null, column: null, message: `${field} is wrong.`, hint: "Correct it.",
});
const refused = (fields: Problem[] | null, code: "invalid_input" | "already_exists" = "invalid_input") =>
  new CommandError({ code, message: "No.", hint: "Choose another.", fields, retryable: false, requestId: null });

test("what was left empty is sent as nothing", () => {
  const roles = [{ arn: " arn:aws:iam::111122223333:role/Release ", externalId: "", mfaSerial: " " }];
  const form = filled({ ...EMPTY, name: " prod ", endpoint: "  ", roles }, { kind: "profile", profile: "base" });
  expect(form.name).toBe("prod");
  expect(form.endpoint).toBeNull();
  expect(form.roles).toEqual([
    { arn: "arn:aws:iam::111122223333:role/Release", externalId: null, mfaSerial: null, durationSeconds: null },
  ]);
});

test("an error stands at its field, and only what has no field is said above", () => {
  const error = refused([problem("name"), problem("roles[1].arn")]);
  expect(errorOf(error, "name")).toBe("name is wrong. Correct it.");
  expect(errorOf(error, "roles[1].arn")).toBe("roles[1].arn is wrong. Correct it.");
  expect(errorOf(error, "region")).toBeUndefined();
  expect(isAtFields(error, ["name", "roles[].arn"])).toBe(true);
  expect(isAtFields(error, ["name"])).toBe(false);
  expect(isAtFields(refused(null), ["name"])).toBe(false);
});

test("a name that is taken is said at the name", () => {
  const error = refused(null, "already_exists");
  expect(errorOf(error, "name")).toBe("No. Choose another.");
  expect(isAtFields(error, ["name"])).toBe(true);
});
