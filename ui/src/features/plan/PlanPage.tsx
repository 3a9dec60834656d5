import "../../components/colours.css";
import "./plan.css";
import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Tabs from "@cloudscape-design/components/tabs";
import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate, useParams, useSearchParams } from "react-router";
import { Problem } from "../../components/Problem";
import { shell, type Draft, type Plan, type Question } from "../../ipc/client";
import { useDrafts } from "../../ipc/queries";
import { AccountChoice, usePlanAccount } from "./AccountChoice";
import { answered, stops as isStopping, type Update } from "./checked";
import { Changes } from "./Changes";
import { CreateChangeSet } from "./CreateChangeSet";
import { Difference } from "./Difference";
import { Checks } from "./Checks";
import { Confirm } from "./Confirm";
import { Cost } from "./Cost";
import { Permissions } from "./Permissions";
import { Options } from "./Options";
import { PLAIN } from "./options";
import { PlanSkeleton } from "./PlanSkeleton";
import { Summary } from "./Summary";
import { Templates } from "./Templates";
import { Timeline } from "./Timeline";

/** What exactly will happen, is it allowed, how long, how much? */
export default function PlanPage() {
  const { draft: id } = useParams();
  const navigate = useNavigate();
  const drafts = useDrafts();
  const draft = drafts.data?.find((one) => one.id === id);
  const account = usePlanAccount(draft?.environment ?? null);
  const file = draft?.file;
  const client = useQueryClient();
  const key = ["plan", id, draft?.savedAtMs, account];
  const planned = useQuery({
    queryKey: key,
    queryFn: () => (draft ? plan(draft, account) : Promise.reject(new Error("There is no such draft."))),
    placeholderData: keepPreviousData,
    enabled: Boolean(file),
    retry: false,
  });
  const choice = draft?.environment ? null : <AccountChoice account={account} />;
  const back = <Button onClick={() => void navigate(`/environments/new/${id}`)}>Change answers</Button>;
  if (drafts.error) return <Problem error={drafts.error} onRetry={() => void drafts.refetch()} />;
  if (drafts.data && !draft) {
    return (
      <Alert
        type="warning"
        header="There is no such draft"
        action={<Button onClick={() => void navigate("/environments")}>Show environments</Button>}
      >
        It was launched or discarded.
      </Alert>
    );
  }
  if (planned.error && !planned.data) {
    return (
      <SpaceBetween size="m">
        <Header variant="h1" actions={back}>
          {titleOf(draft, file?.name || "the environment")}
        </Header>
        {choice}
        <Problem error={planned.error} onRetry={() => void planned.refetch()} />
      </SpaceBetween>
    );
  }
  // Another account's plan is no stand-in: its number and its checks are its own.
  const stale = planned.isPlaceholderData && planned.data?.plan.account.name !== account;
  if (!planned.data || !draft || stale) return <PlanSkeleton name={file?.name} />;
  return (
    <Review
      choice={choice}
      plan={planned.data.plan}
      update={planned.data.update}
      draft={draft}
      madeAtMs={planned.dataUpdatedAt}
      running={planned.isFetching}
      error={planned.error}
      again={async () => void (await planned.refetch())}
      recheck={async (question) => {
        const { file, account } = planned.data.plan;
        const answer = await shell.environmentRecheck(file, account.name, question);
        client.setQueryData<Planned>(key, (known) => known && { ...known, plan: answered(known.plan, question, answer) });
      }}
    />
  );
}

interface Planned {
  plan: Plan;
  update: Update;
}

/** A new environment in the chosen account; a change where the environment runs. */
async function plan({ environment, file }: Draft, account: string): Promise<Planned> {
  if (!environment) return { plan: await shell.environmentPlan(file, account), update: null };
  const { plan, ...update } = await shell.environmentChange(file);
  return { plan, update };
}

const titleOf = (draft: Draft | undefined, name: string) => (draft?.environment ? `Changes to ${name}` : `Plan of ${name}`);

interface ReviewProps {
  choice: React.ReactNode;
  plan: Plan;
  update: Update;
  draft: Draft;
  madeAtMs: number;
  running: boolean;
  error: unknown;
  again: () => Promise<void>;
  recheck: (question: Question) => Promise<void>;
}

function Review({ choice, plan, update, draft, madeAtMs, running, error, again, recheck }: ReviewProps) {
  const [search, setSearch] = useSearchParams();
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  const [options, setOptions] = useState(PLAIN);
  const change = (field?: string | null) =>
    void navigate(`/environments/new/${draft.id}${field ? `?field=${encodeURIComponent(field)}` : ""}`);
  const stops = plan.checks.filter(isStopping);
  const reason = stops.map((check) => check.message).join(" ");
  const tab = (id: string, label: string, content: React.ReactNode) => ({ id, label, content });
  return (
    <SpaceBetween size="l">
      <Header
        variant="h1"
        description={
          update
            ? "Nothing is changed yet. AWS is asked for its own change set next; you look at that before it is carried out."
            : "Nothing is made yet. A launch plans once more before it begins."
        }
        actions={
          <SpaceBetween size="xs" direction="horizontal">
            <Button onClick={() => change()}>Change answers</Button>
            {update ? (
              <CreateChangeSet plan={plan} options={options} draft={draft.id} reason={stops.length > 0 ? reason : null} />
            ) : (
              <Button
                variant="primary"
                disabled={stops.length > 0}
                disabledReason={reason}
                onClick={() => setAsking(true)}
              >
                Launch environment
              </Button>
            )}
          </SpaceBetween>
        }
      >
        {titleOf(draft, plan.environment)}
      </Header>
      {choice}
      {stops.length > 0 && (
        <Alert
          type="error"
          header={`${stops.length === 1 ? "A check stops" : `${stops.length} checks stop`} the ${update ? "update" : "launch"}`}
        >
          {reason}
        </Alert>
      )}
      {error !== null && error !== undefined && <Problem error={error} onRetry={() => void again()} />}
      <Summary plan={plan} update={update} madeAtMs={madeAtMs} />
      <Options updates={update !== null} options={options} onChange={setOptions} />
      <Tabs
        activeTabId={search.get("tab") ?? (update ? "resources" : "checks")}
        onChange={({ detail }) => setSearch({ ...Object.fromEntries(search), tab: detail.activeTabId }, { replace: true })}
        tabs={[
          tab(
            "checks",
            `Checks (${plan.checks.filter((check) => check.outcome !== "passed").length})`,
            <Checks plan={plan} again={again} recheck={recheck} running={running} change={change} />,
          ),
          update
            ? tab("resources", `Changes (${update.changes.changes.length})`, <Difference changes={update.changes} />)
            : tab("resources", `Changes (${plan.resources.length})`, <Changes plan={plan} />),
          tab("cost", "Cost", <Cost estimate={plan.estimate} before={update?.running ?? null} again={again} running={running} change={change} />),
          tab("timeline", "Timeline", <Timeline plan={plan} />),
          tab("permissions", "Permissions", <Permissions plan={plan} />),
          tab("template", "Template", <Templates blueprint={plan.blueprint} running={update?.templates ?? null} />),
        ]}
      />
      {asking && <Confirm plan={plan} options={options} draft={draft.id} close={() => setAsking(false)} />}
    </SpaceBetween>
  );
}
