import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Skeleton from "@cloudscape-design/components/skeleton";
import SpaceBetween from "@cloudscape-design/components/space-between";

/** The shape of a page before its content is there: title, a box of facts, a larger box. Nothing jumps. */
export function Loading({ title }: { title?: string }) {
  return (
    <div role="status" aria-label={title ? `Reading ${title}` : "Reading"}>
      <SpaceBetween size="l">
        {title ? <Header variant="h1">{title}</Header> : <Skeleton variant="text-heading-xl" width="260px" />}
        <Container>
          <Lines count={3} />
        </Container>
        <Container>
          <Lines count={9} />
        </Container>
      </SpaceBetween>
    </div>
  );
}

function Lines({ count }: { count: number }) {
  return (
    <SpaceBetween size="xs">
      {Array.from({ length: count }, (_, index) => (
        <Skeleton key={index} width={`${92 - ((index * 17) % 40)}%`} />
      ))}
    </SpaceBetween>
  );
}
