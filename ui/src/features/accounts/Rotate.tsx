import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Alert from "@cloudscape-design/components/alert";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { DialogFooter } from "../../components/DialogFooter";
import { Problem } from "../../components/Problem";
import { onRotationMoved, shell, type RotationStep } from "../../ipc/client";
import { keys } from "../../ipc/queries";

const STEPS: { step: RotationStep; words: string }[] = [
  { step: "create", words: "Make a new pair of keys" },
  { step: "verify", words: "Wait until AWS takes it" },
  { step: "switch", words: "Keep it in the keychain in place of the old pair" },
  { step: "deleteOld", words: "Delete the old pair in AWS" },
];

/** Replaces the keys before one's eyes. The old pair works until the new one has been seen to. */
export function Rotate({ name, close }: { name: string; close: () => void }) {
  const client = useQueryClient();
  const [at, setAt] = useState(-1);
  useEffect(
    () =>
      onRotationMoved((moved) => {
        if (moved.account === name) setAt(STEPS.findIndex((one) => one.step === moved.step));
      }),
    [name],
  );
  const rotate = useMutation({
    mutationFn: () => shell.accountRotate(name),
    onSettled: () => client.invalidateQueries({ queryKey: keys.accounts }),
  });
  const done = rotate.data;
  const state = (index: number) => {
    if (done) return index === 3 && !done.oldDeleted ? "error" : "success";
    if (index < at) return "success";
    if (index > at) return "pending";
    return rotate.error ? "error" : "in-progress";
  };
  return (
    <Modal
      visible
      onDismiss={close}
      header={`Rotate the keys of ${name}?`}
      footer={
        <DialogFooter>
          <Button onClick={close}>{done ? "Close" : rotate.isPending ? "Go on in the background" : "Cancel"}</Button>
          {!done && (
            <Button variant="primary" loading={rotate.isPending} onClick={() => rotate.mutate()}>
              Rotate keys
            </Button>
          )}
        </DialogFooter>
      }
    >
      <SpaceBetween size="m">
        <Box>Whatever else uses the old pair of keys stops working when it is deleted.</Box>
        <ol className="ac-way-steps" aria-label="Steps of the rotation">
          {STEPS.map(({ step, words }, index) => (
            <li key={step}>
              <StatusIndicator type={state(index)}>{words}</StatusIndicator>
            </li>
          ))}
        </ol>
        {rotate.error && <Problem error={rotate.error} />}
        {done && !done.oldDeleted && (
          <Alert type="warning" header="The old pair is still there">
            {name} uses the new key {done.newKeyId}. AWS did not let {done.oldKeyId} be deleted, and it still works. Rotate
            again to try it once more, or delete it in the IAM console.
          </Alert>
        )}
        {done?.oldDeleted && (
          <Alert type="success" header={`${name} uses the new key ${done.newKeyId}`}>
            The old key {done.oldKeyId} is deleted.
          </Alert>
        )}
      </SpaceBetween>
    </Modal>
  );
}
