import type { FlashbarProps } from "@cloudscape-design/components/flashbar";
import { createContext, useContext } from "react";

/** The bar of results above every page. */
export interface Flash {
  items: FlashbarProps.MessageDefinition[];
  add: (item: FlashbarProps.MessageDefinition) => void;
  /** Says what failed, in the words of the one error table. */
  fail: (what: string, error: unknown) => void;
}

export const FlashContext = createContext<Flash>({ items: [], add: () => {}, fail: () => {} });
export const useFlash = () => useContext(FlashContext);
