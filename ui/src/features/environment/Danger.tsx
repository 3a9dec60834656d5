import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate } from "react-router";
import { Problem } from "../../components/Problem";
import { shell, type EnvironmentView } from "../../ipc/client";
import { keys } from "../../ipc/queries";

/** Deleting, with what it destroys and the name typed by hand. */
export function Danger({ view }: { view: EnvironmentView }) {
  const navigate = useNavigate();
  const client = useQueryClient();
  const [typed, setTyped] = useState("");
  const { name } = view.row;
  const standing = view.resources.filter((one) => one.status && !one.status.startsWith("DELETE_COMPLETE"));
  const lost = [
    ["AWS::OpenSearchService::Domain", "the crew index"], ["AWS::ECR::Repository", "container images"], ["AWS::S3::Bucket", "pipeline artifacts"], ["AWS::EKS::Cluster", "the cluster with everything that runs in it"],
  ].filter(([type]) => standing.some((one) => one.type === type)).map(([, words]) => words);
  const remove = useMutation({
    mutationFn: () => shell.environmentDelete(name, typed),
    onSuccess: async (snapshot) => {
      client.setQueryData(keys.launch(snapshot.jobId), snapshot);
      await navigate(`/launches/${snapshot.jobId}`);
    },
  });
  const busy = view.row.runningJobId != null;
  return (
    <Container header={<Header variant="h2" description={`Deletes ${standing.length} resources in ${view.row.account}, ${view.row.region}.`}>Delete environment</Header>}>
      <SpaceBetween size="m">
        {remove.error && <Problem error={remove.error} />}
        {lost.length > 0 && <div>What is lost: {lost.join(", ")}.</div>}
        <FormField label={`Type ${name} to delete it with everything in it`}>
          <Input value={typed} onChange={({ detail }) => setTyped(detail.value)} placeholder={name} />
        </FormField>
        <Button loading={remove.isPending} disabled={busy || typed !== name} disabledReason={busy ? "A job of this environment is running." : "Type the environment's name."} onClick={() => remove.mutate()}>Delete environment</Button>
      </SpaceBetween>
    </Container>
  );
}
