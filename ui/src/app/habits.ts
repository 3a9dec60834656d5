// What the frame answers to wherever it was asked: a key, the native menu, the palette.

/** Focuses the filter of the page; false where it has none. */
export function focusFilter(): boolean {
  const fields = document.querySelectorAll<HTMLInputElement>("main [data-filter] input, main input[type=search]");
  const field = [...fields].find((one) => one.offsetParent !== null && !one.disabled);
  field?.focus();
  field?.select();
  return field !== undefined;
}

/** The palette is mounted once and opened from many places. */
export const openPalette = () => window.dispatchEvent(new Event("array-palette"));
