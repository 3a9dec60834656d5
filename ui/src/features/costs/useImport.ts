import { useMutation } from "@tanstack/react-query";
import { useFlash } from "../../components/flash-context";
import { go } from "../../components/go";
import { shell, type Import } from "../../ipc/client";
import { PRACTICE } from "../../ipc/current-account";

/** Shows an import that has begun; nothing where the person picked nothing. */
export const begun = (one: Import | null) => {
  if (one) go("/costs?tab=data");
};

const BEGIN = {
  files: () => shell.costsImportFiles(),
  folder: () => shell.costsImportFolder(),
  practice: async () => {
    const [found] = await shell.costsExports(PRACTICE);
    return found ? shell.costsSyncStart({ kind: "dataExport", account: PRACTICE, export: found }) : null;
  },
};

/** Begins an import, of what the person picks in the system's dialog or of the practice account's export, and shows it. */
export function useImport() {
  const flash = useFlash();
  const begin = useMutation({
    mutationFn: (what: keyof typeof BEGIN) => BEGIN[what](),
    onSuccess: begun,
    onError: (error) => flash.fail("The import did not begin", error),
  });
  return { begin: (what: keyof typeof BEGIN) => begin.mutate(what), busy: begin.isPending ? begin.variables : null };
}
