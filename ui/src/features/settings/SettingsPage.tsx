import "./settings.css";
import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import HelpPanel from "@cloudscape-design/components/help-panel";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SegmentedControl from "@cloudscape-design/components/segmented-control";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useFlash } from "../../components/flash-context";
import { date } from "../../components/format";
import { useHelp } from "../../components/help-context";
import { Loading } from "../../components/Loading";
import { Problem } from "../../components/Problem";
import { shell, type AppInfo, type Settings } from "../../ipc/client";
import { keys, useInfo, useScripts, useSettings } from "../../ipc/queries";
import { Budgets } from "./Budgets";
import { CostRules } from "./CostRules";

const SPEEDS = [
  { value: "1", label: "As AWS", description: "A launch takes about 25 minutes." },
  { value: "10", label: "10 times faster", description: "About two and a half minutes." },
  { value: "60", label: "60 times faster", description: "About 25 seconds." },
  { value: "600", label: "600 times faster", description: "A few seconds." },
  { value: "0", label: "Unlimited", description: "At once." },
];

type Put = (change: Partial<Settings>) => void;

/** How practice is played, how the window looks, what costs may be and where they belong, and where everything is kept. */
export default function SettingsPage() {
  const client = useQueryClient();
  const flash = useFlash();
  const settings = useSettings();
  const info = useInfo();
  useHelp(<Help />, "settings");
  const save = useMutation({
    mutationFn: (next: Settings) => shell.settingsSave(next),
    onSuccess: (stored) => {
      client.setQueryData(keys.settings, stored);
      // Rules count in every report at once.
      void client.invalidateQueries({ queryKey: ["costs"] });
    },
    onError: (error) => flash.fail("The settings could not be saved", error),
  });
  if (settings.error) return <Problem error={settings.error} onRetry={() => void settings.refetch()} />;
  const now = settings.data;
  if (!now) return <Loading title="Settings" />;
  const put: Put = (change) => save.mutate({ ...now, ...change });
  return (
    <SpaceBetween size="l">
      <Header variant="h1" description={save.isPending ? "Saving" : "Every change is saved at once."}>
        Settings
      </Header>
      <Practice now={now} put={put} />
      <Appearance now={now} put={put} />
      <Budgets />
      <CostRules costs={now.costs} put={(change) => put({ costs: { ...now.costs, ...change } })} />
      {info.data && <Installation info={info.data} />}
    </SpaceBetween>
  );
}

function Practice({ now, put }: { now: Settings; put: Put }) {
  const scripts = useScripts();
  const failures = [
    { value: "", label: "None", description: "Everything goes well." },
    ...(scripts.data ?? []).map((script) => ({
      value: script.id,
      label: script.label,
      description: script.explanation,
    })),
  ];
  const speed = SPEEDS.find((one) => Number(one.value) === now.practiceSpeed) ?? {
    value: String(now.practiceSpeed),
    label: `${now.practiceSpeed} times faster`,
  };
  const failure = failures.find((one) => one.value === (now.practiceFailure ?? "")) ?? failures[0] ?? null;
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="A simulated cloud inside of this app. Nothing reaches AWS, nothing costs money. Real ones are under Accounts."
        >
          Practice account
        </Header>
      }
    >
      <SpaceBetween size="l">
        <KeyValuePairs
          columns={3}
          items={[
            { label: "Account", value: <span className="ac-practice">Practice</span> },
            { label: "Number", value: "000000000000" },
            { label: "Sample data", value: "invented, and labelled as such" },
          ]}
        />
        <div className="ac-pair">
          <FormField label="Speed" constraintText="The next launch or deletion runs at this speed.">
            <Select
              ariaLabel="Speed"
              options={SPEEDS}
              selectedOption={speed}
              onChange={({ detail }) => put({ practiceSpeed: Number(detail.selectedOption.value) })}
            />
          </FormField>
          <FormField
            label="Rehearse a failure"
            constraintText="Played by every launch or deletion until it is set back to None."
          >
            <Select
              ariaLabel="Rehearse a failure"
              options={failures}
              selectedOption={failure}
              triggerVariant="option"
              statusType={scripts.isPending ? "loading" : "finished"}
              onChange={({ detail }) =>
                put({
                  practiceFailure: detail.selectedOption.value === "" ? null : (detail.selectedOption.value ?? null),
                })
              }
            />
          </FormField>
        </div>
        {now.practiceFailure && (
          <Alert type="info" action={<Button onClick={() => put({ practiceFailure: null })}>Set back to None</Button>}>
            The next launch or deletion plays: {failure?.label ?? now.practiceFailure}.
          </Alert>
        )}
      </SpaceBetween>
    </Container>
  );
}

function Appearance({ now, put }: { now: Settings; put: Put }) {
  return (
    <Container header={<Header variant="h2">Appearance</Header>}>
      <div className="ac-pair">
        <FormField label="Colours">
          <SegmentedControl
            label="Colours"
            selectedId={now.theme}
            onChange={({ detail }) => put({ theme: detail.selectedId as Settings["theme"] })}
            options={[
              { id: "system", text: "As the system" },
              { id: "light", text: "Light" },
              { id: "dark", text: "Dark" },
            ]}
          />
        </FormField>
        <FormField label="Density">
          <SegmentedControl
            label="Density"
            selectedId={now.density}
            onChange={({ detail }) => put({ density: detail.selectedId as Settings["density"] })}
            options={[
              { id: "comfortable", text: "Comfortable" },
              { id: "compact", text: "Compact" },
            ]}
          />
        </FormField>
      </div>
    </Container>
  );
}

/** Where things are kept on this machine, and what to hand to whoever helps. */
function Installation({ info }: { info: AppInfo }) {
  const flash = useFlash();
  const show = (what: () => Promise<null>) =>
    void what().catch((error: unknown) => flash.fail("The folder could not be shown", error));
  const exportLogs = async () => {
    try {
      const path = await shell.exportLogs();
      if (path)
        flash.add({
          type: "success",
          header: `Saved ${path}`,
          content: "Secrets never reach the logs; names of environments do.",
        });
    } catch (error) {
      flash.fail("The logs could not be saved", error);
    }
  };
  const path = (text: string, label: string) => (
    <CopyToClipboard
      variant="inline"
      textToCopy={text}
      copyButtonAriaLabel={`Copy the path of the ${label}`}
      copySuccessText="Copied"
      copyErrorText="Could not be copied"
    />
  );
  const memory = info.storage === "memory";
  return (
    <Container
      header={
        <Header
          variant="h2"
          actions={
            <SpaceBetween size="xs" direction="horizontal">
              <Button
                onClick={() => show(shell.openDataFolder)}
                disabled={memory}
                disabledReason="Nothing is kept on disk: you practise without saving."
              >
                Show data folder
              </Button>
              <Button onClick={() => show(shell.openLogFolder)}>Show logs</Button>
              <Button onClick={() => void exportLogs()}>Export logs</Button>
            </SpaceBetween>
          }
        >
          This installation
        </Header>
      }
    >
      <SpaceBetween size="l">
        {memory && (
          <Alert type="warning" header="Nothing is saved">
            You practise without saving, because the store or this system's keychain could not be used at the start.
            What you do is forgotten when you quit; start again once the keychain works.
          </Alert>
        )}
        <KeyValuePairs
          columns={2}
          items={[
            {
              label: "Kept",
              value: memory ? (
                <StatusIndicator type="warning">in memory only</StatusIndicator>
              ) : (
                <StatusIndicator type="success">
                  in one encrypted file, its key in this system's keychain
                </StatusIndicator>
              ),
            },
            { label: "Version", value: `${info.version}, ${SYSTEMS[info.platform] ?? info.platform}` },
            { label: "Data folder", value: path(info.dataDir, "data folder") },
            { label: "Log folder", value: path(info.logDir, "log folder") },
            { label: "Prices", value: `list prices, read up to ${date(info.pricesAsOf)}` },
            { label: "From a terminal", value: "arrayctl works on the same data, also while this window is open" },
          ]}
        />
      </SpaceBetween>
    </Container>
  );
}

const SYSTEMS: Record<string, string> = { macos: "macOS", windows: "Windows", linux: "Linux" };

function Help() {
  return (
    <HelpPanel header={<h2>Settings</h2>}>
      <p>
        <b>Speed</b> only changes how fast the practice account plays; what it does is the same. Minutes on the pages
        are AWS's.
      </p>
      <p>
        <b>Rehearse a failure</b> lets you see how something breaks and what to do about it, before it happens in a real
        account.
      </p>
      <p>
        <b>Budgets</b> are held against what was imported; <code>arrayctl costs budget check</code> fails a pipeline when one is
        over.
      </p>
      <p>
        <b>Export logs</b> writes every log into one text for whoever helps. Secrets never reach the logs.
      </p>
    </HelpPanel>
  );
}
