import { expect, test } from "vitest";
import type { AccountRow, Session } from "../../ipc/client";
import { numberWords, suggested, wayWords } from "./words";
import { sessionWords } from "../../ipc/session";

const NOW = 1_795_510_800_000;
const MINUTE = 60_000;

const row = (session: Session, trouble: AccountRow["account"]["trouble"] = null): AccountRow => ({
  account: {
    name: "prod",
    wayIn: { kind: "keys", keyId: "AKIAIOSFODNN7EXAMPLE" },
    roles: [],
    region: "us-east-1",
    endpoint: null,
    colour: "red",
    identity: null,
    addedAtMs: NOW,
    usedAtMs: null,
    trouble,
  },
  session,
});
const until = (minutes: number, renews = false): Session => ({ kind: "signedIn", untilMs: NOW + minutes * MINUTE, renews });

test("the clock warns in the last quarter of an hour and then asks for a sign-in", () => {
  expect(sessionWords(row(until(600)), NOW)).toMatchObject({ tone: "success", text: "Signed in, 10 h left", signIn: false });
  expect(sessionWords(row(until(42)), NOW)).toMatchObject({ tone: "success", text: "Signed in, 42 min left", signIn: false });
  expect(sessionWords(row(until(14)), NOW)).toMatchObject({ tone: "warning", text: "Signed in, 14 min left", signIn: false });
  expect(sessionWords(row(until(-1)), NOW)).toMatchObject({ tone: "warning", text: "Sign in again", signIn: true });
});

test("what renews itself has no clock, and what was refused says so", () => {
  expect(sessionWords(row(until(3, true)), NOW).text).toBe("Signed in, renews itself");
  const trouble = { what: "Ask AWS who we are", found: "InvalidClientTokenId", atMs: NOW };
  expect(sessionWords(row({ kind: "signedIn", untilMs: null, renews: true }, trouble), NOW).tone).toBe("error");
  expect(sessionWords(row({ kind: "signedOut" }, trouble), NOW).text).toBe("Sign in again");
  expect(sessionWords(row({ kind: "untried" }), NOW).tone).toBe("pending");
});

test("a key is never shown whole, a number as AWS's console writes it", () => {
  expect(wayWords({ kind: "keys", keyId: "AKIAIOSFODNN7EXAMPLE" })).toBe("Access key AKIA…MPLE");
  expect(numberWords("111122223333")).toBe("1111-2222-3333");
});

test("accounts of a portal get names that are free and allowed", () => {
  expect(suggested("Crew Desk (prod)", "Admin", false, [])).toBe("Crew-Desk-prod");
  expect(suggested("crew", "Admin", true, [])).toBe("crew-Admin");
  expect(suggested("crew", "Admin", false, ["CREW", "crew-2"])).toBe("crew-3");
  expect(suggested("***", "", false, [])).toBe("account");
});
