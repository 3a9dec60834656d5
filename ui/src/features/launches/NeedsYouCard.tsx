import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useNavigate } from "react-router";
import { shell, type LaunchSnapshot } from "../../ipc/client";
import { PRACTICE } from "../../ipc/current-account";
import type { Actions } from "./useLaunchActions";

/** The engine's code of a launch that waits for integrations' secrets. */
const SECRETS = "give-integration-secrets";
/** Of one whose connection to GitHub a person must confirm in the AWS console. */
const HANDSHAKE = "finish-github-handshake";

interface Props {
  now: LaunchSnapshot;
  asks: NonNullable<LaunchSnapshot["needsYou"]>;
  actions: Actions;
}

/** What a person does outside of this app, step by step, and the way back. */
export function NeedsYouCard({ now, asks, actions }: Props) {
  return (
    <Alert type="warning" header="This needs you" action={<Buttons now={now} asks={asks} actions={actions} />}>
      {asks.message !== now.sentence && asks.message}
      <ol className="ac-steps">
        {asks.steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
    </Alert>
  );
}

function Buttons({ now, asks, actions }: Props) {
  const navigate = useNavigate();
  if (asks.code === "sign-in-again" && now.account !== PRACTICE)
    return (
      <Button variant="primary" loading={actions.pending} onClick={actions.signInAndProceed}>
        Sign in to {now.account}
      </Button>
    );
  const opens = asks.code === HANDSHAKE && asks.url;
  return (
    <SpaceBetween size="xs" direction="horizontal">
      {asks.code === SECRETS && (
        <Button onClick={() => void navigate(`/environments/${now.environment}?tab=integrations`)}>
          Give the secrets
        </Button>
      )}
      {opens && <ConnectionsPage job={now.jobId} url={opens} />}
      <Button variant={opens ? "normal" : "primary"} loading={actions.pending} onClick={actions.proceed}>
        Continue
      </Button>
    </SpaceBetween>
  );
}

/** The shell opens the job's own page; where the system opens no browser, its address can be copied. */
function ConnectionsPage({ job, url }: { job: string; url: string }) {
  const [opened, setOpened] = useState(true);
  if (!opened)
    return (
      <CopyToClipboard
        copyButtonText="No browser opened: copy the address"
        textToCopy={url}
        copySuccessText="Copied"
        copyErrorText="Could not be copied"
      />
    );
  return (
    <Button
      variant="primary"
      iconName="external"
      onClick={() => void shell.launchOpenPage(job).then(setOpened, () => setOpened(false))}
    >
      Open the connections page
    </Button>
  );
}
