import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Skeleton from "@cloudscape-design/components/skeleton";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Problem } from "../../components/Problem";
import { shell, type EnvironmentFile, type IntegrationView, type Taken } from "../../ipc/client";
import { keys } from "../../ipc/queries";

const asksFor = ({ notifications, monitoring }: EnvironmentFile) => ({
  slack: notifications.slack,
  pagerDuty: monitoring.pagerduty,
  datadog: monitoring.datadog,
});

/** Secrets that join the environment to other services: which are kept, and how one is given past this window. */
export function Integrations({ file }: { file: EnvironmentFile }) {
  const rows = useQuery({ queryKey: keys.integrations(file.name), queryFn: () => shell.integrationsList(file.name) });
  if (rows.error) return <Problem error={rows.error} onRetry={() => void rows.refetch()} />;
  if (!rows.data) return <Skeleton height="320px" />;
  const wanted = asksFor(file);
  return (
    <SpaceBetween size="l">
      <Box>
        Secrets are kept in the keychain of this computer, and a launch or update hands them to Secrets Manager alone.
        They never come into this window, a template or a file.
      </Box>
      {rows.data.map((row) => (
        <One key={row.integration} row={row} file={file} wanted={wanted[row.integration]} />
      ))}
    </SpaceBetween>
  );
}

function One({ row, file, wanted }: { row: IntegrationView; file: EnvironmentFile; wanted: boolean }) {
  const client = useQueryClient();
  const again = () => client.invalidateQueries({ queryKey: keys.integrations(file.name) });
  const take = useMutation({
    mutationFn: (from: "clipboard" | "file") =>
      from === "clipboard"
        ? shell.integrationFromClipboard(file.name, row.integration)
        : shell.integrationFromFile(file.name, row.integration),
    onSuccess: again,
  });
  const forget = useMutation({
    mutationFn: () => shell.integrationForget(file.name, row.integration),
    onSuccess: async () => {
      take.reset();
      await again();
    },
  });
  const error = take.error ?? forget.error;
  const lines = row.values.length === 1 ? "Copy it" : `Copy ${row.values.length} lines`;
  return (
    <div data-integration={row.integration}>
      <Container
        header={
          <Header
            variant="h2"
            description={
              wanted
                ? `The file asks for ${row.label}. ${row.beforeLaunch ? "A launch waits until its secret is there." : "Without it nothing is sent."}`
                : `The file does not ask for ${row.label}; its secret is not handed on.`
            }
            actions={
              <SpaceBetween size="xs" direction="horizontal">
                <Button
                  iconName="copy"
                  ariaLabel={`Take from clipboard: ${row.label}`}
                  loading={take.isPending && take.variables === "clipboard"}
                  onClick={() => take.mutate("clipboard")}
                >
                  Take from clipboard
                </Button>
                <Button
                  iconName="file-open"
                  ariaLabel={`Choose file: ${row.label}`}
                  loading={take.isPending && take.variables === "file"}
                  onClick={() => take.mutate("file")}
                >
                  Choose file
                </Button>
                <Button
                  ariaLabel={`Forget ${row.label}`}
                  disabled={!row.kept}
                  disabledReason="Nothing is kept here."
                  loading={forget.isPending}
                  onClick={() => forget.mutate()}
                >
                  Forget
                </Button>
              </SpaceBetween>
            }
          >
            {row.label}
          </Header>
        }
      >
        <SpaceBetween size="s">
          {error && <Problem error={error} />}
          {take.data && !error && <Took taken={take.data} label={row.label} wanted={wanted} />}
          <StatusIndicator type={row.kept ? "success" : wanted ? "warning" : "stopped"}>
            {row.kept ? "Kept in the keychain" : "Not kept here"}
          </StatusIndicator>
          <Box color="text-body-secondary" fontSize="body-s">
            {lines}: {row.values.map((value) => `${value.label} (${value.example})`).join(", then ")}. In Secrets Manager:{" "}
            <code>{row.secretName}</code>
          </Box>
        </SpaceBetween>
      </Container>
    </div>
  );
}

function Took({ taken, label, wanted }: { taken: Taken; label: string; wanted: boolean }) {
  const where = taken.file
    ? `Read from ${taken.file}. The file still holds the secret: delete it.`
    : taken.clipboardCleared
      ? "The clipboard was cleared."
      : "The clipboard could not be cleared: copy something else over it.";
  return (
    <Alert type="success" header={`${label} is kept`}>
      {where} {wanted && "The next launch or update hands it to Secrets Manager."}
    </Alert>
  );
}
