import Header from "@cloudscape-design/components/header";
import Link from "@cloudscape-design/components/link";
import Table from "@cloudscape-design/components/table";
import { useState } from "react";
import { Status } from "../../components/figures";
import { duration, words } from "../../components/format";
import type { LaunchSnapshot, ResourceView } from "../../ipc/client";
import { pace } from "./TimelineTab";

interface Node {
  id: string;
  name: string;
  /** What finds its events. */
  find: string;
  type: string;
  status: string | null;
  count: string;
  took: string;
  reason: string;
  children: Node[];
}

const broken = (node: Node) => node.status?.endsWith("_FAILED") ?? false;

function nodes(snapshot: LaunchSnapshot): Node[] {
  const seconds = pace(snapshot);
  const took = (from: number | null | undefined, to: number | null | undefined) =>
    from == null || to == null || snapshot.speed === 0 ? "" : duration(seconds(to) - seconds(from));
  const leaf = (view: ResourceView): Node => ({
    id: `${view.stack}/${view.logicalId}`,
    name: view.logicalId,
    find: `${view.stack}/${view.logicalId}`,
    type: view.type,
    status: view.status ?? null,
    count: "",
    took: took(view.startedAtMs, view.finishedAtMs),
    reason: view.reason ?? "",
    children: [],
  });
  return snapshot.stacks.map((stack) => {
    const inside = snapshot.resources.filter(
      (view) => view.stack === stack.stack && view.type !== "AWS::CloudFormation::Stack",
    );
    const own = snapshot.resources.find((view) => view.stack === "root" && view.logicalId === stack.stack);
    return {
      id: stack.stack,
      name: words(stack.stack),
      find: stack.stack === "root" ? "" : stack.stack,
      type: inside.length === 1 ? "1 resource" : `${inside.length} resources`,
      status: stack.status ?? null,
      count: `${stack.complete} of ${stack.total}`,
      took: took(own?.startedAtMs, own?.finishedAtMs),
      reason: "",
      children: inside.map(leaf),
    };
  });
}

/** The tree of stacks with their resources; what broke stands open. */
export function Stacks({ snapshot, onSelect }: { snapshot: LaunchSnapshot; onSelect: (find: string) => void }) {
  const items = nodes(snapshot);
  const [open, setOpen] = useState<string[]>(() =>
    items.filter((node) => node.children.some(broken)).map((node) => node.id),
  );
  return (
    <Table<Node>
      header={
        <Header variant="h2" counter={`(${items.length})`} description="Choose a name for its events.">
          Stacks
        </Header>
      }
      items={items}
      trackBy="id"
      enableKeyboardNavigation
      stickyHeader
      expandableRows={{
        getItemChildren: (node) => node.children,
        isItemExpandable: (node) => node.children.length > 0,
        expandedItems: items.filter((node) => open.includes(node.id)),
        onExpandableItemToggle: ({ detail }) =>
          setOpen((before) =>
            detail.expanded ? [...before, detail.item.id] : before.filter((id) => id !== detail.item.id),
          ),
      }}
      ariaLabels={{
        expandButtonLabel: (node) => `Show the resources of ${node.name}`,
        collapseButtonLabel: (node) => `Hide the resources of ${node.name}`,
      }}
      columnDefinitions={[
        {
          id: "name",
          header: "Name",
          isRowHeader: true,
          minWidth: 180,
          cell: (node) => (
            <Link
              href="#"
              onFollow={(event) => {
                event.preventDefault();
                onSelect(node.find);
              }}
            >
              {node.name}
            </Link>
          ),
        },
        { id: "status", header: "Status", minWidth: 150, cell: (node) => <Status status={node.status} /> },
        { id: "count", header: "Ready", cell: (node) => node.count },
        { id: "took", header: "Took", cell: (node) => node.took },
        { id: "type", header: "Type", cell: (node) => node.type },
        {
          id: "reason",
          header: "AWS's words",
          minWidth: 150,
          cell: (node) => (
            <span className="ac-clamp" title={node.reason}>
              {node.reason}
            </span>
          ),
        },
      ]}
    />
  );
}
