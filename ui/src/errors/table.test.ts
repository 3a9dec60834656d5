import { expect, test } from "vitest";
import { CommandError, type ErrorCode, type UiError } from "../ipc/client";
import { explain } from "./table";

const refused = (code: ErrorCode, retryable = false): UiError => ({ code, message: "What happened.", hint: "What to do.", fields: null, retryable, requestId: null });

const CODES: ErrorCode[] = [
  "invalid_input", "not_found", "already_exists", "conflict", "keychain_unavailable", "store_locked", "store_damaged", "store_read_only", "disk_full",
  "throttled", "expired_token", "access_denied", "cloud_rejected", "driven_elsewhere", "internal",
];

test("every code has a title of its own beside the shell's words", () => {
  const said = CODES.map((code) => explain(new CommandError(refused(code))));
  expect(new Set(said.map((one) => one.title)).size, "two codes with one title cannot be told apart").toBe(CODES.length);
  for (const one of said) {
    expect(one.title).not.toMatch(/[!]|_/);
    expect([one.message, one.hint]).toEqual(["What happened.", "What to do."]);
  }
});

test("whoever cannot open the store may practise", () => {
  for (const code of ["keychain_unavailable", "store_locked", "store_damaged", "store_read_only"] as const) {
    expect(explain(new CommandError(refused(code))).action, code).toBe("practise");
  }
});

test("what waits for nothing but time is a warning", () => {
  for (const code of ["throttled", "driven_elsewhere", "conflict"] as const) expect(explain(new CommandError(refused(code))).severity, code).toBe("warning");
});

test("anything else that is thrown is ours, and keeps its words", () => {
  expect(explain(new Error("no such thing"))).toMatchObject({ title: explain(new CommandError(refused("internal"))).title, message: "no such thing", detail: null });
  expect(explain("text").message).toBe("text");
});
