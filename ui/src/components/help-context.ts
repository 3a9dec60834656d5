import { createContext, useContext, useEffect, type ReactNode } from "react";

/** What the help panel shows beside the page. */
export const HelpContext = createContext<(help: ReactNode) => void>(() => {});

/** Shows help while the page is there. */
export function useHelp(help: ReactNode, key: string) {
  const show = useContext(HelpContext);
  useEffect(() => {
    show(help);
    return () => show(null);
    // The panel follows the key; its content is made anew with every render.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [show, key]);
}
