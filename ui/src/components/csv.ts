import { useFlash } from "./flash-context";

/** Rows as RFC 4180 writes them; what a spreadsheet would take for a formula is kept a text. */
export function csv(rows: (string | number | null)[][]): string {
  const cell = (value: string | number | null) => {
    const text = value === null ? "" : String(value);
    const safe = typeof value === "string" && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
    return `"${safe.replaceAll('"', '""')}"`;
  };
  return `${rows.map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
}

/** Saves a table where the person says, and tells where it went. `save` gives the path, or null when she cancelled. */
export function useSaveCsv(save: (name: string, text: string) => Promise<string | null>) {
  const flash = useFlash();
  return async (name: string, rows: (string | number | null)[][]) => {
    try {
      const path = await save(name, csv(rows));
      if (path) flash.add({ type: "success", header: `Saved ${path}` });
    } catch (error) {
      flash.fail("The table could not be saved", error);
    }
  };
}
