// Where things stand on a chart.

/** From the lowest to the highest tick, with ticks that people count in: 1, 2, 2.5 and 5 times a power of ten. */
export function ticks(low: number, high: number, about = 4): number[] {
  const [from, to] = low === high ? [Math.min(0, low), Math.max(0, high) || 1] : [Math.min(0, low), Math.max(0, high)];
  const rough = (to - from) / about;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((times) => times * power).find((one) => one >= rough * (1 - 1e-9)) ?? rough;
  const first = Math.floor(from / step + 1e-9);
  const last = Math.ceil(to / step - 1e-9);
  // Whole multiples, so that 0.1 three times is no 0.30000000000000004.
  return Array.from({ length: last - first + 1 }, (_, index) => Number(((first + index) * step).toPrecision(12)));
}

/** How many columns share one label so that labels of that many letters never touch. */
export function every(columns: number, width: number, letters: number): number {
  const room = columns === 0 ? width : width / columns;
  return Math.max(1, Math.ceil((letters * 6.6 + 14) / Math.max(room, 0.1)));
}

/** Parts above and below the line, each beginning where the one before it ends. */
export function stacked(parts: readonly number[]): { from: number; to: number }[] {
  let above = 0;
  let below = 0;
  return parts.map((part) => {
    if (part >= 0) return { from: above, to: (above += part) };
    return { from: below, to: (below += part) };
  });
}

/** Runs of what is there, as places in the list; what is missing breaks a line. */
export function runs<T>(all: readonly (T | null)[]): { start: number; values: T[] }[] {
  const out: { start: number; values: T[] }[] = [];
  all.forEach((value, index) => {
    if (value === null) return;
    const last = out.at(-1);
    if (last && last.start + last.values.length === index) last.values.push(value);
    else out.push({ start: index, values: [value] });
  });
  return out;
}

/** A day as days since 1970. */
export const dayNumber = (date: string): number => Math.round(Date.parse(`${date}T00:00:00Z`) / 86_400_000);

/** Days since 1970 as `2026-09-12`. */
export const dayText = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10);

/** Monday is 0. */
export const weekday = (day: number): number => (((day + 3) % 7) + 7) % 7;
