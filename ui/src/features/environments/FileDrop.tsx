import "../../components/colours.css";
import "./wizard.css";
import { useEffect, useRef, useState } from "react";
import { useFiles } from "./files";

const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;

/** An environment file dropped anywhere on the window becomes a draft. */
export function FileDrop() {
  const { drop } = useFiles();
  const latest = useRef(drop);
  const [over, setOver] = useState(false);
  useEffect(() => {
    latest.current = drop;
  });
  useEffect(() => {
    const enter = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      // Without this the window would leave for the file.
      event.preventDefault();
      setOver(true);
    };
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false);
    };
    const fall = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      setOver(false);
      const file = event.dataTransfer?.files[0];
      if (file) void latest.current(file);
    };
    const heard = [
      ["dragenter", enter],
      ["dragover", enter],
      ["dragleave", leave],
      ["drop", fall],
    ] as const;
    for (const [name, hear] of heard) window.addEventListener(name, hear);
    return () => heard.forEach(([name, hear]) => window.removeEventListener(name, hear));
  }, []);
  return over ? (
    <div className="ac-drop">
      <div>Drop the environment file to open it as a draft</div>
    </div>
  ) : null;
}
