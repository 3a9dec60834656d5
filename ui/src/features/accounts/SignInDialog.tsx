import "./accounts.css";
import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useEffect, useRef, useState } from "react";
import { useNow } from "../../components/figures";
import { DialogFooter } from "../../components/DialogFooter";
import { Problem } from "../../components/Problem";
import { shell, type SignInView } from "../../ipc/client";

interface Props {
  view: SignInView;
  /** True when the portal has confirmed; false when it was cancelled here. */
  done: (confirmed: boolean) => void;
}

/** Shows the code to compare and waits for the browser. Only AWS's answer makes it done. */
export function SignInDialog({ view, done }: Props) {
  const now = useNow(1_000);
  const [error, setError] = useState<unknown>(null);
  const [opened, setOpened] = useState(view.opened);
  const tell = useRef(done);
  useEffect(() => {
    tell.current = done;
  });
  useEffect(() => {
    shell.signInFinish(view.id).then((confirmed) => confirmed && tell.current(true), setError);
  }, [view.id]);
  const cancel = () => {
    void shell.signInCancel().catch(() => null);
    done(false);
  };
  const seconds = Math.max(0, Math.floor((view.expiresAtMs - now) / 1000));
  return (
    <Modal
      visible
      header="Sign in to AWS"
      onDismiss={cancel}
      footer={
        <DialogFooter>
          {!error && (
            <Button
              iconName="external"
              onClick={() => void shell.signInOpen(view.id).then(setOpened, () => setOpened(false))}
            >
              Open browser again
            </Button>
          )}
          <Button onClick={cancel}>{error ? "Close" : "Cancel"}</Button>
        </DialogFooter>
      }
    >
      {error ? (
        <Problem error={error} />
      ) : (
        <SpaceBetween size="m">
          {!opened && (
            <Alert type="warning" header="No browser opened">
              Open the address below in one yourself.
            </Alert>
          )}
          <Box>
            Your browser shows a page of {view.portal.startUrl}. Confirm there only if it shows this code:
          </Box>
          <div className="ac-user-code" data-testid="user-code">
            {view.userCode}
          </div>
          <CopyToClipboard
            copyButtonText="Copy address"
            textToCopy={view.url}
            copySuccessText="Copied"
            copyErrorText="Could not be copied"
          />
          <StatusIndicator type="in-progress">
            Waiting for your confirmation; the code holds for {Math.floor(seconds / 60)}:
            {String(seconds % 60).padStart(2, "0")} min
          </StatusIndicator>
        </SpaceBetween>
      )}
    </Modal>
  );
}
