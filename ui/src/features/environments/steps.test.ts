import { expect, test } from "vitest";
import { preset, recorded } from "../../testing/fake/recorded";
import { check, ledger } from "../../testing/fake/wizard";
import { fieldId } from "./form";
import { pattern } from "./paths";
import { STEPS, belongs, stepAt } from "./step-list";
import { WORDS, nameOf, wordsOf } from "./words";

const home = (field: string) => STEPS.flatMap((step, index) => (belongs(field, index) ? [step.title] : []));

/** `node_groups[0].min_size` and every other leaf. */
function leaves(value: unknown, path: string): string[] {
  if (Array.isArray(value)) return value.flatMap((one, index) => leaves(one, `${path}[${index}]`));
  if (value !== null && typeof value === "object")
    return Object.entries(value).flatMap(([key, one]) => leaves(one, path ? `${path}.${key}` : key));
  return [path];
}

test("every field of every preset belongs to exactly one step", async () => {
  for (const kind of ["development", "staging", "production"] as const) {
    for (const field of leaves((await preset(kind)).file, ""))
      expect(home(field), `errors of ${field} must be shown once`).toHaveLength(1);
  }
});

test("every recorded problem has a step that it stops", async () => {
  const { ledger } = await recorded("wrong");
  expect(ledger.problems.length).toBeGreaterThan(8);
  for (const problem of ledger.problems) expect(home(problem.field), problem.field).toHaveLength(1);
});

test("names that begin alike are not mixed up", () => {
  expect(home("name")).toEqual(["Purpose"]);
  expect(home("names")).toEqual([]);
  expect(home("network.cidr")).toEqual(["Network"]);
  expect(home("networks")).toEqual([]);
});

test("ids of fields can be told apart", async () => {
  const fields = leaves((await preset("production")).file, "");
  expect(new Set(fields.map(fieldId)).size, "the list of errors focuses by id").toBe(fields.length);
});

test("the fake wizard says what the real one said, and nothing once it is mended", async () => {
  const wrong = await recorded("wrong");
  expect((await check(wrong.file)).map((one) => one.code).sort()).toEqual(
    wrong.ledger.problems.map((one) => one.code).sort(),
  );
  const { file, ledger: known } = await preset("staging");
  expect((await check(file)).filter((one) => one.severity === "error")).toEqual([]);
  expect((await ledger(file)).figures).toEqual(known.figures);
  const more = structuredClone(file);
  for (const group of more.node_groups) group.desired_size += 1;
  expect((await ledger(more)).figures?.monthlyMicros).toBeGreaterThan(known.figures?.monthlyMicros ?? Infinity);
});

test("every field has words of its own, and no words are for a field that is not there", async () => {
  const fields = new Set<string>();
  for (const kind of ["development", "staging", "production"] as const) {
    for (const field of leaves((await preset(kind)).file, "")) fields.add(pattern(field));
  }
  for (const field of fields) {
    const words = wordsOf(field);
    expect(words.label, field).not.toBe(field);
    expect(words.help.length, `${field} needs help`).toBeGreaterThan(20);
  }
  const known = [...fields].flatMap((field) => [field, field.replace(/\[\]$/, ""), field.split(".")[0]]);
  for (const path of Object.keys(WORDS)) expect(known, `${path} is no field`).toContain(path);
});

test("the list of errors calls fields as the form does", () => {
  expect(nameOf("node_groups[1].desired_size")).toBe("Cluster and nodes, group 2: At the start");
  expect(nameOf("network.zones[0]")).toBe("Network: Zone");
  expect(nameOf("tags.CostCenter")).toBe("Budget and tags: Cost allocation tags");
  expect(nameOf("")).toBe("Environment file");
});

test("a step is found by its name in the address", () => {
  expect(stepAt(new URLSearchParams("step=cluster"))).toBe(2);
  expect(stepAt(new URLSearchParams("step=nowhere"))).toBeNull();
});
