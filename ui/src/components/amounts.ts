// Amounts as exports carry them: exact decimals in a text, up to eighteen digits behind the point. A text on
// screen is made of the digits alone; floats are for the places of bars and lines.

interface Decimal {
  negative: boolean;
  whole: string;
  fraction: string;
}

function decimal(text: string): Decimal {
  const match = /^(-?)(\d+)(?:\.(\d*))?$/.exec(text);
  if (!match) throw new Error(`\`${text}\` is no amount.`);
  return { negative: match[1] === "-", whole: match[2] ?? "0", fraction: match[3] ?? "" };
}

/** Rounded half to even, as the ledger rounds. */
function rounded({ negative, whole, fraction }: Decimal, digits: number): Decimal {
  const kept = BigInt(whole + fraction.slice(0, digits).padEnd(digits, "0"));
  const rest = fraction.slice(digits);
  const half = "5".padEnd(rest.length, "0");
  const up = rest !== "" && (rest > half || (rest === half && kept % 2n === 1n));
  const text = (kept + (up ? 1n : 0n)).toString().padStart(digits + 1, "0");
  const at = text.length - digits;
  return { negative, whole: text.slice(0, at), fraction: text.slice(at) };
}

const isZero = ({ whole, fraction }: Decimal) => !/[1-9]/.test(whole + fraction);

/** The mark of a currency, as the reports of `arrayctl` write it. */
const mark = (currency: string) => ({ USD: "$", EUR: "€", GBP: "£" })[currency] ?? (currency === "" ? "" : `${currency} `);

const grouped = (whole: string) => whole.replace(/\B(?=(\d{3})+$)/g, ",");

function written({ negative, whole, fraction }: Decimal, currency: string): string {
  const minus = negative && /[1-9]/.test(whole + fraction) ? "-" : "";
  return `${minus}${mark(currency)}${grouped(whole.replace(/^0+(?=\d)/, ""))}.${fraction}`;
}

/** Digits behind the point that show an amount: two, and below a cent as many as its first two need. */
function shown({ whole, fraction }: Decimal): number {
  const leading = fraction.search(/[1-9]/);
  return /[1-9]/.test(whole) || leading < 2 ? 2 : Math.min(12, leading + 2);
}

/** `$1,234.57`, `-€0.0041`, `CHF 12.00`. */
export function amount(text: string, currency: string): string {
  const value = decimal(text);
  return written(rounded(value, shown(value)), currency);
}

/** With its sign: `+$38.00`, `-$4.12`, `$0.00`. */
export function change(text: string, currency: string): string {
  const value = decimal(text);
  return `${!value.negative && !isZero(value) ? "+" : ""}${amount(text, currency)}`;
}

/** Every digit that the export had: `$0.0005684772`. */
export function exact(text: string, currency: string): string {
  const value = decimal(text);
  return written({ ...value, fraction: value.fraction.replace(/0+$/, "").padEnd(2, "0") }, currency);
}

/** For places on a chart and for shares, never for a text. */
export const size = (text: string): number => Number(text);

/** A figure on an axis: `$1.2k`, `$340`, `$0.05`. */
export function tick(value: number, currency: string): string {
  const most = Math.abs(value);
  const digits = (number: number) => (Number.isInteger(Number(number.toFixed(6))) ? 0 : number >= 10 ? 1 : 2);
  const short =
    most >= 1e6 ? `${(most / 1e6).toFixed(digits(most / 1e6)).replace(/\.?0+$/, "")}M`
    : most >= 10_000 ? `${(most / 1e3).toFixed(digits(most / 1e3)).replace(/\.0+$/, "")}k`
    : most >= 1 || most === 0 ? most.toFixed(digits(most) && 2).replace(/\B(?=(\d{3})+(?:\.|$))/g, ",")
    : String(Number(most.toPrecision(2)));
  return `${value < 0 ? "-" : ""}${mark(currency)}${short}`;
}

/** `12.4%`; what rounds to nothing or to all without being it says so. */
export function percent(share: number): string {
  if (!Number.isFinite(share)) return "–";
  const most = Math.abs(share * 100);
  const minus = share < 0 ? "-" : "";
  if (most > 0 && most < 0.1) return `${minus}<0.1%`;
  if (most < 100 && most > 99.9) return `${minus}>99.9%`;
  return `${minus}${most.toFixed(most >= 1000 ? 0 : 1)}%`;
}

const UNITS = 10n ** 18n;

function units(text: string): bigint {
  const [whole = "0", fraction = ""] = text.split(".");
  return BigInt(whole + fraction.padEnd(18, "0").slice(0, 18));
}

const exactly = (all: bigint): string => {
  const most = all < 0n ? -all : all;
  const fraction = (most % UNITS).toString().padStart(18, "0").replace(/0+$/, "");
  return `${all < 0n ? "-" : ""}${most / UNITS}${fraction === "" ? "" : `.${fraction}`}`;
};

/** Exactly, of one currency. */
export const sum = (all: readonly string[]): string => exactly(all.reduce((total, text) => total + units(text), 0n));

/** Exactly: what is left of an amount without others. */
export const minus = (from: string, others: readonly string[]): string => exactly(others.reduce((left, text) => left - units(text), units(from)));
