import { useCallback, useEffect, useRef } from "react";
import { fieldId } from "./form";

/** The element that takes a field's keys; of a list's entry, the one that adds to the list. */
function elementOf(field: string): HTMLElement | null {
  for (const path of [field, field.replace(/\[\d+\]$/, ""), field.replace(/^tags\..*$/, "tags")]) {
    const named = document.getElementById(fieldId(path));
    const within = document.querySelector<HTMLElement>(
      `[data-field="${CSS.escape(path)}"] :is(input, button, textarea)`,
    );
    if (named ?? within) return named ?? within;
  }
  return null;
}

/** Focuses a field once its step is on screen; `first` is the one that an address asks for. */
export function useFocus(first: string | null): (field: string) => void {
  const wanted = useRef(first);
  // After every render: the step that holds the field may come with a later one.
  useEffect(() => {
    const element = wanted.current === null ? null : elementOf(wanted.current);
    if (!element) return;
    wanted.current = null;
    element.focus();
    element.scrollIntoView({ block: "center" });
  });
  return useCallback((field: string) => {
    wanted.current = field;
  }, []);
}
