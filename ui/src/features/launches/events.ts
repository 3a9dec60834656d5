// Which events are shown, and how their times are written.
import { words } from "../../components/format";
import type { EventRow } from "../../ipc/client";

/** Rows that hold the words anywhere; a resource is also found as `Stack/LogicalId`. */
export function matching(rows: EventRow[], find: string, failures: boolean): EventRow[] {
  const needle = find.trim().toLowerCase();
  return rows.filter(({ stack, event }) => {
    if (failures && !event.status.endsWith("_FAILED")) return false;
    if (needle === "") return true;
    const texts = [
      stack,
      words(stack),
      event.logicalId,
      `${stack}/${event.logicalId}`,
      event.type,
      event.status,
      event.status.replaceAll("_", " "),
      event.reason ?? "",
      event.physicalId ?? "",
    ];
    return texts.some((text) => text.toLowerCase().includes(needle));
  });
}

const two = (value: number) => String(value).padStart(2, "0");

/** Seconds as `+3:07` or `+1:02:09`. */
export function sinceStart(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  return hours > 0 ? `+${hours}:${two(minutes)}:${two(whole % 60)}` : `+${minutes}:${two(whole % 60)}`;
}

/** Local time to the second. */
export const clock = (ms: number) =>
  new Date(ms).toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit" });
