import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Skeleton from "@cloudscape-design/components/skeleton";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator, { type StatusIndicatorProps } from "@cloudscape-design/components/status-indicator";
import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { Ago } from "../../components/figures";
import { money } from "../../components/format";
import { Problem } from "../../components/Problem";
import { shell, type Fate, type Teardown } from "../../ipc/client";
import { keys } from "../../ipc/queries";

/** What AWS says that a deletion meets; asked anew whenever it is looked at. */
export const useTeardown = (name: string) =>
  useQuery({
    queryKey: keys.teardown(name),
    queryFn: () => shell.environmentTeardown(name),
    staleTime: 0,
    retry: false,
  });

/** In the order of the checklist. */
const FATES: [Fate, string, StatusIndicatorProps.Type][] = [
  ["blocks", "Blocks the deletion", "error"],
  ["unknown", "Cannot tell", "warning"],
  ["lifted", "Lifted by the deletion", "info"],
  ["lost", "Lost for good", "warning"],
  ["stays", "Stays afterwards", "stopped"],
];

/** The checklist of a deletion: what blocks it, what it lifts, what is lost and what stays, and what each costs. */
export function TeardownList({ teardown }: { teardown: UseQueryResult<Teardown> }) {
  const { data, error, isFetching, refetch } = teardown;
  return (
    <Container
      header={
        <Header
          variant="h2"
          counter={data ? `(${data.items.length})` : undefined}
          description={
            data ? (
              <>
                AWS was asked <Ago ms={data.asOfMs} />. Costs are a month at list price, as long as it is left.
              </>
            ) : (
              "AWS is asked what the deletion meets. Nothing is changed by that."
            )
          }
          actions={
            <Button iconName="refresh" ariaLabel="Ask AWS again" loading={isFetching} onClick={() => void refetch()} />
          }
        >
          What the deletion meets
        </Header>
      }
    >
      {error && <Problem error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton height="120px" />}
      {data && <Items items={data.items} />}
    </Container>
  );
}

function Items({ items }: { items: Teardown["items"] }) {
  if (items.length === 0) return <Box>Nothing blocks it, and nothing that holds data is lost.</Box>;
  return (
    <SpaceBetween size="m">
      {FATES.map(([fate, words, type]) => {
        const mine = items.filter((item) => item.fate === fate);
        if (mine.length === 0) return null;
        return (
          <section key={fate} aria-label={words} data-fate={fate}>
            <StatusIndicator type={type}>
              <b>
                {words} ({mine.length})
              </b>
            </StatusIndicator>
            <ul className="ac-needs">
              {mine.map((item) => (
                <li key={`${item.code}/${item.subject}`}>
                  <div>
                    <code className="ac-verbatim">{item.subject}</code>
                    <Box color="text-body-secondary">{item.message}</Box>
                    {item.remove && <Box>{item.remove}</Box>}
                  </div>
                  <div className="ac-number">
                    {item.monthlyMicros == null ? "" : `${money(item.monthlyMicros)} a month`}
                  </div>
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </SpaceBetween>
  );
}
