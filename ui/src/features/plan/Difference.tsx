import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { ChangeList } from "../../components/ChangeList";
import { totalsWords } from "../../components/changes";
import type { ChangeTree } from "../../ipc/client";

/** What the update would do, by our own evaluation of both files; AWS's change set has the last word. */
export function Difference({ changes }: { changes: ChangeTree }) {
  const { asksForName, blocked, totals } = changes;
  return (
    <Container
      header={
        <Header
          variant="h2"
          counter={`(${changes.changes.length})`}
          description={`${totalsWords(totals) || "Nothing changes"}. Both files evaluated here; AWS says the same in its change set, or differently, before anything is carried out.`}
        >
          Changes
        </Header>
      }
    >
      <SpaceBetween size="m">
        {blocked.map((why) => (
          <Alert key={why} type="error">
            {why}
          </Alert>
        ))}
        {asksForName.length > 0 && (
          <Alert type="warning" header="You will be asked for the name">
            {asksForName.map((loss) => (
              <Box key={loss}>{loss}</Box>
            ))}
          </Alert>
        )}
        <ChangeList changes={changes.changes} empty="The file asks for what runs already." />
      </SpaceBetween>
    </Container>
  );
}
