import { expect, test } from "vitest";
import { onFailure, optionWords, PLAIN } from "./options";

test("what is chosen is said in words", () => {
  expect(optionWords(PLAIN, false)).toBe("When a resource fails: roll back.");
  const serviceRole = "arn:aws:iam::111122223333:role/Deployer";
  expect(optionWords({ onFailure: "keep", terminationProtection: true, serviceRole }, true)).toBe(
    "When a resource fails: keep everything as it stands. Termination protection is turned on. CloudFormation works as role/Deployer.",
  );
});

test("an update is never deleted for its failure: CloudFormation refuses that", () => {
  expect(onFailure(false).map((one) => one.value)).toEqual(["rollBack", "keep", "delete"]);
  expect(onFailure(true).map((one) => one.value)).toEqual(["rollBack", "keep"]);
});
