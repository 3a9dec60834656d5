import Box from "@cloudscape-design/components/box";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import FormField from "@cloudscape-design/components/form-field";
import SegmentedControl from "@cloudscape-design/components/segmented-control";
import Select from "@cloudscape-design/components/select";
import Skeleton from "@cloudscape-design/components/skeleton";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { Code, type CodeLine, type CodeRef } from "../../components/Code";
import { CodeSearch, useCodeFind } from "../../components/CodeSearch";
import { diff, folded } from "../../components/diff";
import { Problem } from "../../components/Problem";
import { PRACTICE } from "../../ipc/current-account";
import { shell, type Blueprint, type EnvironmentFile } from "../../ipc/client";

import { useForm } from "./form";

/** The templates that the answers make, and what they change against the preset of the kind. */
export function TemplateDiff() {
  const [open, setOpen] = useState(false);
  return (
    <ExpandableSection
      variant="container"
      headerText="Templates"
      headerDescription="What CloudFormation will be given, against what the kind's preset would give"
      expanded={open}
      onChange={({ detail }) => setOpen(detail.expanded)}
    >
      {open && <Loaded />}
    </ExpandableSection>
  );
}

const blueprintOf = (file: EnvironmentFile) => ({
  queryKey: ["blueprint", file],
  queryFn: async () => (await shell.environmentPlan(file, PRACTICE)).blueprint,
  staleTime: Infinity,
  gcTime: 60_000,
  retry: false,
});

/** What the answers change, and not what they are called: name, region and owner are the file's own. */
async function presetOf({ name, kind, region, owner, network }: EnvironmentFile): Promise<Blueprint> {
  const preset = await shell.environmentNew(name, kind);
  return (
    await shell.environmentPlan({ ...preset, region, owner, network: { ...preset.network, zones: network.zones } }, PRACTICE)
  ).blueprint;
}

function Loaded() {
  const { file } = useForm();
  const mine = useQuery(blueprintOf(file));
  const { name, kind, region, owner } = file;
  const preset = useQuery({
    queryKey: ["blueprint-preset", { name, kind, region, owner, zones: file.network.zones }],
    queryFn: () => presetOf(file),
    staleTime: Infinity,
    retry: false,
  });
  const error = mine.error ?? preset.error;
  if (error) return <Problem error={error} onRetry={() => void Promise.all([mine.refetch(), preset.refetch()])} />;
  if (!mine.data || !preset.data) return <Skeleton height="320px" />;
  return <Templates mine={mine.data} preset={preset.data} />;
}

function Templates({ mine, preset }: { mine: Blueprint; preset: Blueprint }) {
  const [name, setName] = useState("root.yaml");
  const [mode, setMode] = useState("diff");
  const code = useRef<CodeRef>(null);
  const files = [mine.root, ...mine.nested];
  const shown = files.find((one) => one.source === name) ?? mine.root;
  const before = [preset.root, ...preset.nested].find((one) => one.source === shown.source);
  const changed = diff(before?.body ?? "", shown.body);
  const added = changed.filter((line) => line.kind === "added").length;
  const removed = changed.filter((line) => line.kind === "removed").length;
  const lines: CodeLine[] =
    mode === "diff" ? folded(changed) : shown.body.split("\n").map((text, index) => ({ number: index + 1, text }));
  const find = useCodeFind(lines, (index) => code.current?.show(index));
  const same = added + removed === 0;
  return (
    <SpaceBetween size="s">
      <div className="ac-toolbar">
        <FormField label="Template">
          <Select
            selectedOption={{ value: shown.source, label: shown.source }}
            options={files.map((one) => ({
              value: one.source,
              label: one.source,
              description: differs(one, preset),
              labelTag: `${one.body.length.toLocaleString("en-US")} bytes`,
            }))}
            onChange={({ detail }) => setName(detail.selectedOption.value ?? "root.yaml")}
            expandToViewport
          />
        </FormField>
        <SegmentedControl
          label="View"
          selectedId={mode}
          onChange={({ detail }) => setMode(detail.selectedId)}
          options={[
            { id: "diff", text: "Changes" },
            { id: "all", text: "Whole text" },
          ]}
        />
        <CodeSearch find={find} label="Find in the template" />
      </div>
      <Box color="text-body-secondary" fontSize="body-s">
        {same
          ? "The same as the preset's."
          : `Against the preset's: ${added} ${added === 1 ? "line" : "lines"} added, ${removed} removed.`}
      </Box>
      {mode === "diff" && same ? (
        <Box padding="s">
          Your answers change nothing in this template. They may change what it is given: look at the parameters in
          root.yaml.
        </Box>
      ) : (
        <Code
          ref={code}
          lines={lines}
          label={`Text of ${shown.source}`}
          wanted={find.wanted}
          current={find.current}
          height={440}
        />
      )}
    </SpaceBetween>
  );
}

function differs(file: { source: string; body: string }, preset: Blueprint): string {
  const before = [preset.root, ...preset.nested].find((one) => one.source === file.source);
  return before === undefined ? "not in the preset" : before.body === file.body ? "as in the preset" : "changed";
}
