import { useState } from "react";

/** State of a table's looks that this window keeps over a restart; whatever was damaged counts as not kept. */
export function useKept<T>(name: string, initial: T): [T, (next: T) => void] {
  const key = `array-console:${name}`;
  const read = (): T => {
    try {
      const text = localStorage.getItem(key);
      return text === null ? initial : { ...initial, ...(JSON.parse(text) as T) };
    } catch {
      return initial;
    }
  };
  const [kept, setKept] = useState(() => ({ key, value: read() }));
  const now = kept.key === key ? kept : { key, value: read() };
  // Another name in the same place is another thing that was kept.
  if (now !== kept) setKept(now);
  return [
    now.value,
    (value) => {
      setKept({ key, value });
      try {
        localStorage.setItem(key, JSON.stringify(value));
      } catch {
        // A full or forbidden storage costs the memory of a table's columns, nothing else.
      }
    },
  ];
}
