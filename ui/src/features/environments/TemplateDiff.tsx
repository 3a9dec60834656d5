import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import SegmentedControl from "@cloudscape-design/components/segmented-control";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Problem } from "../../components/Problem";
import { shell, type EnvironmentFile } from "../../ipc/client";
import { diff } from "../../components/diff";
import { useForm } from "./form";

/** The templates that the answers make, and what they change against the preset of the kind. */
export function TemplateDiff() {
  const [open, setOpen] = useState(false);
  return (
    <ExpandableSection variant="container" headerText="Template" headerDescription="What CloudFormation will be given" expanded={open} onChange={({ detail }) => setOpen(detail.expanded)}>
      {open && <Templates />}
    </ExpandableSection>
  );
}

const planOf = (file: EnvironmentFile) => ({ queryKey: ["blueprint", file], queryFn: async () => (await shell.environmentPlan(file)).blueprint, staleTime: Infinity, gcTime: 60_000 });

function Templates() {
  const { file } = useForm();
  const mine = useQuery(planOf(file));
  const preset = useQuery({ queryKey: ["blueprint-preset", file.name, file.kind], queryFn: async () => (await shell.environmentPlan(await shell.environmentNew(file.name, file.kind))).blueprint, staleTime: Infinity });
  const [name, setName] = useState("root.yaml");
  const [mode, setMode] = useState("diff");
  const [wanted, setWanted] = useState("");
  if (mine.error) return <Problem error={mine.error} />;
  if (!mine.data) return null;
  const files = [mine.data.root, ...mine.data.nested];
  const shown = files.find((one) => one.source === name) ?? mine.data.root;
  const before = mode === "diff" && shown.source === "root.yaml" ? preset.data?.root.body ?? shown.body : shown.body;
  const lines = diff(before, shown.body);
  const visible = mode === "diff" && shown.source === "root.yaml" ? around(lines) : lines.map((line, index) => ({ ...line, index }));
  const found = visible.filter((line) => wanted === "" || line.text.toLowerCase().includes(wanted.toLowerCase()));
  return (
    <Container disableContentPaddings header={<Header variant="h3">{shown.source}</Header>}>
      <div style={{ padding: 16 }}>
        <SpaceBetween size="s">
          <SpaceBetween size="s" direction="horizontal">
            <Select ariaLabel="Template" selectedOption={{ value: shown.source, label: shown.source }} options={files.map((one) => ({ value: one.source, label: one.source, description: `${one.body.length} bytes` }))} onChange={({ detail }) => setName(detail.selectedOption.value ?? "root.yaml")} />
            <SegmentedControl selectedId={mode} label="View" options={[{ id: "diff", text: "Against the preset" }, { id: "all", text: "Whole text" }]} onChange={({ detail }) => setMode(detail.selectedId)} />
            <Input type="search" ariaLabel="Find in the template" placeholder="Find" value={wanted} onChange={({ detail }) => setWanted(detail.value)} />
          </SpaceBetween>
          <div className="ac-mono" style={{ maxHeight: 420 }} tabIndex={0} role="region" aria-label="Text of the template">
            {found.length === 0 ? (mode === "diff" ? "Nothing differs from the preset." : "Nothing found.") : found.map((line) => (
              <div key={line.index} style={{ background: line.kind === "added" ? "#03781033" : line.kind === "removed" ? "#d9151533" : undefined }}>
                {line.kind === "added" ? "+ " : line.kind === "removed" ? "- " : "  "}{line.text}
              </div>
            ))}
          </div>
        </SpaceBetween>
      </div>
    </Container>
  );
}

/** Changed lines with three around them. */
function around(lines: ReturnType<typeof diff>) {
  const keep = new Set<number>();
  lines.forEach((line, index) => {
    if (line.kind !== "same") for (let near = index - 3; near <= index + 3; near++) keep.add(near);
  });
  return lines.map((line, index) => ({ ...line, index })).filter((line) => keep.has(line.index));
}
