import "./accounts.css";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Tiles from "@cloudscape-design/components/tiles";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useNavigate, useSearchParams } from "react-router";
import { shell, type AccountForm } from "../../ipc/client";
import { keys } from "../../ipc/queries";
import { KeysWay } from "./KeysWay";
import { PortalWay } from "./PortalWay";
import { ProfileWay } from "./ProfileWay";

const WAYS = [
  {
    value: "portal",
    label: "IAM Identity Center",
    description: "Sign in with your browser, then choose accounts and roles. Best where your company has it.",
  },
  {
    value: "profile",
    label: "A profile of your AWS files",
    description: "What the AWS CLI uses on this machine: roles, MFA, programs. Read anew each time.",
  },
  {
    value: "keys",
    label: "Access keys",
    description: "Of an IAM user. The secret goes from the clipboard or a file into the keychain.",
  },
];

/** What every way hands over: forms that are added one after another. */
export type Add = (forms: AccountForm[]) => void;

/** Adding an account: one of three ways in. AWS is asked only by the test that follows. */
export default function AddPage() {
  const navigate = useNavigate();
  const client = useQueryClient();
  const [search, setSearch] = useSearchParams();
  const way = WAYS.find((one) => one.value === search.get("way"))?.value ?? "portal";
  // Keys that were read and not used are not held any longer than this page.
  useEffect(() => () => void shell.keysDrop().catch(() => null), []);
  const add = useMutation({
    mutationFn: async (forms: AccountForm[]) => {
      const added: string[] = [];
      for (const form of forms) added.push((await shell.accountAdd(form)).name);
      return added;
    },
    onSuccess: async (added) => {
      const test = new URLSearchParams(added.map((name) => ["test", name]));
      await navigate(`/accounts?${test}`);
    },
    onSettled: () => client.invalidateQueries({ queryKey: keys.accounts }),
  });
  const props = { add: add.mutate, adding: add.isPending, error: add.error, cancel: () => void navigate("/accounts") };
  return (
    <SpaceBetween size="l">
      <Header variant="h1" description="Nothing in AWS changes. The test that follows asks AWS who you are there.">
        Add an account
      </Header>
      <Container header={<Header variant="h2">How do you get in?</Header>}>
        <Tiles
          ariaLabel="Way in"
          columns={3}
          value={way}
          items={WAYS}
          onChange={({ detail }) => {
            add.reset();
            setSearch({ way: detail.value }, { replace: true });
          }}
        />
      </Container>
      {way === "profile" && <ProfileWay {...props} />}
      {way === "keys" && <KeysWay {...props} />}
      {way === "portal" && <PortalWay {...props} />}
    </SpaceBetween>
  );
}
