import { createContext, useContext, useEffect, useRef, type ReactNode } from "react";
import { createPortal } from "react-dom";

/** What the frame needs of the split panel; its content comes through a portal and stays the page's own. */
export interface PanelHead {
  header: string;
  close: () => void;
}

export interface PanelPlace {
  /** Where content goes; null while no panel is open. */
  target: HTMLElement | null;
  show: (head: PanelHead | null) => void;
}

export const PanelContext = createContext<PanelPlace>({ target: null, show: () => {} });

/** The detail of what is selected, in the frame's split panel: the list behind it stays where it is. */
export function Panel({ header, onClose, children }: { header: string; onClose: () => void; children: ReactNode }) {
  const { target, show } = useContext(PanelContext);
  const close = useRef(onClose);
  useEffect(() => {
    close.current = onClose;
  });
  useEffect(() => {
    show({ header, close: () => close.current() });
    return () => show(null);
  }, [header, show]);
  return target && createPortal(children, target);
}
