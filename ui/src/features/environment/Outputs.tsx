import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import { useCopy } from "../../components/copy";
import { useSaveCsv } from "../../components/csv";
import { shell, type EnvironmentView } from "../../ipc/client";

/** What the blueprint gives out, each to be copied. */
export function Outputs({ view }: { view: EnvironmentView }) {
  const copy = useCopy();
  const save = useSaveCsv(shell.saveText);
  const outputs = Object.entries(view.outputs).map(([name, value]) => ({ name, value: value ?? "" }));
  const none = outputs.length === 0;
  const reason = "There is no output yet.";
  return (
    <Table
      items={outputs}
      trackBy="name"
      enableKeyboardNavigation
      empty={<Box>No output yet: they come when the launch is done.</Box>}
      header={
        <Header
          variant="h2"
          counter={`(${outputs.length})`}
          description="What the root stack gives out, for scripts, kubectl and the AWS console."
          actions={
            <SpaceBetween size="xs" direction="horizontal">
              <Button
                iconName="copy"
                disabled={none}
                disabledReason={reason}
                onClick={() => void copy("Outputs as JSON", JSON.stringify(view.outputs, null, 2))}
              >
                Copy as JSON
              </Button>
              <Button
                disabled={none}
                disabledReason={reason}
                onClick={() =>
                  void save(`${view.row.name}-outputs.csv`, [
                    ["name", "value"],
                    ...outputs.map((one) => [one.name, one.value]),
                  ])
                }
              >
                Save as CSV
              </Button>
            </SpaceBetween>
          }
        >
          Outputs
        </Header>
      }
      columnDefinitions={[
        { id: "name", header: "Name", isRowHeader: true, minWidth: 220, cell: (one) => one.name },
        {
          id: "value",
          header: "Value",
          cell: (one) => (
            <CopyToClipboard
              variant="inline"
              textToCopy={one.value}
              copyButtonAriaLabel={`Copy ${one.name}`}
              copySuccessText="Copied"
              copyErrorText="Could not be copied"
            />
          ),
        },
      ]}
    />
  );
}
