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
import { answered, stops as isStopping } from "./checked";
import { Changes } from "./Changes";
import { Checks } from "./Checks";
import { Confirm } from "./Confirm";
import { Cost } from "./Cost";
import { Permissions } from "./Permissions";
import { PlanSkeleton } from "./PlanSkeleton";
import { Summary } from "./Summary";
import { Templates } from "./Templates";
import { Timeline } from "./Timeline";

/** What exactly will happen, is it allowed, how long, how much? */
export default function PlanPage() {
  const { draft: id } = useParams();
  const navigate = useNavigate();
  const account = usePlanAccount();
  const drafts = useDrafts();
  const draft = drafts.data?.find((one) => one.id === id);
  const file = draft?.file;
  const client = useQueryClient();
  const key = ["plan", id, draft?.savedAtMs, account];
  const plan = useQuery({
    queryKey: key,
    queryFn: () => (file ? shell.environmentPlan(file, account) : Promise.reject(new Error("There is no such draft."))),
    placeholderData: keepPreviousData,
    enabled: Boolean(file),
    retry: false,
  });
  const choice = <AccountChoice account={account} />;
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
  if (plan.error && !plan.data) {
    return (
      <SpaceBetween size="m">
        <Header variant="h1" actions={back}>
          Plan of {file?.name || "the environment"}
        </Header>
        {choice}
        <Problem error={plan.error} onRetry={() => void plan.refetch()} />
      </SpaceBetween>
    );
  }
  // Another account's plan is no stand-in: its number and its checks are its own.
  const stale = plan.isPlaceholderData && plan.data?.account.name !== account;
  if (!plan.data || !draft || stale) return <PlanSkeleton name={file?.name} />;
  return (
    <Review
      choice={choice}
      plan={plan.data}
      draft={draft}
      madeAtMs={plan.dataUpdatedAt}
      running={plan.isFetching}
      error={plan.error}
      again={async () => void (await plan.refetch())}
      recheck={async (question) => {
        const { file, account } = plan.data;
        const answer = await shell.environmentRecheck(file, account.name, question);
        client.setQueryData<Plan>(key, (known) => known && answered(known, question, answer));
      }}
    />
  );
}

interface ReviewProps {
  choice: React.ReactNode;
  plan: Plan;
  draft: Draft;
  madeAtMs: number;
  running: boolean;
  error: unknown;
  again: () => Promise<void>;
  recheck: (question: Question) => Promise<void>;
}

function Review({ choice, plan, draft, madeAtMs, running, error, again, recheck }: ReviewProps) {
  const [search, setSearch] = useSearchParams();
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  const change = (field?: string | null) =>
    void navigate(`/environments/new/${draft.id}${field ? `?field=${encodeURIComponent(field)}` : ""}`);
  const stops = plan.checks.filter(isStopping);
  const reason = stops.map((check) => check.message).join(" ");
  const tab = (id: string, label: string, content: React.ReactNode) => ({ id, label, content });
  return (
    <SpaceBetween size="l">
      <Header
        variant="h1"
        description="Nothing is made yet. A launch plans once more before it begins."
        actions={
          <SpaceBetween size="xs" direction="horizontal">
            <Button onClick={() => change()}>Change answers</Button>
            <Button
              variant="primary"
              disabled={stops.length > 0}
              disabledReason={reason}
              onClick={() => setAsking(true)}
            >
              Launch environment
            </Button>
          </SpaceBetween>
        }
      >
        Plan of {plan.environment}
      </Header>
      {choice}
      {stops.length > 0 && (
        <Alert
          type="error"
          header={stops.length === 1 ? "A check stops the launch" : `${stops.length} checks stop the launch`}
        >
          {reason}
        </Alert>
      )}
      {error !== null && error !== undefined && <Problem error={error} onRetry={() => void again()} />}
      <Summary plan={plan} madeAtMs={madeAtMs} />
      <Tabs
        activeTabId={search.get("tab") ?? "checks"}
        onChange={({ detail }) => setSearch({ ...Object.fromEntries(search), tab: detail.activeTabId }, { replace: true })}
        tabs={[
          tab(
            "checks",
            `Checks (${plan.checks.filter((check) => check.outcome !== "passed").length})`,
            <Checks plan={plan} again={again} recheck={recheck} running={running} change={change} />,
          ),
          tab("resources", `Changes (${plan.resources.length})`, <Changes plan={plan} />),
          tab("cost", "Cost", <Cost estimate={plan.estimate} again={again} running={running} change={change} />),
          tab("timeline", "Timeline", <Timeline plan={plan} />),
          tab("permissions", "Permissions", <Permissions plan={plan} />),
          tab("template", "Template", <Templates blueprint={plan.blueprint} />),
        ]}
      />
      {asking && <Confirm plan={plan} draft={draft.id} close={() => setAsking(false)} />}
    </SpaceBetween>
  );
}
