import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import { money } from "../../components/format";
import type { Orphans } from "../../ipc/client";

/** What is still there after a deletion, what it costs, and how it is removed. */
export function OrphanTable({ orphans }: { orphans: Orphans }) {
  return (
    <SpaceBetween size="s">
      {orphans.untold.length > 0 && (
        <Alert type="warning" header="There may be more">
          {orphans.untold.map((words) => (
            <div key={words}>{words}</div>
          ))}
        </Alert>
      )}
      <Table
        variant="container"
        wrapLines
        header={
          <Header
            variant="h2"
            counter={`(${orphans.items.length})`}
            description="The deletion has left it, or did not make it. The app does not look at it any more."
          >
            Still there
          </Header>
        }
        items={orphans.items}
        trackBy="id"
        empty={<Box textAlign="center">Nothing of the environment is left.</Box>}
        columnDefinitions={[
          {
            id: "what",
            header: "What",
            cell: (one) => (
              <>
                <div>{one.id}</div>
                <Box variant="small" color="text-body-secondary">
                  {one.type}
                </Box>
              </>
            ),
            isRowHeader: true,
          },
          { id: "why", header: "Why", cell: (one) => one.message },
          {
            id: "cost",
            header: <div className="ac-number">A month</div>,
            cell: (one) => (
              <div className="ac-number">{one.monthlyMicros == null ? "not known" : money(one.monthlyMicros, true)}</div>
            ),
          },
          {
            id: "remove",
            header: "To remove it",
            cell: (one) => (
              <CopyToClipboard
                variant="inline"
                textToCopy={one.remove}
                copyButtonAriaLabel={`Copy: ${one.remove}`}
                copySuccessText="Copied"
                copyErrorText="Could not copy"
              />
            ),
          },
        ]}
      />
    </SpaceBetween>
  );
}
