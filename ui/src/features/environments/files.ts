// Environment files that come from outside: picked in the system's dialog or dropped on the window.
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import { useFlash } from "../../components/flash-context";
import { shell, type EnvironmentFile, type Problem } from "../../ipc/client";
import { keepDraft } from "./draft";

interface Read {
  path: string;
  file: EnvironmentFile | null;
  problems: Problem[];
}

const told = (problems: Problem[]) =>
  problems
    .slice(0, 5)
    .map((one) => [one.line === null ? "" : `Line ${one.line}: `, one.message, " ", one.hint ?? ""].join(""))
    .join(" ");

/** Opens files as drafts of their own, so that nothing that was typed is lost. */
export function useFiles() {
  const client = useQueryClient();
  const navigate = useNavigate();
  const flash = useFlash();
  const open = async ({ path, file, problems }: Read) => {
    const wrong = problems.filter((problem) => problem.severity === "error");
    if (!file) {
      flash.add({ type: "error", header: `${path} cannot be read as an environment file`, content: told(wrong) });
      return;
    }
    const draft = await shell.draftSave(null, null, file, 0);
    keepDraft(client, draft);
    flash.add({
      type: wrong.length > 0 ? "warning" : "success",
      header: `Read ${path}`,
      content:
        wrong.length === 0
          ? "It is a draft now; the file itself stays as it is."
          : `${wrong.length === 1 ? "One field is" : `${wrong.length} fields are`} not right yet. ${told(wrong)}`,
    });
    await navigate(`/environments/new/${draft.id}`);
  };
  const pick = async () => {
    try {
      const picked = await shell.environmentImport();
      if (picked) await open(picked);
    } catch (error) {
      flash.fail("The file could not be read", error);
    }
  };
  const save = async (file: EnvironmentFile) => {
    try {
      const path = await shell.environmentExport(file);
      if (path)
        flash.add({ type: "success", header: `Saved ${path}`, content: `From a terminal: arrayctl env plan ${path}` });
    } catch (error) {
      flash.fail("The file could not be saved", error);
    }
  };
  return { open, pick, save };
}
