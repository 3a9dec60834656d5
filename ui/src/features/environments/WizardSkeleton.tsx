import "../../components/colours.css";
import "./wizard.css";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Skeleton from "@cloudscape-design/components/skeleton";
import SpaceBetween from "@cloudscape-design/components/space-between";

/** The wizard's shape while its draft is read, so that nothing jumps when it comes. */
export function WizardSkeleton() {
  return (
    <div aria-busy="true" aria-label="Reading the draft">
      <SpaceBetween size="m">
        <Header variant="h1" description="Reading the draft">
          Environment
        </Header>
        <div className="ac-two">
          <Container>
            <SpaceBetween size="l">
              {[1, 2, 3, 4].map((row) => (
                <Skeleton key={row} height="48px" />
              ))}
            </SpaceBetween>
          </Container>
          <div className="ac-side ac-ledger">
            <Container fitHeight header={<Header variant="h2">Ledger</Header>}>
              <Skeleton height="300px" />
            </Container>
          </div>
        </div>
      </SpaceBetween>
    </div>
  );
}
