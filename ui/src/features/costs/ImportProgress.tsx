import Button from "@cloudscape-design/components/button";
import ProgressBar from "@cloudscape-design/components/progress-bar";
import { useMutation } from "@tanstack/react-query";
import { useFlash } from "../../components/flash-context";
import { shell, type Import } from "../../ipc/client";
import { bytes, count, fileName, named, percentOf } from "./import-words";

/** How far an import is, by bytes and line items, with the file that is being read. */
export function ImportProgress({ one }: { one: Import }) {
  const flash = useFlash();
  const cancel = useMutation({
    mutationFn: () => shell.costsImportCancel(one.id),
    onError: (error) => flash.fail("The import could not be cancelled", error),
  });
  return (
    <div className="ac-import">
      <ProgressBar
        label={`Importing ${named(one)}`}
        value={percentOf(one)}
        description={`${one.resumed ? "Went on after a restart. " : ""}${one.source.kind !== "files" ? one.sentence : one.file ? `Reading ${fileName(one.file)}` : "Looking at what there is"}`}
        additionalInfo={
          <span className="ac-figures">
            {one.bytesTotal > 0 && `${bytes(one.bytesDone)} of ${bytes(one.bytesTotal)} · `}
            {count(one.rows)} line items
            {one.months.length > 0 && ` · ${count(one.months.length)} ${one.months.length === 1 ? "month" : "months"} stored`}
          </span>
        }
      />
      <Button loading={cancel.isPending || cancel.isSuccess} onClick={() => cancel.mutate()} ariaLabel={`Cancel the import of ${named(one)}`}>
        Cancel
      </Button>
    </div>
  );
}
