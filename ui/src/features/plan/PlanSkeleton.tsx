import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Skeleton from "@cloudscape-design/components/skeleton";
import SpaceBetween from "@cloudscape-design/components/space-between";

/** The plan's shape while it is made. */
export function PlanSkeleton({ name }: { name: string | undefined }) {
  return (
    <div aria-busy="true" aria-label="Planning">
      <SpaceBetween size="l">
        <Header variant="h1" description="Planning: templates, checks, cost and timeline">
          Plan of {name || "the environment"}
        </Header>
        <Container>
          <Skeleton height="72px" />
        </Container>
        <Container>
          <Skeleton height="320px" />
        </Container>
      </SpaceBetween>
    </div>
  );
}
