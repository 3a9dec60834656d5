// The picture of how the six subnets divide the range; the blueprint's own division is in the domain.

export interface Slice {
  label: string;
  tier: "public" | "data" | "nodes";
  /** Index of its zone. */
  zone: number;
  range: string;
  addresses: number;
  /** AWS keeps the first four and the last address of a subnet. */
  usable: number;
  share: number;
  /** Addresses of the whole range. */
  whole: number;
}

const KEPT_BY_AWS = 5;

function parse(cidr: string): { base: number; prefix: number } | null {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(cidr);
  if (!match) return null;
  const parts = match.slice(1).map(Number);
  const prefix = parts[4] ?? 33;
  if (parts.slice(0, 4).some((part) => part > 255) || prefix > 32) return null;
  return { base: parts.slice(0, 4).reduce((sum, part) => sum * 256 + part, 0), prefix };
}

const show = (base: number, prefix: number) =>
  `${[24, 16, 8, 0].map((shift) => Math.floor(base / 2 ** shift) % 256).join(".")}/${prefix}`;

/** Addresses of a range; null where it is none. */
export function addresses(cidr: string): number | null {
  const range = parse(cidr);
  return range && 2 ** (32 - range.prefix);
}

/** Public and data subnets get a sixteenth each, node subnets a quarter each. */
export function slices(cidr: string): Slice[] {
  const range = parse(cidr);
  if (!range || range.prefix > 24) return [];
  const whole = 2 ** (32 - range.prefix);
  const slice = (tier: Slice["tier"], zone: number, at: number, bits: number): Slice => ({
    label: `${tier.charAt(0).toUpperCase()}${tier.slice(1)} ${zone === 0 ? "A" : "B"}`,
    tier,
    zone,
    range: show(range.base + whole * at, range.prefix + bits),
    addresses: whole / 2 ** bits,
    usable: whole / 2 ** bits - KEPT_BY_AWS,
    share: 1 / 2 ** bits,
    whole,
  });
  return [
    slice("public", 0, 0, 4),
    slice("public", 1, 1 / 16, 4),
    slice("data", 0, 2 / 16, 4),
    slice("data", 1, 3 / 16, 4),
    slice("nodes", 0, 1 / 4, 2),
    slice("nodes", 1, 2 / 4, 2),
  ];
}
