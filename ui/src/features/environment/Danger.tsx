import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate } from "react-router";
import { money } from "../../components/format";
import { Problem } from "../../components/Problem";
import { shell, type EnvironmentView } from "../../ipc/client";
import { keys } from "../../ipc/queries";
import { losses, standing } from "./losses";

/** Deleting, with what it destroys and the name typed by hand. */
export function Danger({ view }: { view: EnvironmentView }) {
  const navigate = useNavigate();
  const client = useQueryClient();
  const [typed, setTyped] = useState("");
  const { row } = view;
  const remove = useMutation({
    mutationFn: () => shell.environmentDelete(row.name, typed),
    onSuccess: async (snapshot) => {
      client.setQueryData(keys.launch(snapshot.jobId), snapshot);
      await navigate(`/launches/${snapshot.jobId}`);
    },
  });
  const busy = row.runningJobId != null;
  const count = standing(view.resources).length;
  return (
    <SpaceBetween size="l">
      <Protection view={view} />
      <Container
        header={
          <Header
            variant="h2"
            description="CloudFormation deletes the root stack with everything in it. This cannot be undone."
          >
            Delete environment
          </Header>
        }
      >
        <SpaceBetween size="m">
          {remove.error && <Problem error={remove.error} />}
          <KeyValuePairs
            columns={3}
            items={[
              { label: "Deletes", value: `${count} resources in ${row.account}, ${row.region}` },
              { label: "Saves", value: `${money(row.monthlyMicros, row.complete)} a month, by the estimate` },
              {
                label: "Stays",
                value: "the file, the history of launches and what CloudWatch and CloudTrail of the account keep",
              },
            ]}
          />
          <Losses view={view} />
          <FormField
            label={
              <>
                Type <b>{row.name}</b> to delete it with everything in it
              </>
            }
          >
            <Input
              value={typed}
              onChange={({ detail }) => setTyped(detail.value)}
              placeholder={row.name}
              autoComplete={false}
              spellcheck={false}
            />
          </FormField>
          <Button
            loading={remove.isPending}
            disabled={busy || typed !== row.name}
            disabledReason={busy ? "A job of this environment is running." : "Type the environment's name."}
            onClick={() => remove.mutate()}
          >
            Delete environment
          </Button>
        </SpaceBetween>
      </Container>
    </SpaceBetween>
  );
}

function Losses({ view }: { view: EnvironmentView }) {
  const lost = losses(view.resources);
  if (lost.length === 0) return null;
  return (
    <div>
      <Box variant="awsui-key-label">What is lost</Box>
      <ul className="ac-joined">
        {lost.map((loss) => (
          <li key={loss.what}>
            {loss.count} {loss.what}: {loss.means}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** What stands between a mistake and a deletion. */
function Protection({ view }: { view: EnvironmentView }) {
  const guarded = view.file.cluster.deletion_protection;
  return (
    <Container header={<Header variant="h2">Protection</Header>}>
      {guarded ? (
        <Alert type="info">
          The cluster is protected against deletion by the file (<code>cluster.deletion_protection</code>): EKS refuses to
          delete it to everybody else. Deleting the environment here lifts the protection first.
        </Alert>
      ) : (
        <Box>
          The cluster is not protected against deletion (<code>cluster.deletion_protection</code> is off in the file).
          Only the name below stands before a deletion.
        </Box>
      )}
    </Container>
  );
}
