import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useRef, useState } from "react";
import { Code, type CodeRef } from "../../components/Code";
import { CodeSearch, useCodeFind } from "../../components/CodeSearch";
import { useFlash } from "../../components/flash-context";
import { shell, type Blueprint, type TemplateFile } from "../../ipc/client";

const size = (file: TemplateFile) => `${file.body.length.toLocaleString("en-US")} bytes`;

/** The templates as they are uploaded: read-only, searchable. */
export function Templates({ blueprint }: { blueprint: Blueprint }) {
  const flash = useFlash();
  const code = useRef<CodeRef>(null);
  const files = [blueprint.root, ...blueprint.nested];
  const [name, setName] = useState(blueprint.root.name);
  const file = files.find((one) => one.name === name) ?? blueprint.root;
  const lines = file.body.split("\n").map((text, index) => ({ number: index + 1, text }));
  const find = useCodeFind(lines, (index) => code.current?.show(index));
  const save = async () => {
    try {
      const path = await shell.saveText(file.name, file.body);
      if (path) flash.add({ type: "success", header: `Saved ${path}` });
    } catch (error) {
      flash.fail("The template could not be saved", error);
    }
  };
  const actions = (
    <SpaceBetween size="xs" direction="horizontal">
      <CopyToClipboard
        copyButtonText="Copy"
        copySuccessText="Copied"
        copyErrorText="Could not be copied"
        textToCopy={file.body}
      />
      <Button onClick={() => void save()}>Save template</Button>
    </SpaceBetween>
  );
  const description = `${size(file)}, ${lines.length} lines, SHA-256 ${file.sha256.slice(0, 16)}. As it is uploaded; read-only here.`;
  return (
    <Container
      header={
        <Header variant="h2" actions={actions} description={description}>
          {file.source}
        </Header>
      }
    >
      <SpaceBetween size="s">
        <div className="ac-toolbar">
          <FormField label="Template">
            <Select
              selectedOption={{ value: file.name, label: file.source }}
              options={files.map((one) => ({ value: one.name, label: one.source, labelTag: size(one) }))}
              onChange={({ detail }) => setName(detail.selectedOption.value ?? name)}
              expandToViewport
            />
          </FormField>
          <CodeSearch find={find} label="Find in the template" />
        </div>
        <Code
          ref={code}
          lines={lines}
          label={`Text of ${file.source}`}
          wanted={find.wanted}
          current={find.current}
          height={560}
        />
        <Box color="text-body-secondary" fontSize="body-s">
          Stack {blueprint.stackName} in {blueprint.region}; needs {blueprint.capabilities.join(", ")}.
        </Box>
      </SpaceBetween>
    </Container>
  );
}
