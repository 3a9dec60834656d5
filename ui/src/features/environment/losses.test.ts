import { expect, test } from "vitest";
import type { ResourceView } from "../../ipc/client";
import staging from "../../testing/recorded/environments/staging.json";
import { losses, standing } from "./losses";

const resources = staging.resources as ResourceView[];

test("what holds data is named with what its loss means", () => {
  expect(
    losses(resources)
      .slice(0, 3)
      .map((loss) => `${loss.count} ${loss.what}`),
  ).toEqual(["1 cluster", "1 search domain", "2 image registries"]);
});

test("what is gone already is not lost again", () => {
  const gone = resources.map((one) => ({ ...one, status: "DELETE_COMPLETE" as const }));
  expect(losses(gone)).toEqual([]);
  expect(standing(gone)).toEqual([]);
});
