import type { FlashbarProps } from "@cloudscape-design/components/flashbar";
import { useCallback, useMemo, useState, type ReactNode } from "react";
import { explain } from "../errors/table";
import { FlashContext } from "../components/flash-context";

/** Results of background work. Forms and dialogs show their own errors. */
export function FlashProvider({ children }: { children: ReactNode }) {
  const [items, setItems] = useState<FlashbarProps.MessageDefinition[]>([]);
  const dismiss = useCallback((id: string) => setItems((before) => before.filter((item) => item.id !== id)), []);
  const add = useCallback(
    (item: FlashbarProps.MessageDefinition) => {
      const id = item.id ?? crypto.randomUUID();
      const full = { ...item, id, dismissible: true, onDismiss: () => dismiss(id) };
      setItems((before) => [full, ...before.filter((other) => other.id !== id)].slice(0, 4));
    },
    [dismiss],
  );
  const fail = useCallback(
    (what: string, error: unknown) => {
      const said = explain(error);
      add({ type: said.severity, header: what, content: [said.message, said.hint].filter(Boolean).join(" ") });
    },
    [add],
  );
  const value = useMemo(() => ({ items, add, fail }), [items, add, fail]);
  return <FlashContext.Provider value={value}>{children}</FlashContext.Provider>;
}
