import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useFlash } from "../../components/flash-context";
import { TemplateText } from "../../components/TemplateText";
import { templatesOf } from "../../components/templates";
import { shell, type Blueprint } from "../../ipc/client";

/** The templates as they are uploaded, of an update against those of what runs. */
export function Templates({ blueprint, running }: { blueprint: Blueprint; running: Blueprint | null }) {
  const flash = useFlash();
  const [source, setSource] = useState(blueprint.root.source);
  const templates = templatesOf(blueprint, running);
  const shown = templates.find((one) => one.source === source) ?? templates[0];
  const file = [blueprint.root, ...blueprint.nested].find((one) => one.source === shown?.source);
  const save = async (name: string, body: string) => {
    try {
      const path = await shell.saveText(name, body);
      if (path) flash.add({ type: "success", header: `Saved ${path}` });
    } catch (error) {
      flash.fail("The template could not be saved", error);
    }
  };
  if (!shown) return null;
  const actions = file && (
    <SpaceBetween size="xs" direction="horizontal">
      <CopyToClipboard
        copyButtonText="Copy"
        copySuccessText="Copied"
        copyErrorText="Could not be copied"
        textToCopy={file.body}
      />
      <Button onClick={() => void save(file.name, file.body)}>Save template</Button>
    </SpaceBetween>
  );
  const description = file
    ? `${file.body.length.toLocaleString("en-US")} bytes, ${file.body.split("\n").length} lines, SHA-256 ${file.sha256.slice(0, 16)}. As it is uploaded; read-only here.`
    : "It runs and is no longer asked for.";
  return (
    <Container
      header={
        <Header variant="h2" actions={actions} description={description}>
          {shown.source}
        </Header>
      }
    >
      <SpaceBetween size="s">
        <TemplateText
          templates={templates}
          shown={shown}
          onShow={setSource}
          against={running ? "what runs" : null}
          height={560}
        />
        <Box color="text-body-secondary" fontSize="body-s">
          Stack {blueprint.stackName} in {blueprint.region}; needs {blueprint.capabilities.join(", ")}.
        </Box>
      </SpaceBetween>
    </Container>
  );
}
