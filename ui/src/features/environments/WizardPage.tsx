import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import { useQuery } from "@tanstack/react-query";
import { useLocation, useNavigate, useParams } from "react-router";
import { Problem } from "../../components/Problem";
import { shell } from "../../ipc/client";
import { useCurrentAccount } from "../../ipc/current-account";
import { keys, useCatalogue, useDrafts } from "../../ipc/queries";
import { Editor } from "./Editor";
import { WizardSkeleton } from "./WizardSkeleton";

/** The first of staging, staging-2, ... that no environment and no draft has. */
async function freeName(): Promise<string> {
  const [environments, drafts] = await Promise.all([shell.environmentsList(), shell.draftsList()]);
  const taken = new Set([...environments.map((row) => row.name), ...drafts.map((draft) => draft.file.name)]);
  let number = 1;
  const name = () => (number === 1 ? "staging" : `staging-${number}`);
  while (taken.has(name())) number += 1;
  return name();
}

/** The wizard of a draft; `new` begins one from the staging preset. */
export default function WizardPage() {
  const { draft = "new" } = useParams();
  const location = useLocation();
  const navigate = useNavigate();
  const drafts = useDrafts();
  const catalogue = useCatalogue();
  const [current] = useCurrentAccount();
  // One wizard keeps its state while its draft is born and its steps change the address.
  const editor = (location.state as { editor?: string } | null)?.editor ?? location.key;
  const fresh = useQuery({
    queryKey: ["fresh", editor],
    queryFn: async () => shell.environmentNew(await freeName(), "staging"),
    enabled: draft === "new",
    staleTime: Infinity,
  });
  const stored = drafts.data?.find((one) => one.id === draft);
  const file = draft === "new" ? fresh.data : stored?.file;
  const changes = stored?.environment ?? null;
  const running = useQuery({
    queryKey: keys.environment(changes ?? ""),
    queryFn: () => shell.environmentGet(changes ?? ""),
    enabled: changes !== null,
  });
  const error = catalogue.error ?? drafts.error ?? fresh.error ?? running.error;
  if (error)
    return (
      <Problem
        error={error}
        onRetry={() => void Promise.all([catalogue.refetch(), drafts.refetch(), draft === "new" && fresh.refetch(), changes !== null && running.refetch()])}
      />
    );
  if (drafts.data && draft !== "new" && !stored) {
    return (
      <Alert
        type="warning"
        header="There is no such draft"
        action={<Button onClick={() => void navigate("/environments")}>Show environments</Button>}
      >
        It was launched or discarded.
      </Alert>
    );
  }
  if (!file || !catalogue.data || (changes !== null && !running.data)) return <WizardSkeleton />;
  return (
    <Editor
      key={editor}
      editor={editor}
      initial={file}
      stored={stored}
      running={running.data?.file ?? null}
      account={running.data?.row.account ?? current}
      catalogue={catalogue.data}
    />
  );
}
