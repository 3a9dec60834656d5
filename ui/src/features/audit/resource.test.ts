import { expect, test } from "vitest";
import { resourceOf } from "./resource";

test.each([
  ["arn:aws:cloudformation:us-east-1:111122223333:changeSet/array-5b0e9d1c-6a7f-4c2d-9e8b-3f4a5b6c7d8e/1f0e0d0c-0b0a-4908-8706-050403020100", "changeSet/array-5b0e9d1c-6a7f-4c2d-9e8b-3f4a5b6c7d8e"],
  ["arn:aws:cloudformation:us-east-1:111122223333:stack/array-crew-staging/1f0e0d0c-0b0a-4908-8706-050403020100", "stack/array-crew-staging"],
  ["arn:aws:sts::111122223333:assumed-role/Operate/ada", "assumed-role/Operate/ada"],
  ["arn:aws:secretsmanager:us-east-1:111122223333:secret:array/staging/pagerduty-AbCdEf", "secret:array/staging/pagerduty-AbCdEf"],
  ["array-templates-111122223333-us-east-1/staging/root.yaml", "array-templates-111122223333-us-east-1/staging/root.yaml"],
  ["arn:", "arn:"],
])("of %s people know %s", (text, known) => {
  expect(resourceOf(text)).toBe(known);
});
