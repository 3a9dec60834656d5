import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Checkbox from "@cloudscape-design/components/checkbox";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Tiles from "@cloudscape-design/components/tiles";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useFlash } from "../../components/flash-context";
import { DialogFooter } from "../../components/DialogFooter";
import { Problem } from "../../components/Problem";
import { shell, type CostQuestion_Serialize as Question, type DocumentFormat } from "../../ipc/client";
import { useCostReport } from "../../ipc/queries";
import { fieldName } from "./view";

type Way = DocumentFormat | "print";

/** Hands these months and filters on: as a file, or by the system's print dialog. */
export function HandOn({ question, close }: { question: Question; close: () => void }) {
  const flash = useFlash();
  const words = useCostReport({ ...question, by: [] });
  const [way, setWay] = useState<Way>("html");
  const [masked, mask] = useState(false);
  const whole = { ...question, by: [] };
  const go = useMutation({
    mutationFn: () => (way === "print" ? shell.costsPrint(whole, masked) : shell.costsSave(way === "csv" ? question : whole, way, masked)),
    onSuccess: (path) => {
      if (way !== "print" && path === null) return;
      if (path) flash.add({ type: "success", header: `Saved ${path}`, content: masked ? "Account numbers are shortened in it." : undefined });
      close();
    },
  });
  return (
    <Modal
      visible
      header="Export"
      onDismiss={close}
      footer={
        <DialogFooter>
          <Button variant="link" onClick={close}>
            Cancel
          </Button>
          <Button variant="primary" loading={go.isPending} onClick={() => go.mutate()}>
            {way === "print" ? "Print…" : "Save…"}
          </Button>
        </DialogFooter>
      }
    >
      <SpaceBetween size="m">
        <Box>{words.data?.words ?? " "}.</Box>
        <Tiles
          columns={1}
          ariaLabel="How"
          value={way}
          onChange={({ detail }) => setWay(detail.value as Way)}
          items={[
            { value: "html", label: "HTML", description: "One file with charts and every table, for any browser." },
            { value: "xlsx", label: "Excel workbook", description: "A sheet for each table; amounts are numbers, months are dates." },
            { value: "csv", label: "CSV", description: `The table by ${question.by.map((field) => fieldName(field).toLowerCase()).join(" and ")}, with exact amounts.` },
            { value: "print", label: "Print or PDF", description: "The HTML in a window of its own, with the system's print dialog." },
          ]}
        />
        <Checkbox checked={masked} onChange={({ detail }) => mask(detail.checked)} description="To their last four digits, wherever they stand.">
          Shorten account numbers
        </Checkbox>
        {go.error && <Problem error={go.error} />}
      </SpaceBetween>
    </Modal>
  );
}
