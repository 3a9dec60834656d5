// What the catalogue's machines cost a month, for lists to choose from.
import { money } from "../../components/format";
import type { Catalogue, HourlyPrice } from "../../ipc/client";
import type { Choice } from "./fields";

/** AWS's own calculator takes this for a month, too. */
const HOURS = 730;

/** Micro-USD a month in a region; null where the book has no price. */
export function monthlyMicros(prices: HourlyPrice[], region: string): number | null {
  const price = prices.find((one) => one.region === region);
  return price ? Math.round(Number(price.hourlyUsd) * HOURS * 1_000_000) : null;
}

const tag = (prices: HourlyPrice[], region: string) => {
  const micros = monthlyMicros(prices, region);
  return micros === null ? "unpriced here" : `${money(micros)}/month`;
};

interface Machine {
  name: string;
  vcpu: number;
  memoryGib: number;
  prices: HourlyPrice[];
}

/** A machine with its size and price, found by any of them. */
export function machineChoice(machine: Machine, region: string, more = ""): Choice {
  return {
    value: machine.name,
    description: `${machine.vcpu} vCPU, ${machine.memoryGib} GiB${more}`,
    labelTag: tag(machine.prices, region),
    tags: [],
  };
}

export type InstanceType = Catalogue["instanceTypes"][number];

/** The cheapest of the other architecture with as much of everything; null where there is none. */
export function counterpart(types: InstanceType[], name: string, architecture: string, region: string): string | null {
  const mine = types.find((type) => type.name === name);
  if (!mine || mine.architecture === architecture) return mine?.name ?? null;
  const price = (type: InstanceType) => monthlyMicros(type.prices, region) ?? Infinity;
  const alike = types.filter(
    (type) => type.architecture === architecture && type.vcpu === mine.vcpu && type.memoryGib === mine.memoryGib,
  );
  // A burstable one stands for a burstable one.
  const family = alike.filter((type) => type.name.startsWith("t") === mine.name.startsWith("t"));
  return [...(family.length > 0 ? family : alike)].sort((a, b) => price(a) - price(b))[0]?.name ?? null;
}
