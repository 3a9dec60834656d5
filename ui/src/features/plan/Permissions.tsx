import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";
import Header from "@cloudscape-design/components/header";
import SegmentedControl from "@cloudscape-design/components/segmented-control";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Spinner from "@cloudscape-design/components/spinner";
import Table from "@cloudscape-design/components/table";
import TextFilter from "@cloudscape-design/components/text-filter";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Code } from "../../components/Code";
import { useFlash } from "../../components/flash-context";
import { date } from "../../components/format";
import { Problem } from "../../components/Problem";
import { shell, type ActionUse, type Plan, type Policy, type PolicyDocument, type Variant } from "../../ipc/client";
import { keys } from "../../ipc/queries";

const VARIANTS: { id: Variant; text: string; means: string }[] = [
  { id: "launch", text: "Launch", means: "Makes, changes and deletes the environment." },
  { id: "operate", text: "Operate", means: "Changes and watches it; makes and deletes none." },
  { id: "read-only", text: "Read only", means: "Checks, plans and watches; changes nothing." },
];

/** The least that this plan needs, ready to hand to whoever grants it, with what each action is for. */
export function Permissions({ plan }: { plan: Plan }) {
  const [variant, setVariant] = useState<Variant>("launch");
  const account = plan.account.name;
  const policy = useQuery({
    queryKey: keys.policy(plan.file, account, variant),
    queryFn: () => shell.environmentPolicy(plan.file, account, variant),
  });
  const means = VARIANTS.find((one) => one.id === variant)?.means ?? "";
  return (
    <SpaceBetween size="l">
      <Container
        header={
          <Header variant="h2" description={`${means} Attach all documents of a policy to the same role.`}>
            Policy for account {plan.account.number}
          </Header>
        }
      >
        <SpaceBetween size="m">
          <SegmentedControl
            label="Whom the policy is for"
            selectedId={variant}
            options={VARIANTS.map(({ id, text }) => ({ id, text }))}
            onChange={({ detail }) => setVariant(detail.selectedId as Variant)}
          />
          {policy.error && <Problem error={policy.error} onRetry={() => void policy.refetch()} />}
          {policy.isPending && <Spinner />}
          {policy.data?.documents.map((document) => <Document key={document.name} document={document} />)}
        </SpaceBetween>
      </Container>
      {policy.data && <Uses policy={policy.data} />}
    </SpaceBetween>
  );
}

function Document({ document }: { document: PolicyDocument }) {
  const flash = useFlash();
  const lines = document.json.split("\n").map((text, index) => ({ number: index + 1, text }));
  const save = async () => {
    try {
      const path = await shell.saveText(`${document.name}.json`, `${document.json}\n`);
      if (path) flash.add({ type: "success", header: `Saved ${path}` });
    } catch (error) {
      flash.fail("The policy could not be saved", error);
    }
  };
  return (
    <SpaceBetween size="xs">
      <Header
        variant="h3"
        description={`${document.actions} actions, ${document.characters.toLocaleString("en-US")} of 6,144 characters`}
        actions={
          <SpaceBetween size="xs" direction="horizontal">
            <CopyToClipboard
              copyButtonText="Copy"
              copySuccessText="Copied"
              copyErrorText="Could not be copied"
              textToCopy={document.json}
            />
            <Button ariaLabel={`Save ${document.name}`} onClick={() => void save()}>
              Save
            </Button>
          </SpaceBetween>
        }
      >
        {document.name}
      </Header>
      <Code lines={lines} label={`Text of ${document.name}`} height={280} />
    </SpaceBetween>
  );
}

function Uses({ policy }: { policy: Policy }) {
  const [text, setText] = useState("");
  const holds = (used: ActionUse) => `${used.action} ${used.reasons.join(" ")}`.toLowerCase().includes(text.toLowerCase());
  const shown = policy.uses.filter(holds);
  return (
    <Table
      variant="container"
      items={shown}
      trackBy="action"
      wrapLines
      stickyHeader
      filter={
        <TextFilter
          filteringText={text}
          filteringAriaLabel="Find an action or a type"
          filteringPlaceholder="Find an action or a type"
          countText={text ? `${shown.length} found` : ""}
          onChange={({ detail }) => setText(detail.filteringText)}
        />
      }
      empty={<Box textAlign="center">No action has this in it.</Box>}
      header={
        <Header
          variant="h2"
          counter={`(${policy.uses.length})`}
          description={`CloudFormation's actions: ${policy.origin}, table of ${date(policy.asOf)}.`}
        >
          What each action is needed for
        </Header>
      }
      footer={policy.uses.some((used) => used.byHand) ? "* written by hand: no schema of AWS names it." : undefined}
      columnDefinitions={[
        {
          id: "action",
          header: "Action",
          width: 300,
          isRowHeader: true,
          cell: (used) => (
            <>
              <code>{used.action}</code>
              {used.byHand ? " *" : ""}
            </>
          ),
        },
        { id: "reasons", header: "Needed for", cell: (used) => used.reasons.join("; ") },
        {
          id: "resources",
          header: "Held to",
          // ARNs have no place to break at.
          cell: (used) => <span style={{ overflowWrap: "anywhere" }}>{used.resources.join(", ")}</span>,
        },
      ]}
    />
  );
}
