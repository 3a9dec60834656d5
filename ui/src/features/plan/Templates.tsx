import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useFlash } from "../../components/flash-context";
import { shell, type Blueprint } from "../../ipc/client";

/** The templates as they are uploaded: read-only, searchable. */
export function Templates({ blueprint }: { blueprint: Blueprint }) {
  const flash = useFlash();
  const files = [blueprint.root, ...blueprint.nested];
  const [name, setName] = useState(blueprint.root.name);
  const [wanted, setWanted] = useState("");
  const file = files.find((one) => one.name === name) ?? blueprint.root;
  const lines = file.body.split("\n").map((text, index) => ({ text, number: index + 1 }));
  const shown = wanted === "" ? lines : lines.filter((line) => line.text.toLowerCase().includes(wanted.toLowerCase()));
  const save = () => shell.saveText(file.name, file.body).then((path) => path && flash.add({ type: "success", header: `Saved ${path}` })).catch((error: unknown) => flash.fail("The template could not be saved", error));
  return (
    <Container header={<Header variant="h2" description={`${file.body.length.toLocaleString("en-US")} bytes, SHA-256 ${file.sha256.slice(0, 16)}`} actions={<Button onClick={() => void save()}>Save template</Button>}>{file.name}</Header>}>
      <SpaceBetween size="s">
        <SpaceBetween size="s" direction="horizontal">
          <Select ariaLabel="Template" selectedOption={{ value: file.name, label: file.source }} options={files.map((one) => ({ value: one.name, label: one.source }))} onChange={({ detail }) => setName(detail.selectedOption.value ?? name)} />
          <Input type="search" ariaLabel="Find in the template" placeholder="Find" value={wanted} onChange={({ detail }) => setWanted(detail.value)} />
        </SpaceBetween>
        <div className="ac-mono" style={{ maxHeight: 520 }} tabIndex={0} role="region" aria-label="Text of the template">
          {shown.length === 0 ? "Nothing found." : shown.map((line) => <div key={line.number}><span style={{ display: "inline-block", width: 44, opacity: 0.7 }}>{line.number}</span>{line.text}</div>)}
        </div>
      </SpaceBetween>
    </Container>
  );
}
