import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Spinner from "@cloudscape-design/components/spinner";
import Tabs from "@cloudscape-design/components/tabs";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate, useParams, useSearchParams } from "react-router";
import { duration, money } from "../../components/format";
import { Gantt } from "../../components/Gantt";
import { Problem } from "../../components/Problem";
import { shell, type Plan } from "../../ipc/client";
import { keys, useDrafts } from "../../ipc/queries";
import { Checks } from "./Checks";
import { Cost } from "./Cost";
import { Resources } from "./Resources";
import { Templates } from "./Templates";

/** What exactly will happen, is it allowed, how long, how much? */
export default function PlanPage() {
  const { draft: id } = useParams();
  const [search, setSearch] = useSearchParams();
  const navigate = useNavigate();
  const drafts = useDrafts();
  const draft = drafts.data?.find((one) => one.id === id);
  const file = draft?.file;
  const plan = useQuery({
    queryKey: ["plan", id, draft?.savedAtMs],
    queryFn: () => (file ? shell.environmentPlan(file) : Promise.reject(new Error("There is no such draft."))),
    enabled: Boolean(file),
  });
  const [asking, setAsking] = useState(false);
  if (drafts.data && !draft) return <Alert type="warning" header="There is no such draft">It was launched or discarded.</Alert>;
  if (plan.error) return <SpaceBetween size="m"><Header variant="h1">Plan of {file?.name || "the environment"}</Header><Problem error={plan.error} onRetry={() => void plan.refetch()} /><Button onClick={() => void navigate(`/environments/new/${id}`)}>Back to the wizard</Button></SpaceBetween>;
  if (!plan.data || !draft) return <Box padding="xl" textAlign="center"><Spinner size="large" /></Box>;
  const made = plan.data;
  const stops = made.checks.filter((check) => check.severity === "error");
  return (
    <SpaceBetween size="l">
      <Header variant="h1" description="Nothing is made yet."
        actions={
          <SpaceBetween size="xs" direction="horizontal">
            <Button onClick={() => void navigate(`/environments/new/${id}`)}>Change answers</Button>
            <Button variant="primary" disabled={stops.length > 0} disabledReason={stops.map((check) => check.message).join(" ")} onClick={() => setAsking(true)}>Launch environment</Button>
          </SpaceBetween>
        }>
        Plan of {made.environment}
      </Header>
      <Container>
        <KeyValuePairs columns={4} items={[
          { label: "Account", value: <Box fontSize="heading-m" fontWeight="bold">{made.account.name} {made.account.number}</Box> },
          { label: "Region and kind", value: <Box fontSize="heading-m">{made.region}, {made.kind}</Box> },
          { label: "A month", value: <Box fontSize="heading-m" fontWeight="bold">{money(made.estimate.monthlyMicros, made.estimate.complete)}</Box> },
          { label: "Time and size", value: <><Box fontSize="heading-m">about {made.timeline.minutes} min</Box><Box color="text-body-secondary">{duration(made.timeline.range.low)} to {duration(made.timeline.range.high)}, {made.resources.length} resources</Box></> },
        ]} />
      </Container>
      <Tabs
        activeTabId={search.get("tab") ?? "checks"}
        onChange={({ detail }) => setSearch({ tab: detail.activeTabId }, { replace: true })}
        tabs={[
          { id: "checks", label: `Checks (${made.checks.length})`, content: <Checks checks={made.checks} rerun={() => void plan.refetch()} running={plan.isFetching} /> },
          { id: "resources", label: `Resources (${made.resources.length})`, content: <Resources plan={made} /> },
          { id: "cost", label: "Cost", content: <Cost estimate={made.estimate} replan={() => void plan.refetch()} /> },
          { id: "timeline", label: "Timeline", content: <Timeline plan={made} /> },
          { id: "template", label: "Template", content: <Templates blueprint={made.blueprint} /> },
        ]}
      />
      {asking && <Confirm plan={made} draft={draft.id} close={() => setAsking(false)} />}
    </SpaceBetween>
  );
}

function Timeline({ plan }: { plan: Plan }) {
  const { timeline } = plan;
  return (
    <Container header={<Header variant="h2" description={`Between ${duration(timeline.range.low)} and ${duration(timeline.range.high)}; confidence of what decides: ${timeline.confidence}.`}>{timeline.sentence}</Header>}>
      <SpaceBetween size="l">
        <Gantt total={timeline.range.expected ?? 0} bars={timeline.rows.filter((row) => row.type !== "AWS::CloudFormation::Stack").map((row) => ({
          id: `${row.stack}/${row.logicalId}`, group: row.stack, label: row.logicalId, start: null, end: null,
          predictedStart: row.startS, predictedEnd: row.endS, critical: row.critical, state: "waiting",
        }))} />
        <div>
          <Box variant="awsui-key-label">What decides, step by step</Box>
          {timeline.criticalPath.filter((step) => (step.seconds ?? 0) >= 1).map((step) => (
            <div key={`${step.stack}/${step.logicalId}`}>{duration(step.seconds)}: {step.stack}/{step.logicalId} <Box variant="span" color="text-body-secondary">{step.type}</Box></div>
          ))}
        </div>
      </SpaceBetween>
    </Container>
  );
}

function Confirm({ plan, draft, close }: { plan: Plan; draft: string; close: () => void }) {
  const navigate = useNavigate();
  const client = useQueryClient();
  const [typed, setTyped] = useState("");
  const production = plan.kind === "production";
  const launch = useMutation({
    mutationFn: () => shell.launchStart(plan.file),
    onSuccess: async (snapshot) => {
      client.setQueryData(keys.launch(snapshot.jobId), snapshot);
      await shell.draftDelete(draft).catch(() => null);
      await client.invalidateQueries({ queryKey: keys.drafts });
      await navigate(`/launches/${snapshot.jobId}`);
    },
  });
  const ready = !production || typed === plan.environment;
  return (
    <Modal visible onDismiss={close} header={`Launch ${plan.environment}?`}
      footer={
        <Box float="right"><SpaceBetween size="xs" direction="horizontal">
          <Button onClick={close}>Cancel</Button>
          <Button variant="primary" loading={launch.isPending} disabled={!ready} disabledReason="Type the environment's name." onClick={() => launch.mutate()}>Launch environment</Button>
        </SpaceBetween></Box>
      }>
      <SpaceBetween size="m">
        {launch.error && <Problem error={launch.error} />}
        <div>
          {plan.resources.length} resources in the account <b>{plan.account.name} {plan.account.number}</b>, region <b>{plan.region}</b>:
          about {plan.timeline.minutes} min, {money(plan.estimate.monthlyMicros, plan.estimate.complete)} a month.
        </div>
        {plan.account.practice && <Box color="text-body-secondary">The practice account is simulated: nothing is made in AWS and nothing costs money.</Box>}
        {production && <FormField label={`Type ${plan.environment} to launch a production environment`}><Input value={typed} onChange={({ detail }) => setTyped(detail.value)} /></FormField>}
      </SpaceBetween>
    </Modal>
  );
}
