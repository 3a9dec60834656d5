// Figures as people read them.

/** Micro-USD as dollars and cents. */
export function money(micros: number, complete = true): string {
  const text = new Intl.NumberFormat("en-US", { style: "currency", currency: "USD" }).format(micros / 1_000_000);
  return complete ? text : `at least ${text}`;
}

/** Seconds as `45 s`, `12 min`, `1 h 5 min`. */
export function duration(seconds: number | null): string {
  if (seconds === null) return "an unknown time";
  // Rounded before it is compared: nothing reads "60 s".
  if (Math.round(seconds) < 60) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** Local date and time. */
export function local(ms: number): string {
  return new Date(ms).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
}

const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

/** `2026-09` as `September 2026`. */
export function month(period: string): string {
  const [year, number] = period.split("-");
  return `${MONTHS[Number(number) - 1] ?? period} ${year}`;
}

/** `2026-09-12` as `12 September 2026`; a thousand days are named, which `Intl` is too slow for. */
export const date = (day: string): string => `${Number(day.slice(8, 10))} ${month(day.slice(0, 7))}`;

/** UTC, for hovering. */
export function utc(ms: number): string {
  return `${new Date(ms).toISOString().replace("T", " ").slice(0, 19)} UTC`;
}

/** `3 min ago`. */
export function ago(ms: number, now: number): string {
  const seconds = Math.max(0, (now - ms) / 1000);
  const days = Math.floor(seconds / 86_400);
  return seconds < 5 ? "just now" : days === 0 ? `${duration(seconds)} ago` : days === 1 ? "1 day ago" : `${days} days ago`;
}

/** `NodesGeneral` as `Nodes general`; the root is the environment itself. */
export function words(stack: string): string {
  if (stack === "root") return "Environment";
  const spaced = stack.replace(/([a-z0-9])([A-Z])/g, "$1 $2").toLowerCase();
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}

/** What a job does, as a noun: `Launch`, `Update`, `Deletion`. */
export const jobNoun = (operation: string | undefined) =>
  operation === "delete" ? "Deletion" : operation === "update" ? "Update" : "Launch";
