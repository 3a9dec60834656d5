import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useNavigate } from "react-router";
import { useFlash } from "../components/flash-context";
import { useFiles } from "../features/environments/files";
import { CommandError, onDropped, shell, type Dropped_Serialize as Dropped } from "../ipc/client";
import { keys } from "../ipc/queries";

/**
 * What falls on the window, wherever: an environment file becomes a draft, everything else is imported as costs.
 * At the doors of the first start it opens its own.
 */
export function FileDrop({ doors }: { doors: boolean }) {
  const files = useFiles();
  const flash = useFlash();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [over, setOver] = useState<string | null>(null);
  const enter = async () => {
    const settings = await shell.settingsGet();
    await shell.settingsSave({ ...settings, firstStartDone: true });
    await client.invalidateQueries({ queryKey: keys.settings });
  };
  const take = async (dropped: Dropped) => {
    if (dropped.kind === "environment") await files.open(dropped.file);
    if (dropped.kind === "costs") await navigate("/costs?tab=data");
    if (dropped.kind === "refused") throw new CommandError(dropped.error);
    // What cannot be read opens no door.
    if (doors && !(dropped.kind === "environment" && dropped.file.file === null)) await enter();
  };
  const hear = (dropped: Dropped) => {
    if (dropped.kind === "over") {
      setOver(dropped.environment ? "Drop the environment file to open it as a draft" : "Drop to import as costs");
      return;
    }
    setOver(null);
    if (dropped.kind !== "left") take(dropped).catch((error: unknown) => flash.fail("What was dropped could not be taken", error));
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
