import Autosuggest, { type AutosuggestProps } from "@cloudscape-design/components/autosuggest";
import Modal from "@cloudscape-design/components/modal";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useImport } from "../features/costs/useImport";
import { go } from "../components/go";
import { useFlash } from "../components/flash-context";
import { jobNoun } from "../components/format";
import { shell, type Settings } from "../ipc/client";
import { keys, useAccounts, useDrafts, useEnvironments, useJobs, useSettings } from "../ipc/queries";

const TABS = [
  ["topology", "Topology"],
  ["resources", "Resources"],
  ["cost", "Cost"],
  ["changes", "Changes"],
  ["settings", "File"],
] as const;

const APPEARANCE: { value: string; label: string; change: Partial<Settings> }[] = [
  { value: "!light", label: "Use light colours", change: { theme: "light" } },
  { value: "!dark", label: "Use dark colours", change: { theme: "dark" } },
  { value: "!system", label: "Use the system's colours", change: { theme: "system" } },
  { value: "!compact", label: "Show more on a page (compact)", change: { density: "compact" } },
  { value: "!comfortable", label: "Show less on a page (comfortable)", change: { density: "comfortable" } },
];

/** Addresses begin with `/`, deeds with `!`. */
function useChoices(): AutosuggestProps.Options {
  const environments = useEnvironments();
  const drafts = useDrafts();
  const jobs = useJobs();
  const accounts = useAccounts();
  const named = environments.data ?? [];
  return [
    {
      label: "Pages",
      options: [
        { value: "/", label: "Overview" },
        { value: "/environments", label: "Environments" },
        { value: "/costs", label: "Costs" },
        { value: "/accounts", label: "Accounts" },
        { value: "/audit", label: "Audit trail" },
        { value: "/settings", label: "Settings" },
      ],
    },
    {
      label: "Do",
      options: [
        { value: "/environments/new/new", label: "New environment" },
        { value: "/accounts/add", label: "Add an AWS account" },
        { value: "!files", label: "Import cost files…" },
        { value: "!folder", label: "Import a cost export's folder…" },
        ...(accounts.data ?? []).map(({ account }) => ({
          value: `/accounts?test=${account.name}`,
          label: `Test account ${account.name}`,
        })),
        ...(drafts.data ?? []).map((draft) => ({
          value: `/plan/${draft.id}`,
          label: `Plan and launch ${draft.file.name || "the unnamed draft"}…`,
        })),
        ...APPEARANCE.map(({ value, label }) => ({ value, label })),
        { value: "!logs", label: "Show logs" },
      ],
    },
    {
      label: "Environments",
      options: named.flatMap((row) => [
        {
          value: `/environments/${row.name}`,
          label: `Environment ${row.name}`,
          description: `${row.account}, ${row.region}`,
        },
        ...TABS.map(([id, label]) => ({
          value: `/environments/${row.name}?tab=${id}`,
          label: `${label} of ${row.name}`,
        })),
      ]),
    },
    {
      label: "Launches",
      options: (jobs.data ?? []).slice(0, 10).map((job) => ({
        value: `/launches/${job.jobId}`,
        label: `${jobNoun(job.operation)} of ${job.environment}`,
        description: job.sentence,
      })),
    },
    {
      label: "Delete",
      options: named.map((row) => ({ value: `/environments/${row.name}?tab=danger`, label: `Delete ${row.name}…` })),
    },
  ].filter((group) => group.options.length > 0);
}

/** Ctrl+K or Cmd+K: go anywhere and do anything by typing. */
export function Palette() {
  const client = useQueryClient();
  const flash = useFlash();
  const settings = useSettings();
  const imports = useImport();
  const options = useChoices();
  const [open, setOpen] = useState(false);
  const [text, setText] = useState("");
  const field = useRef<AutosuggestProps.Ref>(null);
  const save = useMutation({
    mutationFn: (next: Settings) => shell.settingsSave(next),
    onSuccess: (stored) => client.setQueryData(keys.settings, stored),
    onError: (error) => flash.fail("The settings could not be saved", error),
  });
  useEffect(() => {
    if (!open) return;
    // The dialog gives the focus to its first button; whoever opens it wants to type.
    const frame = requestAnimationFrame(() => field.current?.focus());
    return () => cancelAnimationFrame(frame);
  }, [open]);
  useEffect(() => {
    const show = () => {
      setText("");
      setOpen(true);
    };
    window.addEventListener("array-palette", show);
    return () => window.removeEventListener("array-palette", show);
  }, []);
  const run = (choice: string) => {
    setOpen(false);
    if (choice.startsWith("/")) go(choice);
    else if (choice === "!files") imports.begin("files");
    else if (choice === "!folder") imports.begin("folder");
    else if (choice === "!logs")
      void shell.openLogFolder().catch((error: unknown) => flash.fail("The folder could not be shown", error));
    else {
      const look = APPEARANCE.find((one) => one.value === choice);
      if (look && settings.data) save.mutate({ ...settings.data, ...look.change });
    }
  };
  /** Enter on words takes the first choice that holds them. */
  const first = (words: string) =>
    options
      .flatMap((group) => ("options" in group ? group.options : [group]))
      .find((option) => option.label?.toLowerCase().includes(words.toLowerCase()))?.value;
  return (
    <Modal visible={open} position="top" onDismiss={() => setOpen(false)} header="Go to, or do">
      <Autosuggest
        ref={field}
        value={text}
        options={options}
        enteredTextLabel={(value) => `First that holds "${value}"`}
        ariaLabel="Page, environment, launch or action"
        placeholder="Page, environment, launch or action"
        empty="Nothing by that name"
        onChange={({ detail }) => setText(detail.value)}
        onKeyDown={({ detail }) => {
          // The list of suggestions would take the first Escape for itself.
          if (detail.key === "Escape") setOpen(false);
        }}
        onSelect={({ detail }) => {
          const choice = detail.selectedOption?.value ?? first(detail.value);
          if (choice) run(choice);
        }}
      />
    </Modal>
  );
}
