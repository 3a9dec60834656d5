import Box from "@cloudscape-design/components/box";
import FormField from "@cloudscape-design/components/form-field";
import SegmentedControl from "@cloudscape-design/components/segmented-control";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useRef, useState } from "react";
import { Code, type CodeLine, type CodeRef } from "./Code";
import { CodeSearch, useCodeFind } from "./CodeSearch";
import { diff, folded } from "./diff";
import { fateOf, type Template } from "./templates";

interface Props {
  templates: Template[];
  shown: Template;
  onShow: (source: string) => void;
  /** What they are held against, as in `The same as the preset's.`; null where there is nothing. */
  against: string | null;
  height: number;
}

/** One of several templates, whole or as what differs; searchable and read-only. */
export function TemplateText({ templates, shown, onShow, against, height }: Props) {
  const [mode, setMode] = useState("diff");
  const code = useRef<CodeRef>(null);
  const compares = against !== null;
  const changed = compares ? diff(shown.before ?? "", shown.after ?? "") : [];
  const added = changed.filter((line) => line.kind === "added").length;
  const removed = changed.filter((line) => line.kind === "removed").length;
  const same = added + removed === 0;
  const lines: CodeLine[] =
    compares && mode === "diff"
      ? folded(changed)
      : (shown.after ?? shown.before ?? "").split("\n").map((text, index) => ({ number: index + 1, text }));
  const find = useCodeFind(lines, (index) => code.current?.show(index));
  return (
    <SpaceBetween size="s">
      <div className="ac-toolbar">
        <FormField label="Template">
          <Select
            selectedOption={{ value: shown.source, label: shown.source }}
            options={templates.map((one) => ({
              value: one.source,
              label: one.source,
              description: compares ? fateOf(one) : undefined,
              labelTag: `${(one.after ?? one.before ?? "").length.toLocaleString("en-US")} bytes`,
            }))}
            onChange={({ detail }) => onShow(detail.selectedOption.value ?? shown.source)}
            expandToViewport
          />
        </FormField>
        {compares && (
          <SegmentedControl
            label="View"
            selectedId={mode}
            onChange={({ detail }) => setMode(detail.selectedId)}
            options={[
              { id: "diff", text: "Changes" },
              { id: "all", text: "Whole text" },
            ]}
          />
        )}
        <CodeSearch find={find} label="Find in the template" />
      </div>
      {compares && (
        <Box color="text-body-secondary" fontSize="body-s">
          {same
            ? `The same as ${against}.`
            : `Against ${against}: ${added} ${added === 1 ? "line" : "lines"} added, ${removed} removed.`}
        </Box>
      )}
      {compares && mode === "diff" && same ? (
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
          height={height}
        />
      )}
    </SpaceBetween>
  );
}
