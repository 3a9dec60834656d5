import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import ColumnLayout from "@cloudscape-design/components/column-layout";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { EnvironmentFile } from "../../ipc/client";
import { ChoiceField, ListField, TextField, ToggleField } from "./fields";
import { useForm } from "./form";

export function RepositoriesStep() {
  const { file, change } = useForm();
  const pipelines = file.repositories.reduce((sum, one) => sum + one.branches.length, 0);
  const add = () =>
    change((copy) => {
      copy.repositories.push(empty(copy));
    });
  return (
    <SpaceBetween size="l">
      <Box color="text-body-secondary">
        {file.repositories.length === 0
          ? "Without a repository nothing is deployed. You can add some later."
          : `${pipelines} ${pipelines === 1 ? "pipeline" : "pipelines"}: one for each repository and branch. GitHub is connected once, by hand, after the launch.`}
      </Box>
      {file.repositories.map((_, index) => (
        <Repository key={index} index={index} />
      ))}
      <Button iconName="add-plus" onClick={add}>
        Add repository
      </Button>
    </SpaceBetween>
  );
}

const empty = (file: EnvironmentFile): EnvironmentFile["repositories"][number] => ({
  repository: "",
  branches: ["main"],
  dockerfile: "Dockerfile",
  deploy: "manifests",
  deploy_path: "k8s",
  namespace: "array-crew",
  approval: file.kind === "production",
});

function Repository({ index }: { index: number }) {
  const { file, change } = useForm();
  const entry = file.repositories[index];
  if (!entry) return null;
  const path = `repositories[${index}]`;
  const name = entry.repository || "New repository";
  return (
    <Container
      header={
        <Header
          variant="h2"
          actions={
            <Button
              ariaLabel={`Remove ${name}`}
              onClick={() =>
                change((copy) => {
                  copy.repositories.splice(index, 1);
                })
              }
            >
              Remove
            </Button>
          }
        >
          {name}
        </Header>
      }
    >
      <SpaceBetween size="l">
        <ColumnLayout columns={2}>
          <TextField path={`${path}.repository`} />
          <ListField path={`${path}.branches`} />
          <ChoiceField
            path={`${path}.deploy`}
            choices={[
              { value: "manifests", label: "Kubernetes manifests" },
              { value: "helm", label: "Helm chart" },
            ]}
          />
          <TextField
            path={`${path}.deploy_path`}
            label={entry.deploy === "helm" ? "Folder of the chart" : "Manifests"}
          />
          <TextField path={`${path}.dockerfile`} />
          <TextField path={`${path}.namespace`} />
        </ColumnLayout>
        <ToggleField path={`${path}.approval`} />
      </SpaceBetween>
    </Container>
  );
}
