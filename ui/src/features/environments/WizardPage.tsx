import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import HelpPanel from "@cloudscape-design/components/help-panel";
import Link from "@cloudscape-design/components/link";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Spinner from "@cloudscape-design/components/spinner";
import Tabs from "@cloudscape-design/components/tabs";
import Wizard from "@cloudscape-design/components/wizard";
import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useNavigate, useParams } from "react-router";
import { Ago } from "../../components/figures";
import { useFlash } from "../../components/flash-context";
import { useHelp } from "../../components/help-context";
import { Problem } from "../../components/Problem";
import { shell, type Draft, type EnvironmentFile } from "../../ipc/client";
import { keys, useCatalogue, useDrafts } from "../../ipc/queries";
import { FileTab } from "./FileTab";
import { FormContext, fieldId, type Form } from "./form";
import { Ledger } from "./Ledger";
import { ReviewStep } from "./ReviewStep";
import { ClusterStep, NetworkStep, SearchStep } from "./steps";
import { BudgetStep, PeopleStep, PurposeStep, RepositoriesStep } from "./steps-delivery";

/** Which fields belong to which step, for errors on Next and for the list of all. */
export const STEPS = [
  { title: "Purpose", fields: ["name", "kind", "region", "owner", "version"], help: "The kind fills every other field with what has proved itself. You can go to Review right away." },
  { title: "Network", fields: ["network"], help: "A VPC with two public, two node and two data subnets over two zones. The range cannot be changed after the launch." },
  { title: "Cluster and nodes", fields: ["cluster", "node_groups"], help: "EKS bills $0.10 an hour in standard support and $0.60 in extended support. Nodes are EC2 instances that the autoscaler adds and removes between the limits." },
  { title: "Search", fields: ["search"], help: "The crew index lives in OpenSearch, in the data subnets, reached only from the nodes." },
  { title: "Repositories and pipelines", fields: ["repositories"], help: "Each branch gets a pipeline: Source from GitHub, Build in CodeBuild, Deploy to EKS. GitHub is connected once, after the launch." },
  { title: "Notifications and monitoring", fields: ["notifications", "monitoring"], help: "Secrets such as the Slack webhook are kept in the keychain and in Secrets Manager, never in this file." },
  { title: "Budget and tags", fields: ["budget", "tags"], help: "AWS tells the project manager when the budget is nearly used up, and when the forecast goes beyond it." },
  { title: "Review", fields: [], help: "Look at everything once more. Planning makes nothing yet." },
];

export const belongs = (field: string, step: number) => STEPS[step]?.fields.some((prefix) => field === prefix || field.startsWith(`${prefix}.`) || field.startsWith(`${prefix}[`)) ?? false;

/** The wizard of a draft; `new` begins one from the staging preset. */
export default function WizardPage() {
  const { draft } = useParams();
  const drafts = useDrafts();
  const fresh = useQuery({ queryKey: ["fresh"], queryFn: () => shell.environmentNew("staging", "staging"), enabled: draft === "new", staleTime: Infinity });
  const catalogue = useCatalogue();
  const stored = drafts.data?.find((one) => one.id === draft);
  const file = draft === "new" ? fresh.data : stored?.file;
  if (catalogue.error) return <Problem error={catalogue.error} />;
  if (drafts.data && draft !== "new" && !stored) return <Alert type="warning" header="There is no such draft">It was launched or discarded.</Alert>;
  if (!file || !catalogue.data) return <Box padding="xl" textAlign="center"><Spinner /></Box>;
  return <Editor key={draft} initial={file} stored={stored} catalogue={catalogue.data} />;
}

interface EditorProps {
  initial: EnvironmentFile;
  stored: Draft | undefined;
  catalogue: NonNullable<ReturnType<typeof useCatalogue>["data"]>;
}

function Editor({ initial, stored, catalogue }: EditorProps) {
  const navigate = useNavigate();
  const client = useQueryClient();
  const flash = useFlash();
  const [file, setFile] = useState(initial);
  const [step, setStep] = useState(Math.min(stored?.step ?? 0, STEPS.length - 1));
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [pressed, setPressed] = useState<ReadonlySet<number>>(new Set());
  const saved = useAutosave(file, step, stored);
  const ledger = useQuery({ queryKey: keys.ledger(file), queryFn: () => shell.environmentLedger(file), placeholderData: keepPreviousData, gcTime: 10_000, staleTime: Infinity });
  const problems = useMemo(() => ledger.data?.problems ?? [], [ledger.data]);
  const errors = problems.filter((problem) => problem.severity === "error");
  const current = STEPS[step];
  useHelp(<HelpPanel header={<h2>{current?.title}</h2>}>{current?.help}</HelpPanel>, current?.title ?? "");

  const change = useCallback((edit: (file: EnvironmentFile) => void) => {
    setFile((before) => {
      const after = structuredClone(before);
      edit(after);
      return after;
    });
  }, []);
  const form: Form = {
    file,
    change,
    problems,
    shown: (path) => [...left].some((one) => one === path || one.startsWith(`${path}[`)) || [...pressed].some((at) => belongs(path, at)) || pressed.has(STEPS.length - 1),
    leave: (path) => setLeft((before) => new Set(before).add(path)),
  };
  const go = (to: number) => {
    setPressed((before) => new Set(before).add(step));
    // A step with errors is not left forwards; they are shown at their fields.
    const stops = to > step && errors.some((problem) => belongs(problem.field, step));
    if (!stops) setStep(to);
  };
  const plan = async () => {
    setPressed(new Set([STEPS.length - 1]));
    if (errors.length > 0) return;
    try {
      const draft = await saved.now();
      await client.invalidateQueries({ queryKey: keys.drafts });
      await navigate(`/plan/${draft.id}`);
    } catch (error) {
      flash.fail("The draft could not be saved", error);
    }
  };
  const importFile = async () => {
    try {
      const imported = await shell.environmentImport();
      if (!imported) return;
      if (imported.file) setFile(imported.file);
      const wrong = imported.problems.filter((problem) => problem.severity === "error");
      flash.add({
        type: imported.file ? (wrong.length > 0 ? "warning" : "success") : "error",
        header: imported.file ? `Read ${imported.path}` : `${imported.path} is no environment file`,
        content: wrong.slice(0, 5).map((problem) => `Line ${problem.line ?? "?"}: ${problem.message}`).join(" "),
      });
    } catch (error) {
      flash.fail("The file could not be read", error);
    }
  };
  const exportFile = async () => {
    try {
      const path = await shell.environmentExport(file);
      if (path) flash.add({ type: "success", header: `Saved ${path}`, content: `Try it from a terminal: arrayctl env plan ${path}` });
    } catch (error) {
      flash.fail("The file could not be saved", error);
    }
  };
  const focus = (field: string) => {
    const at = STEPS.findIndex((_, index) => belongs(field, index));
    setPressed((before) => new Set(before).add(at));
    setStep(Math.max(0, at));
    setTimeout(() => (document.getElementById(fieldId(field)) ?? document.getElementById(fieldId(field.replace(/\[\d+\]$/, ""))))?.focus(), 100);
  };
  const showList = errors.length > 0 && pressed.size > 0;

  const contents = [
    <PurposeStep key="purpose" catalogue={catalogue} replace={setFile} />,
    <NetworkStep key="network" catalogue={catalogue} />,
    <ClusterStep key="cluster" catalogue={catalogue} />,
    <SearchStep key="search" catalogue={catalogue} />,
    <RepositoriesStep key="repositories" />,
    <PeopleStep key="people" catalogue={catalogue} />,
    <BudgetStep key="budget" />,
    <ReviewStep key="review" focus={focus} />,
  ];
  return (
    <FormContext.Provider value={form}>
      <SpaceBetween size="m">
        <Header variant="h1" description={saved.at === null ? "Not saved yet" : <>Draft saved <Ago ms={saved.at} /></>}
          actions={<SpaceBetween size="xs" direction="horizontal"><Button onClick={() => void importFile()}>Import file</Button><Button onClick={() => void exportFile()}>Save file</Button></SpaceBetween>}>
          {file.name ? `Environment ${file.name}` : "New environment"}
        </Header>
        {showList && (
          <Alert type="error" header={errors.length === 1 ? "One field is not right yet" : `${errors.length} fields are not right yet`}>
            {errors.slice(0, 8).map((problem) => (
              <div key={problem.field + problem.code}>
                <Link variant="primary" onFollow={() => focus(problem.field)}>{problem.field || "file"}</Link>: {problem.message}
              </div>
            ))}
          </Alert>
        )}
        {ledger.error && <Problem error={ledger.error} onRetry={() => void ledger.refetch()} />}
        <div className="ac-two">
          <Tabs
            tabs={[
              { id: "steps", label: "Steps", content: (
                <Wizard
                  i18nStrings={{
                    stepNumberLabel: (number) => `Step ${number}`,
                    collapsedStepsLabel: (number, count) => `Step ${number} of ${count}`,
                    skipToButtonLabel: (target) => `Skip to ${target.title}`,
                    navigationAriaLabel: "Steps", cancelButton: "Close", previousButton: "Previous", nextButton: "Next", optional: "optional",
                  }}
                  allowSkipTo
                  activeStepIndex={step}
                  submitButtonText="Plan environment"
                  onNavigate={({ detail }) => go(detail.requestedStepIndex)}
                  onCancel={() => void navigate("/environments")}
                  onSubmit={() => void plan()}
                  steps={STEPS.map(({ title }, index) => ({ title, isOptional: index > 0 && index < STEPS.length - 1, content: contents[index] }))}
                />
              ) },
              { id: "file", label: "File", content: <FileTab file={file} replace={setFile} /> },
            ]}
          />
          <div className="ac-side"><Ledger ledger={ledger.data} /></div>
        </div>
      </SpaceBetween>
    </FormContext.Provider>
  );
}

/** Saves the draft a moment after the last change; a wizard that was only looked at leaves none. */
function useAutosave(file: EnvironmentFile, step: number, stored: Draft | undefined) {
  const client = useQueryClient();
  const id = useRef(stored?.id ?? null);
  const first = useRef(file);
  const [at, setAt] = useState<number | null>(stored?.savedAtMs ?? null);
  const now = useCallback(async () => {
    const draft = await shell.draftSave(id.current, file, step);
    id.current = draft.id;
    setAt(draft.savedAtMs);
    return draft;
  }, [file, step]);
  useEffect(() => {
    if (file === first.current) return;
    const timer = setTimeout(() => void now().then(() => client.invalidateQueries({ queryKey: keys.drafts })).catch(() => setAt(null)), 800);
    return () => clearTimeout(timer);
  }, [file, now, client]);
  return { at, now };
}
