// Which rows of a long list are on screen.

export const ROW = 26;

/** First and last row to draw, with some around the visible ones. */
export function visible(scrollTop: number, height: number, count: number): { from: number; to: number } {
  const from = Math.max(0, Math.floor(scrollTop / ROW) - 10);
  return { from: Math.min(from, count), to: Math.min(count, Math.ceil((scrollTop + height) / ROW) + 10) };
}
