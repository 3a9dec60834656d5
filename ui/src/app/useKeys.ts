import { useEffect, useRef } from "react";
import { go } from "../components/go";
import { onMenuChosen, type MenuAction } from "../ipc/client";
import { focusFilter, openPalette } from "./habits";

/** Keys and the native menu do the same things. `escape` closes whatever panel is open. */
export function useKeys(escape: () => void) {
  const close = useRef(escape);
  useEffect(() => {
    close.current = escape;
  });
  useEffect(() => {
    const actions: Record<MenuAction, () => void> = {
      newEnvironment: () => go("/environments/new/new"),
      settings: () => go("/settings"),
      goTo: openPalette,
      find: () => void focusFilter(),
      overview: () => go("/"),
      environments: () => go("/environments"),
      accounts: () => go("/accounts"),
    };
    const keys: Record<string, MenuAction> = { k: "goTo", ",": "settings", f: "find", n: "newEnvironment" };
    const key = (event: KeyboardEvent) => {
      // A dialog and an open list answer Escape themselves.
      if (
        event.key === "Escape" &&
        !event.defaultPrevented &&
        !document.querySelector("[role=dialog][aria-modal=true], [aria-expanded=true][role=combobox]")
      ) {
        close.current();
        return;
      }
      const action = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey ? keys[event.key] : undefined;
      if (!action || document.querySelector("[role=dialog][aria-modal=true]")) return;
      event.preventDefault();
      actions[action]();
    };
    window.addEventListener("keydown", key);
    const stop = onMenuChosen((action) => actions[action]());
    return () => {
      window.removeEventListener("keydown", key);
      stop();
    };
  }, []);
}
