import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate } from "react-router";
import { diff, type Line } from "../../components/diff";
import { useCopy } from "../../components/copy";
import { useFlash } from "../../components/flash-context";
import { Problem } from "../../components/Problem";
import { shell, type EnvironmentFile } from "../../ipc/client";
import { keys, useDrafts } from "../../ipc/queries";

interface Other {
  label: string;
  toml: string;
}

const ALONE = { value: "", label: "As it runs" };

/** The file that was launched, alone or against a draft or another file. */
export function FileSettings({ file, toml }: { file: EnvironmentFile; toml: string }) {
  const flash = useFlash();
  const copy = useCopy();
  const drafts = useDrafts();
  const [against, setAgainst] = useState("");
  const [imported, setImported] = useState<Other | null>(null);
  const draft = drafts.data?.find((one) => one.id === against);
  const drafted = useQuery({
    queryKey: ["toml", draft?.file],
    queryFn: () => shell.environmentToToml(draft?.file ?? file),
    enabled: draft !== undefined,
  });
  const other = draft
    ? drafted.data === undefined
      ? null
      : { label: `the draft ${draft.file.name}`, toml: drafted.data }
    : against === "file"
      ? imported
      : null;
  const choices = [
    ALONE,
    ...(drafts.data ?? []).map((one) => ({ value: one.id, label: `Against the draft ${one.file.name || "unnamed"}` })),
    ...(imported ? [{ value: "file", label: `Against ${imported.label}` }] : []),
  ];
  const open = async () => {
    try {
      const read = await shell.environmentImport();
      if (!read) return;
      setImported({ label: read.path, toml: read.toml });
      setAgainst("file");
    } catch (error) {
      flash.fail("The file could not be read", error);
    }
  };
  const save = async () => {
    try {
      const path = await shell.environmentExport(file);
      if (path)
        flash.add({
          type: "success",
          header: `Saved ${path}`,
          content: `The same from a terminal: arrayctl env plan ${path}`,
        });
    } catch (error) {
      flash.fail("The file could not be saved", error);
    }
  };
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="The wizard and arrayctl read and write the same file. No secret is ever in it."
          actions={
            <SpaceBetween size="xs" direction="horizontal">
              <Button iconName="copy" onClick={() => void copy("The file", toml)}>
                Copy
              </Button>
              <Button onClick={() => void save()}>Save file</Button>
              <Another file={file} />
            </SpaceBetween>
          }
        >
          Environment file
        </Header>
      }
    >
      <SpaceBetween size="s">
        <div className="ac-tools">
          <div className="ac-grow">
            <Select
              ariaLabel="Compare with"
              options={choices}
              selectedOption={choices.find((one) => one.value === against) ?? ALONE}
              onChange={({ detail }) => setAgainst(detail.selectedOption.value ?? "")}
            />
          </div>
          <Button onClick={() => void open()}>Compare with a file</Button>
        </div>
        {drafted.error && <Problem error={drafted.error} />}
        {other ? (
          <Difference lines={diff(toml, other.toml)} label={other.label} />
        ) : (
          <div className="ac-mono" tabIndex={0} role="region" aria-label="Environment file">
            {toml}
          </div>
        )}
      </SpaceBetween>
    </Container>
  );
}

/** A copy under another name, to be changed and planned. */
function Another({ file }: { file: EnvironmentFile }) {
  const navigate = useNavigate();
  const client = useQueryClient();
  const flash = useFlash();
  const make = async () => {
    try {
      const draft = await shell.draftSave(
        null,
        null,
        { ...file, name: `${file.name}-copy`.slice(0, 20).replace(/-$/, "") },
        0,
      );
      await client.invalidateQueries({ queryKey: keys.drafts });
      await navigate(`/environments/new/${draft.id}`);
    } catch (error) {
      flash.fail("The draft could not be saved", error);
    }
  };
  return <Button onClick={() => void make()}>Plan another like it</Button>;
}

const SIGN = { same: "  ", added: "+ ", removed: "- " } as const;

function Difference({ lines, label }: { lines: Line[]; label: string }) {
  const changed = lines.filter((line) => line.kind !== "same").length;
  return (
    <SpaceBetween size="xs">
      <Box color="text-body-secondary">
        {changed === 0
          ? `Nothing differs from ${label}.`
          : `What ${label} would change: - as it runs, + as it would be.`}
      </Box>
      <div className="ac-mono" tabIndex={0} role="region" aria-label="Difference">
        {lines.map((line, index) => (
          <div key={index} className={`ac-${line.kind}`}>
            {SIGN[line.kind]}
            {line.text}
          </div>
        ))}
      </div>
    </SpaceBetween>
  );
}
