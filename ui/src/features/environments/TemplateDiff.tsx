import ExpandableSection from "@cloudscape-design/components/expandable-section";
import Skeleton from "@cloudscape-design/components/skeleton";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Problem } from "../../components/Problem";
import { TemplateText } from "../../components/TemplateText";
import { templatesOf } from "../../components/templates";
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
  const [source, setSource] = useState(mine.root.source);
  const templates = templatesOf(mine, preset);
  const shown = templates.find((one) => one.source === source) ?? templates[0];
  return shown && <TemplateText templates={templates} shown={shown} onShow={setSource} against="the preset's" height={440} />;
}
