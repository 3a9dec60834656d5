import { useFlash } from "./flash-context";

/** Puts a text on the clipboard and says so. */
export function useCopy() {
  const flash = useFlash();
  return async (what: string, text: string | Promise<string>) => {
    try {
      await navigator.clipboard.writeText(await text);
      flash.add({ type: "success", header: `${what} copied` });
    } catch (error) {
      flash.fail(`${what} could not be copied`, error);
    }
  };
}
