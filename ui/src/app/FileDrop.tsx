import { useEffect, useRef, useState } from "react";
import { useNavigate } from "react-router";
import { useFlash } from "../components/flash-context";
import { useFiles } from "../features/environments/files";
import { CommandError, onDropped, type Dropped_Serialize as Dropped } from "../ipc/client";

/** What falls on the window, wherever: an environment file becomes a draft, everything else is imported as costs. */
export function FileDrop() {
  const files = useFiles();
  const flash = useFlash();
  const navigate = useNavigate();
  const [over, setOver] = useState<string | null>(null);
  const hear = (dropped: Dropped) => {
    if (dropped.kind === "over") {
      setOver(dropped.environment ? "Drop the environment file to open it as a draft" : "Drop to import as costs");
      return;
    }
    setOver(null);
    if (dropped.kind === "environment") files.open(dropped.file).catch((error: unknown) => flash.fail("The file could not be opened", error));
    if (dropped.kind === "costs") void navigate("/costs?tab=data");
    if (dropped.kind === "refused") flash.fail("What was dropped could not be taken", new CommandError(dropped.error));
  };
  const latest = useRef(hear);
  useEffect(() => {
    latest.current = hear;
  });
  useEffect(() => onDropped((dropped) => latest.current(dropped)), []);
  return over === null ? null : (
    <div className="ac-drop" role="status">
      <div>{over}</div>
    </div>
  );
}
