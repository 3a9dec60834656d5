import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { Code } from "../../components/Code";
import { useCopy } from "../../components/copy";
import { useFlash } from "../../components/flash-context";
import { shell } from "../../ipc/client";
import template from "../../../../src-tauri/crates/domain/data/data-export.yaml?raw";
import { Dropzone } from "./ImportBox";
import { SyncDialog } from "./SyncDialog";
import { useImport } from "./useImport";

/** Nothing was imported yet: what this is for, and how exports are come by. */
export function FirstUse() {
  return (
    <SpaceBetween size="l">
      <Container
        header={
          <Header
            variant="h2"
            description="What the platform costs, why it changed and what it will cost, from exports on this computer. Reports ask AWS nothing, and nothing leaves this computer."
          >
            No costs were imported yet
          </Header>
        }
      >
        <SpaceBetween size="m">
          <Dropzone primary />
          <Others />
        </SpaceBetween>
      </Container>
      <SwitchOn />
    </SpaceBetween>
  );
}

/** Ways without a file: an account that is known here, or practice's own costs. */
function Others() {
  const [asking, ask] = useState(false);
  const { begin, busy } = useImport();
  return (
    <div className="ac-beside">
      <div>
        <Box variant="h3">From your account</Box>
        <Box padding={{ bottom: "xs" }}>Its Data Export, Cost Explorer or Athena. You see the price before anything is asked.</Box>
        <Button onClick={() => ask(true)}>Get costs from AWS…</Button>
      </div>
      <div>
        <Box variant="h3">Only to look</Box>
        <Box padding={{ bottom: "xs" }}>The practice account has an export of its own: seven months of invented costs, on the same road, free.</Box>
        <Button loading={busy === "practice"} disabled={busy !== null} onClick={() => begin("practice")}>
          Bring in the practice account's data
        </Button>
      </div>
      {asking && <SyncDialog close={() => ask(false)} />}
    </div>
  );
}

/** How AWS is told to write exports: by hand in the console, or by a template. */
export function SwitchOn() {
  return (
    <Container
      header={
        <Header variant="h2" description="Once, in the account that pays. AWS writes the first export within 24 hours, and renews it at least daily. The export itself is free; its bucket costs a few cents a month.">
          Switch on exports in AWS
        </Header>
      }
    >
      <div className="ac-beside">
        <div>
          <Box variant="h3" padding={{ bottom: "xs" }}>
            In the console
          </Box>
          <ol className="ac-console-steps">
            <li>
              Sign in to the account that pays, and open <b>Billing and Cost Management</b>, <b>Data Exports</b>. It is
              in us-east-1, wherever your environments run.
            </li>
            <li>
              Press <b>Create</b>, and choose <b>Standard data export</b>.
            </li>
            <li>
              Name it <code>array-costs</code>. As table choose <b>FOCUS 1.2 with AWS columns</b>; keep every column.
              Time granularity: <b>Daily</b>.
            </li>
            <li>
              Compression and file type: <b>Parquet</b>. File versioning: <b>Overwrite existing data export file</b>.
            </li>
            <li>
              Under data export storage settings press <b>Configure</b>, create a bucket, and accept the policy that is
              shown. Path prefix: <code>focus</code>.
            </li>
            <li>
              Press <b>Create</b>. AWS writes the months to come. For earlier ones, open a support case with AWS and ask
              for a backfill of the export.
            </li>
          </ol>
        </div>
        <div>
          <Box variant="h3" padding={{ bottom: "xs" }}>
            Or with CloudFormation
          </Box>
          <SpaceBetween size="s">
            <Box>
              The same as a stack: a private bucket with the policy that Data Exports needs, the export with every
              column named, and a policy for whoever syncs. Create it in us-east-1; CloudFormation asks you to
              acknowledge that it makes an IAM policy.
            </Box>
            <TemplateButtons />
          </SpaceBetween>
          <Box variant="h3" padding={{ top: "m", bottom: "xs" }}>
            Then bring it here
          </Box>
          <div className="ac-verbatim">aws s3 sync s3://array-costs-ACCOUNT/focus/array-costs ./array-costs</div>
          <Box padding={{ top: "xs" }}>
            and choose the folder here; or add the account under Accounts, and let Array Console get what has changed.
          </Box>
        </div>
      </div>
      <ExpandableSection headerText="Show the template" variant="footer">
        <Code
          label="Template that switches Data Exports on"
          lines={template.trimEnd().split("\n").map((text, index) => ({ number: index + 1, text }))}
        />
      </ExpandableSection>
    </Container>
  );
}

function TemplateButtons() {
  const copy = useCopy();
  const flash = useFlash();
  const save = async () => {
    try {
      const path = await shell.saveText("data-export.yaml", template);
      if (path)
        flash.add({
          type: "success",
          header: `Saved ${path}`,
          content: `From a terminal: aws cloudformation deploy --region us-east-1 --stack-name array-costs --template-file ${path}`,
        });
    } catch (error) {
      flash.fail("The template could not be saved", error);
    }
  };
  return (
    <SpaceBetween size="xs" direction="horizontal">
      <Button iconName="copy" onClick={() => void copy("Template", template)}>
        Copy template
      </Button>
      <Button iconName="download" onClick={() => void save()}>
        Save template
      </Button>
    </SpaceBetween>
  );
}
