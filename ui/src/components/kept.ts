import { useState } from "react";

/** State of a table's looks that this window keeps over a restart; whatever was damaged counts as not kept. */
export function useKept<T>(name: string, initial: T): [T, (next: T) => void] {
  const key = `array-console:${name}`;
  const [value, setValue] = useState<T>(() => {
    try {
      const text = localStorage.getItem(key);
      return text === null ? initial : { ...initial, ...(JSON.parse(text) as T) };
    } catch {
      return initial;
    }
  });
  return [
    value,
    (next) => {
      setValue(next);
      try {
        localStorage.setItem(key, JSON.stringify(next));
      } catch {
        // A full or forbidden storage costs the memory of a table's columns, nothing else.
      }
    },
  ];
}
