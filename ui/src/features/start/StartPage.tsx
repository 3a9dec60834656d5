import "./start.css";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Flashbar from "@cloudscape-design/components/flashbar";
import Header from "@cloudscape-design/components/header";
import Icon, { type IconProps } from "@cloudscape-design/components/icon";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useNavigate } from "react-router";
import { useFlash } from "../../components/flash-context";
import { Problem } from "../../components/Problem";
import { CommandError, shell, type AppInfo, type UiError } from "../../ipc/client";
import { useInfo } from "../../ipc/queries";

const KEYCHAINS: Record<string, string> = { macos: "the Keychain", windows: "Credential Manager" };

type Door = "practise" | "plan" | "aws" | "costs";

/** Where a door leads; practising leads to its launch. */
const BEHIND: Record<Door, string> = { practise: "/", plan: "/environments/new/new", aws: "/accounts/add", costs: "/costs" };

/** The first start: three doors. Where the store cannot be opened, that is said here. */
export function StartPage({ problem }: { problem: UiError | null }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const info = useInfo();
  const enter = useMutation({
    mutationFn: async (door: Door) => {
      if (problem) await shell.practiseWithoutSaving();
      const settings = await shell.settingsGet();
      await shell.settingsSave({ ...settings, firstStartDone: true });
      return door === "practise" ? await shell.practise() : null;
    },
    onSuccess: async (snapshot, door) => {
      await navigate(snapshot ? `/launches/${snapshot.jobId}` : BEHIND[door]);
      await client.invalidateQueries();
    },
  });
  const flash = useFlash();
  const unsaved = problem ? " without saving" : "";
  return (
    <main className="ac-start">
      {/* Before there are pages, what was dropped and could not be taken is said above the doors. */}
      <Flashbar items={flash.items} />
      <SpaceBetween size="l">
        <Header
          variant="h1"
          description="Plan an environment of Array Crew, see what it costs and how long it takes, launch it, watch it, and understand it when something breaks."
        >
          Array Console
        </Header>
        {problem && (
          <Problem
            error={new CommandError(problem)}
            onRetry={() => void client.invalidateQueries({ queryKey: ["info"] })}
          />
        )}
        {enter.error && <Problem error={enter.error} />}
        <div className="ac-doors">
          <DoorBox
            title="Practise"
            icon="play"
            points={[
              "No account, no network, no cost",
              "Behaves like AWS: order, durations, failures",
              "A launch takes less than a minute",
            ]}
            action={
              <SpaceBetween size="xs" direction="horizontal">
                <Button
                  variant="primary"
                  loading={enter.isPending && enter.variables === "practise"}
                  disabled={enter.isPending}
                  onClick={() => enter.mutate("practise")}
                >
                  {`Practise${unsaved}`}
                </Button>
                <Button
                  loading={enter.isPending && enter.variables === "plan"}
                  disabled={enter.isPending}
                  onClick={() => enter.mutate("plan")}
                >
                  Plan my own
                </Button>
              </SpaceBetween>
            }
          >
            A whole environment with sample data in a simulated cloud, in one click. It reaches nobody.
          </DoorBox>
          <DoorBox
            title="Sign in to AWS"
            icon="user-profile"
            points={["Keys stay in this system's keychain", "Nothing is made before you agree to its plan"]}
            action={
              <Button
                loading={enter.isPending && enter.variables === "aws"}
                disabled={problem !== null || enter.isPending}
                disabledReason="Secrets of accounts are kept in the keychain alone, which cannot be used now."
                onClick={() => enter.mutate("aws")}
              >
                Sign in to AWS
              </Button>
            }
          >
            Launch and watch environments in your company's own accounts: with IAM Identity Center, a profile of your
            AWS files, or access keys.
          </DoorBox>
          <DoorBox
            title="Open cost files"
            icon="file-open"
            points={["Reads exports; asks AWS nothing", "Works on a plane"]}
            action={
              <Button
                loading={enter.isPending && enter.variables === "costs"}
                disabled={enter.isPending}
                onClick={() => enter.mutate("costs")}
              >
                {`Open cost files${unsaved}`}
              </Button>
            }
          >
            What the platform costs, why it changed and what it will cost, from exports on this computer.
          </DoorBox>
        </div>
        <Kept info={info.data} closed={problem !== null} />
      </SpaceBetween>
    </main>
  );
}

interface DoorProps {
  title: string;
  icon: IconProps.Name;
  points: string[];
  action: ReactNode;
  children: ReactNode;
}

function DoorBox({ title, icon, points, action, children }: DoorProps) {
  return (
    <Container
      fitHeight
      header={
        <Header variant="h2">
          <Icon name={icon} size="medium" /> {title}
        </Header>
      }
      footer={action}
    >
      {children}
      <ul>
        {points.map((point) => (
          <li key={point}>{point}</li>
        ))}
      </ul>
    </Container>
  );
}

/** What is stored and where, in two sentences. */
function Kept({ info, closed }: { info: AppInfo | undefined; closed: boolean }) {
  const keychain = KEYCHAINS[info?.platform ?? ""] ?? "this system's keyring";
  return (
    <Box color="text-body-secondary" fontSize="body-s">
      {closed
        ? "Practising without saving keeps everything in memory: it is gone when you quit. Nothing of what is stored is touched."
        : `Environments, launches and settings are kept in one encrypted file in ${info?.dataDir ?? "your data folder"}; its key lies in ${keychain}. Nothing is sent anywhere but to the AWS accounts that you add.`}
    </Box>
  );
}
