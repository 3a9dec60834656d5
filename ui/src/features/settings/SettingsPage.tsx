import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import RadioGroup from "@cloudscape-design/components/radio-group";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useFlash } from "../../components/flash-context";
import { Problem } from "../../components/Problem";
import { shell, type Settings } from "../../ipc/client";
import { keys, useInfo, useScripts, useSettings } from "../../ipc/queries";

const SPEEDS = [
  { value: "1", label: "As AWS: a launch takes about 25 minutes" },
  { value: "10", label: "10 times faster" },
  { value: "60", label: "60 times faster: about 25 seconds" },
  { value: "600", label: "600 times faster" },
  { value: "0", label: "Unlimited: at once" },
];

/** The account, how practice is played, and how the window looks. */
export default function SettingsPage() {
  const client = useQueryClient();
  const flash = useFlash();
  const settings = useSettings();
  const scripts = useScripts();
  const info = useInfo();
  const save = useMutation({
    mutationFn: (next: Settings) => shell.settingsSave(next),
    onSuccess: (stored) => client.setQueryData(keys.settings, stored),
    onError: (error) => flash.fail("The settings could not be saved", error),
  });
  if (settings.error) return <Problem error={settings.error} />;
  const now = settings.data;
  if (!now) return null;
  const put = (change: Partial<Settings>) => save.mutate({ ...now, ...change });
  const failures = [{ value: "", label: "None", description: "Everything goes well." }, ...(scripts.data ?? []).map((script) => ({ value: script.id, label: script.label, description: script.explanation }))];
  return (
    <SpaceBetween size="l">
      <Header variant="h1">Settings</Header>
      <Container header={<Header variant="h2" description="A simulated cloud inside of this app. Nothing reaches AWS, nothing costs money.">Practice account</Header>}>
        <SpaceBetween size="l">
          <KeyValuePairs columns={3} items={[
            { label: "Account", value: <span className="ac-practice">Practice</span> }, { label: "Number", value: "000000000000" }, { label: "Sample data", value: "invented, and labelled as such" },
          ]} />
          <FormField label="Speed" description="The next launch or deletion runs at this speed.">
            <Select ariaLabel="Speed" options={SPEEDS} selectedOption={SPEEDS.find((one) => Number(one.value) === now.practiceSpeed) ?? { value: String(now.practiceSpeed), label: `${now.practiceSpeed} times faster` }} onChange={({ detail }) => put({ practiceSpeed: Number(detail.selectedOption.value) })} />
          </FormField>
          <FormField label="Rehearse a failure" description="Played by the next launch or deletion, until it is set back to None.">
            <RadioGroup ariaLabel="Rehearse a failure" items={failures} value={now.practiceFailure ?? ""} onChange={({ detail }) => put({ practiceFailure: detail.value === "" ? null : detail.value })} />
          </FormField>
        </SpaceBetween>
      </Container>
      <Container header={<Header variant="h2">Appearance</Header>}>
        <SpaceBetween size="l">
          <FormField label="Colours">
            <RadioGroup ariaLabel="Colours" items={[{ value: "system", label: "As the system" }, { value: "light", label: "Light" }, { value: "dark", label: "Dark" }]} value={now.theme} onChange={({ detail }) => put({ theme: detail.value as Settings["theme"] })} />
          </FormField>
          <FormField label="Density">
            <RadioGroup ariaLabel="Density" items={[{ value: "comfortable", label: "Comfortable" }, { value: "compact", label: "Compact" }]} value={now.density} onChange={({ detail }) => put({ density: detail.value as Settings["density"] })} />
          </FormField>
        </SpaceBetween>
      </Container>
      <Container header={<Header variant="h2" actions={<Button onClick={() => void shell.openLogFolder().catch((error: unknown) => flash.fail("The folder could not be shown", error))}>Show logs</Button>}>This installation</Header>}>
        <KeyValuePairs columns={3} items={[
          { label: "Version", value: info.data?.version ?? "" },
          { label: "Kept", value: info.data?.storage === "memory" ? "in memory only: forgotten at the end" : "in one encrypted file, its key in the keychain" },
          { label: "Data folder", value: info.data?.dataDir ?? "" },
          { label: "Prices", value: `list prices up to ${info.data?.pricesAsOf ?? ""}` },
        ]} />
        <Box />
      </Container>
    </SpaceBetween>
  );
}
