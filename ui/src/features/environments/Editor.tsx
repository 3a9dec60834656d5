import "../../components/colours.css";
import "./wizard.css";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Tabs from "@cloudscape-design/components/tabs";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo, useState } from "react";
import { useNavigate, useSearchParams } from "react-router";
import { Ago } from "../../components/figures";
import { useFlash } from "../../components/flash-context";
import { useHelp } from "../../components/help-context";
import { Problem } from "../../components/Problem";
import type { Catalogue, Draft, EnvironmentFile } from "../../ipc/client";
import { useEnvironments } from "../../ipc/queries";
import { useAutosave, type Saving } from "./draft";
import { ErrorList } from "./ErrorList";
import { FileTab, useFileText } from "./FileTab";
import { useFiles } from "./files";
import { useFocus } from "./focus";
import { FormContext, type Form } from "./form";
import { HelpWords } from "./HelpWords";
import { Ledger } from "./Ledger";
import { REVIEW, STEPS, belongs, stepAt, stepOf } from "./step-list";
import { renamed } from "./running";
import { Steps } from "./Steps";
import { taken } from "./taken";
import { ledgerOf } from "./what-if";

interface Props {
  /** Goes along in the address's state: the same wizard under another address. */
  editor: string;
  initial: EnvironmentFile;
  stored: Draft | undefined;
  /** The file of the environment that the draft changes; null for a new one. */
  running: EnvironmentFile | null;
  /** Where it runs or is to run. */
  account: string;
  catalogue: Catalogue;
}

const stops = (problem: { severity: string }) => problem.severity === "error";

/** The address as it is by now, drawn or not yet. */
function address() {
  const [pathname = "/", query] = window.location.hash.slice(1).split("?");
  return { pathname, at: new URLSearchParams(query) };
}

/** Form, file and ledger of one draft. */
export function Editor({ editor, initial, stored, running, account, catalogue }: Props) {
  const navigate = useNavigate();
  const flash = useFlash();
  const files = useFiles();
  const environments = useEnvironments();
  const client = useQueryClient();
  const [search] = useSearchParams();
  const [file, setFile] = useState(initial);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [pressed, setPressed] = useState<ReadonlySet<number>>(new Set());
  const [marked, setMarked] = useState<readonly string[]>([]);
  const [explained, setExplained] = useState<string | null>(null);
  // A check or an item of the plan leads here to the field that decides it.
  const asked = search.get("field");
  const step = stepAt(search) ?? (asked === null ? Math.min(stored?.step ?? 0, REVIEW) : stepOf(asked));
  const tab = search.get("tab") === "file" ? "file" : "steps";
  const text = useFileText(file, setFile);
  const saving = useAutosave(file, step, stored, (draft) => {
    // The draft has an address of its own from now on; reload and back find it there.
    void navigate(
      { pathname: `/environments/new/${draft.id}`, search: address().at.toString() },
      { replace: true, state: { editor } },
    );
  });
  const ledger = useQuery(ledgerOf(file, account));
  const now = useQuery(ledgerOf(running ?? file, account));
  const named = useMemo(
    () => (running ? renamed(running.name, file.name) : taken(file.name, environments.data ?? [])),
    [file.name, running, environments.data],
  );
  const problems = useMemo(() => [...named, ...(ledger.data?.problems ?? [])], [named, ledger.data]);
  const errors = problems.filter(stops);
  // While somebody types, what is on screen is of the file before.
  const checked = () => client.fetchQuery(ledgerOf(file, account));
  const errorsNow = async () => [...named, ...(await checked()).problems].filter(stops);
  const focus = useFocus(asked);
  useHelp(<HelpWords step={step} field={explained} file={file} />, `${step}/${explained}`);

  const change = useCallback(
    (edit: (file: EnvironmentFile) => void) =>
      setFile((before) => {
        const after = structuredClone(before);
        edit(after);
        return after;
      }),
    [],
  );
  const press = (at: number) => setPressed((before) => new Set(before).add(at));
  const show = (next: { step?: number; tab?: string }) => {
    const { pathname, at } = address();
    at.set("step", STEPS[next.step ?? step]?.id ?? STEPS[0].id);
    at.delete("field");
    if (next.tab === "file") at.set("tab", "file");
    else at.delete("tab");
    void navigate({ pathname, search: at.toString() }, { state: { editor } });
  };
  const form: Form = {
    file,
    account,
    running,
    change,
    problems,
    figures: ledger.data?.figures ?? null,
    shown: (path) =>
      [...left].some((one) => one === path || one.startsWith(`${path}[`)) ||
      [...pressed].some((at) => belongs(path, at)) ||
      pressed.has(REVIEW),
    // An error of what stood there before would move what she is about to press.
    leave: (path) => void checked().catch(() => {}).then(() => setLeft((before) => new Set(before).add(path))),
    explain: setExplained,
    marked,
  };
  const go = async (to: number) => {
    press(step);
    try {
      // A step with errors is not left forwards; they are shown at their fields.
      if (to > step && (await errorsNow()).some((problem) => belongs(problem.field, step))) return;
      show({ step: to });
    } catch (error) {
      flash.fail("The file could not be checked", error);
    }
  };
  const goTo = (field: string) => {
    press(stepOf(field));
    focus(field);
    show({ step: stepOf(field) });
  };
  const plan = async () => {
    press(REVIEW);
    try {
      if ((await errorsNow()).length > 0) return;
      await navigate(`/plan/${(await saving.now()).id}`);
    } catch (error) {
      flash.fail("The draft could not be checked and saved", error);
    }
  };

  return (
    <FormContext.Provider value={form}>
      <SpaceBetween size="m">
        <Header
          variant="h1"
          description={<Saved saving={saving} />}
          actions={
            <SpaceBetween size="xs" direction="horizontal">
              <Button iconName="upload" onClick={() => void files.pick()}>
                Import file
              </Button>
              <Button iconName="download" onClick={() => void files.save(file)}>
                Export file
              </Button>
            </SpaceBetween>
          }
        >
          {running ? `Edit ${running.name}` : file.name ? `Environment ${file.name}` : "New environment"}
        </Header>
        {errors.length > 0 && pressed.size > 0 && <ErrorList errors={errors} focus={goTo} />}
        {ledger.error && <Problem error={ledger.error} onRetry={() => void ledger.refetch()} />}
        <div className="ac-two">
          <Tabs
            activeTabId={tab}
            onChange={({ detail }) => show({ tab: detail.activeTabId })}
            tabs={[
              {
                id: "steps",
                label: "Steps",
                content: (
                  <Steps
                    step={step}
                    go={(to) => void go(to)}
                    plan={() => void plan()}
                    planWords={running ? "Review changes" : "Plan environment"}
                    close={() => void navigate(running ? `/environments/${running.name}` : "/environments")}
                    catalogue={catalogue}
                    replace={setFile}
                    focus={goTo}
                  />
                ),
              },
              { id: "file", label: "File", content: <FileTab text={text} /> },
            ]}
          />
          <div className="ac-side">
            <Ledger ledger={ledger.data} now={running && (now.data?.figures ?? null)} mark={setMarked} goTo={goTo} />
          </div>
        </div>
      </SpaceBetween>
    </FormContext.Provider>
  );
}

function Saved({ saving }: { saving: Saving }) {
  if (saving.error) {
    return (
      <Box variant="span" color="text-status-error">
        The draft could not be saved.{" "}
        <Button variant="inline-link" onClick={() => void saving.now().catch(() => {})}>
          Try again
        </Button>
      </Box>
    );
  }
  return saving.savedAtMs === null ? (
    "Saves itself as a draft with your first change"
  ) : (
    <>
      Draft saved <Ago ms={saving.savedAtMs} />
    </>
  );
}
