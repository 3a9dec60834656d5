import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import { useFlash } from "../../components/flash-context";
import { shell, type EnvironmentFile } from "../../ipc/client";
import { keys } from "../../ipc/queries";

/** The file that was launched. */
export function FileSettings({ file, toml }: { file: EnvironmentFile; toml: string }) {
  const navigate = useNavigate();
  const client = useQueryClient();
  const flash = useFlash();
  const copy = async () => {
    try {
      const draft = await shell.draftSave(null, { ...file, name: `${file.name}-copy`.slice(0, 20).replace(/-$/, "") }, 0);
      await client.invalidateQueries({ queryKey: keys.drafts });
      await navigate(`/environments/new/${draft.id}`);
    } catch (error) {
      flash.fail("The draft could not be saved", error);
    }
  };
  const save = () => shell.environmentExport(file).then((path) => path && flash.add({ type: "success", header: `Saved ${path}` })).catch((error: unknown) => flash.fail("The file could not be saved", error));
  return (
    <Container header={<Header variant="h2" description="As it was launched." actions={<SpaceBetween size="xs" direction="horizontal"><Button onClick={() => void save()}>Save file</Button><Button onClick={() => void copy()}>Plan another like it</Button></SpaceBetween>}>Environment file</Header>}>
      <div className="ac-mono" tabIndex={0} role="region" aria-label="Environment file">{toml}</div>
    </Container>
  );
}
