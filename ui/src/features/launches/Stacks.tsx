import Header from "@cloudscape-design/components/header";
import Table from "@cloudscape-design/components/table";
import { useState } from "react";
import { Status } from "../../components/figures";
import { words } from "../../components/format";
import type { LaunchSnapshot, ResourceView } from "../../ipc/client";

interface Node {
  id: string;
  name: string;
  type: string;
  status: string | null;
  count: string;
  reason: string;
  children: Node[];
}

const leaf = (view: ResourceView): Node => ({
  id: `${view.stack}/${view.logicalId}`, name: view.logicalId, type: view.type, status: view.status ?? null, count: "", reason: view.reason ?? "", children: [],
});

/** The tree of stacks with their resources. */
export function Stacks({ snapshot }: { snapshot: LaunchSnapshot }) {
  const [open, setOpen] = useState<Node[]>([]);
  const items: Node[] = snapshot.stacks.map((stack) => ({
    id: stack.stack, name: words(stack.stack), type: "AWS::CloudFormation::Stack", status: stack.status ?? null, count: `${stack.complete} of ${stack.total}`, reason: "",
    children: snapshot.resources.filter((view) => view.stack === stack.stack).map(leaf),
  }));
  return (
    <Table<Node>
      header={<Header variant="h2" counter={`(${items.length})`}>Stacks</Header>}
      items={items}
      trackBy="id"
      enableKeyboardNavigation
      expandableRows={{
        getItemChildren: (node) => node.children,
        isItemExpandable: (node) => node.children.length > 0,
        expandedItems: open,
        onExpandableItemToggle: ({ detail }) => setOpen((before) => (detail.expanded ? [...before, detail.item] : before.filter((node) => node.id !== detail.item.id))),
      }}
      columnDefinitions={[
        { id: "name", header: "Name", isRowHeader: true, cell: (node) => node.name },
        { id: "status", header: "Status", cell: (node) => <Status status={node.status} /> },
        { id: "count", header: "Ready", cell: (node) => <div className="ac-number">{node.count}</div> },
        { id: "type", header: "Type", cell: (node) => node.type },
        { id: "reason", header: "AWS's words", cell: (node) => node.reason },
      ]}
    />
  );
}
