import { expect, test } from "vitest";
import type { EnvironmentFile } from "../../ipc/client";
import staging from "../../testing/recorded/presets/staging.json";
import { isFixed, renamed, runsWith } from "./running";

const running = staging.file as EnvironmentFile;
const changed = (edit: (file: EnvironmentFile) => void) => {
  const file = structuredClone(running);
  edit(file);
  return file;
};

test("what everything stands on cannot be changed while it runs", () => {
  for (const path of ["name", "region", "network.cidr", "network.zones[1]"]) expect(isFixed(path), path).toBe(true);
  for (const path of ["owner", "network.nat", "cluster.version", "node_groups[0].max_size"]) expect(isFixed(path), path).toBe(false);
});

test("a field that asks for something else says what runs", () => {
  const file = changed((copy) => {
    copy.search.volume_gib += 10;
    copy.monitoring.pagerduty = !copy.monitoring.pagerduty;
    copy.node_groups[0]!.instance_types = ["m7i.large"];
  });
  expect(runsWith("search.volume_gib", running, file)).toBe(String(running.search.volume_gib));
  expect(runsWith("monitoring.pagerduty", running, file)).toBe(running.monitoring.pagerduty ? "on" : "off");
  expect(runsWith("node_groups[0].instance_types", running, file)).toBe(running.node_groups[0]!.instance_types.join(", "));
  expect(runsWith("search.instance_count", running, file)).toBe(null);
  expect(runsWith("node_groups[7].max_size", running, file)).toBe(null);
});

test("the name of what runs is kept, also where the file is written by hand", () => {
  expect(renamed("staging", "staging")).toEqual([]);
  expect(renamed("staging", "other").map((one) => one.field)).toEqual(["name"]);
});
