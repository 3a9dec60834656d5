import "./costs.css";
import "../../components/colours.css";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Icon from "@cloudscape-design/components/icon";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useImports } from "../../ipc/queries";
import { ImportProgress } from "./ImportProgress";
import { useImport } from "./useImport";

/** Where cost exports come in, and how far those are that are on their way. */
export function ImportBox() {
  const imports = useImports();
  const running = (imports.data ?? []).filter((one) => one.state === "running");
  return (
    <Container header={<Header variant="h2">Import cost exports</Header>}>
      <SpaceBetween size="m">
        <Dropzone />
        {running.map((one) => (
          <ImportProgress key={one.id} one={one} />
        ))}
      </SpaceBetween>
    </Container>
  );
}

/** Files come from the system's own dialog, or are dropped: the page composes no path. */
export function Dropzone({ primary = false }: { primary?: boolean }) {
  const { begin, busy } = useImport();
  return (
    <div className="ac-dropzone">
      <p>
        <Icon name="upload" /> Drop files or an export's folder anywhere on this window, or choose them. FOCUS 1.0 to 1.2, CUR
        2.0 and legacy CUR, as CSV, CSV.gz, zip or Parquet; what a file is, its columns tell.
      </p>
      <SpaceBetween size="xs" direction="horizontal">
        <Button variant={primary ? "primary" : "normal"} loading={busy === "files"} disabled={busy !== null} onClick={() => begin("files")}>
          Choose files
        </Button>
        <Button loading={busy === "folder"} disabled={busy !== null} onClick={() => begin("folder")}>
          Choose a folder
        </Button>
      </SpaceBetween>
    </div>
  );
}
