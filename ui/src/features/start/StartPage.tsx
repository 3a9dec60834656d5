import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import ColumnLayout from "@cloudscape-design/components/column-layout";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useNavigate } from "react-router";
import { Problem } from "../../components/Problem";
import { CommandError, shell, type UiError } from "../../ipc/client";
import { useInfo } from "../../ipc/queries";

/** The first start: three doors. Where the store cannot be opened, that is said here. */
export function StartPage({ problem }: { problem: UiError | null }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const info = useInfo();
  const enter = useMutation({
    mutationFn: async (launch: boolean) => {
      if (problem) await shell.practiseWithoutSaving();
      const settings = await shell.settingsGet();
      await shell.settingsSave({ ...settings, firstStartDone: true });
      return launch ? await shell.practise() : null;
    },
    onSuccess: async (snapshot) => {
      await navigate(snapshot ? `/launches/${snapshot.jobId}` : "/environments/new/new");
      await client.invalidateQueries();
    },
  });
  return (
    <main>
    <Box padding={{ vertical: "xxxl", horizontal: "xxl" }}>
      <SpaceBetween size="l">
        <Header variant="h1" description="Plan an environment of Array Crew, see what it costs and how long it takes, launch it, watch it, and understand it when something breaks.">
          Array Console
        </Header>
        {problem && <Problem error={new CommandError(problem)} />}
        {enter.error && <Problem error={enter.error} />}
        <ColumnLayout columns={3}>
          <Door title="Practise" action={
            <SpaceBetween size="xs" direction="horizontal">
              <Button variant="primary" loading={enter.isPending} onClick={() => enter.mutate(true)}>
                {problem ? "Practise without saving" : "Practise"}
              </Button>
              <Button disabled={enter.isPending} onClick={() => enter.mutate(false)}>Plan my own</Button>
            </SpaceBetween>
          }>
            A whole environment in a simulated cloud, in one click. It behaves like AWS, costs nothing and reaches nobody.
          </Door>
          <Door title="Sign in to AWS" action={<Button disabled disabledReason="Real accounts come with the next version; practise meanwhile.">Sign in to AWS</Button>}>
            Launch and watch environments in your company's own accounts.
          </Door>
          <Door title="Open cost files" action={<Button disabled disabledReason="Cost reports come with a later version.">Open cost files</Button>}>
            Read what the platform costs from exported files, without a network.
          </Door>
        </ColumnLayout>
        <Box color="text-body-secondary" variant="small">
          Array Console keeps environments, launches and settings in one encrypted file in {info.data?.dataDir ?? "your data folder"}; its key lies in this
          system's keychain. Nothing is sent anywhere but to the AWS accounts that you add.
        </Box>
      </SpaceBetween>
    </Box>
    </main>
  );
}

function Door({ title, action, children }: { title: string; action: ReactNode; children: ReactNode }) {
  return (
    <Container header={<Header variant="h2">{title}</Header>} footer={action} fitHeight>
      {children}
    </Container>
  );
}
