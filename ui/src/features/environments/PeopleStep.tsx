import ColumnLayout from "@cloudscape-design/components/column-layout";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { Catalogue } from "../../ipc/client";
import { ChoiceField, TextField, ToggleField } from "./fields";
import { useForm } from "./form";

export function PeopleStep({ catalogue }: { catalogue: Catalogue }) {
  const { file, change } = useForm();
  const alarms = (on: boolean) =>
    change((copy) => {
      copy.monitoring.alarms = on;
      // Without alarms there is nothing that PagerDuty could be told.
      if (!on) copy.monitoring.pagerduty = false;
    });
  return (
    <SpaceBetween size="l">
      <Container
        header={
          <Header variant="h2" description="Who hears of every deployment. Secrets are never part of this file.">
            Notifications
          </Header>
        }
      >
        <SpaceBetween size="l">
          <TextField path="notifications.project_manager_email" />
          <ColumnLayout columns={2}>
            <ToggleField path="notifications.slack" />
            {file.notifications.slack && <TextField path="notifications.slack_channel" />}
          </ColumnLayout>
        </SpaceBetween>
      </Container>
      <Container
        header={
          <Header variant="h2" description="What is measured, and who is woken.">
            Monitoring
          </Header>
        }
      >
        <ColumnLayout columns={2}>
          <ToggleField path="monitoring.alarms" turned={alarms} />
          <ToggleField path="monitoring.pagerduty" />
          <ToggleField path="monitoring.datadog" />
          {file.monitoring.datadog && (
            <ChoiceField path="monitoring.datadog_site" choices={catalogue.datadogSites.map((value) => ({ value }))} />
          )}
          <ChoiceField
            path="monitoring.log_retention_days"
            choices={catalogue.logRetentionDays.map((days) => ({ value: String(days) }))}
          />
        </ColumnLayout>
      </Container>
    </SpaceBetween>
  );
}
