import Button from "@cloudscape-design/components/button";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useFlash } from "../../components/flash-context";
import { DialogFooter } from "../../components/DialogFooter";
import { Problem } from "../../components/Problem";
import { shell, type Account } from "../../ipc/client";
import { keys } from "../../ipc/queries";

/** Signs out of an account, or removes it; then says what went. */
export function Remove({ account, signOut, close }: { account: Account; signOut: boolean; close: () => void }) {
  const client = useQueryClient();
  const flash = useFlash();
  const { name } = account;
  const work = useMutation({
    mutationFn: () => (signOut ? shell.accountSignOut(name) : shell.accountRemove(name)),
    onSuccess: async (gone) => {
      flash.add({
        type: "success",
        header: signOut ? `Signed out of ${name}` : `Removed ${name}`,
        content: gone.length > 0 ? <Gone gone={gone} /> : "Nothing of it was kept here.",
      });
      close();
      await client.invalidateQueries({ queryKey: keys.accounts });
    },
  });
  const deed = signOut ? "Sign out" : "Remove account";
  return (
    <Modal
      visible
      onDismiss={close}
      header={signOut ? `Sign out of ${name}?` : `Remove ${name}?`}
      footer={
        <DialogFooter>
          <Button onClick={close}>Cancel</Button>
          <Button variant="primary" loading={work.isPending} onClick={() => work.mutate()}>
            {deed}
          </Button>
        </DialogFooter>
      }
    >
      <SpaceBetween size="m">
        {work.error && <Problem error={work.error} />}
        {signOut
          ? "Ends the session here and at AWS, for every account of the same portal. Launches that run go on in AWS; to watch them you sign in again."
          : "Forgets the account and every secret of it here. Nothing in AWS is deleted, and your AWS files stay as they are."}
      </SpaceBetween>
    </Modal>
  );
}

function Gone({ gone }: { gone: string[] }) {
  return (
    <ul className="ac-joined">
      {gone.map((one) => (
        <li key={one}>{one}</li>
      ))}
    </ul>
  );
}
