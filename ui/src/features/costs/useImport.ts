import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import { useFlash } from "../../components/flash-context";
import { shell } from "../../ipc/client";

/** Begins an import of what the person picks in the system's dialog, and shows it. */
export function useImport() {
  const flash = useFlash();
  const navigate = useNavigate();
  const begin = useMutation({
    mutationFn: (what: "files" | "folder") => (what === "files" ? shell.costsImportFiles() : shell.costsImportFolder()),
    onSuccess: (begun) => begun && void navigate("/costs?tab=data"),
    onError: (error) => flash.fail("The import did not begin", error),
  });
  return { files: () => begin.mutate("files"), folder: () => begin.mutate("folder"), busy: begin.isPending };
}
