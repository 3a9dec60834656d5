import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { Loading } from "../../components/Loading";
import { Problem } from "../../components/Problem";
import { useSpend } from "./answers";
import { Calls, Cap, Spent } from "./SpendMeter";
import { SyncDialog } from "./SyncDialog";

/** The only place of the Costs page that asks AWS, and what that has cost. */
export function FromAws() {
  const spend = useSpend();
  const [asking, ask] = useState(false);
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="From an account's Data Export, from Cost Explorer, or rolled up by Athena. You see the price before anything is asked."
          actions={<Button onClick={() => ask(true)}>Get costs from AWS…</Button>}
        >
          From AWS
        </Header>
      }
    >
      {spend.error ? (
        <Problem error={spend.error} onRetry={() => void spend.refetch()} />
      ) : spend.data ? (
        <SpaceBetween size="s">
          <div className="ac-beside">
            <Spent meter={spend.data} />
            <Cap meter={spend.data} />
          </div>
          <Calls calls={spend.data.calls} />
        </SpaceBetween>
      ) : (
        <Loading />
      )}
      {asking && <SyncDialog close={() => ask(false)} />}
    </Container>
  );
}
