import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import Container from "@cloudscape-design/components/container";
import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { Ago, useNow } from "../../components/figures";
import { local, utc } from "../../components/format";
import { Problem } from "../../components/Problem";
import { useSignIn } from "../../ipc/sign-in";
import { shell, type Account, type AccountRow } from "../../ipc/client";
import { keys } from "../../ipc/queries";
import { Mark } from "./Mark";
import { Remove } from "./Remove";
import { Rotate } from "./Rotate";
import { Steps } from "./Steps";
import { numberWords, wayWords } from "./words";
import { sessionWords } from "../../ipc/session";

type Asked = "rotate" | "remove" | "sign-out" | null;

/** One account: who we are there, whether it works now, and what can be done with it. `fresh` ones try themselves. */
export function AccountCard({ row, fresh }: { row: AccountRow; fresh: boolean }) {
  const { account } = row;
  const client = useQueryClient();
  const signIn = useSignIn();
  const now = useNow(10_000);
  const session = sessionWords(row, now);
  const [asked, setAsked] = useState<Asked>(null);
  const check = useMutation({
    mutationFn: () => shell.accountCheck(account.name),
    onSettled: () => client.invalidateQueries({ queryKey: keys.accounts }),
  });
  const renew = useMutation({ mutationFn: () => signIn.account(account.name) });
  const begun = useRef(false);
  const { mutate } = check;
  useEffect(() => {
    if (!fresh || begun.current) return;
    begun.current = true;
    mutate();
  }, [fresh, mutate]);
  const mayRenew = session.signIn || session.tone === "warning";
  return (
    <div className={`ac-account ac-account-${account.colour}`} data-account={account.name}>
      <Container
        header={
          <Header
            variant="h2"
            description={wayWords(account.wayIn)}
            actions={
              <SpaceBetween size="xs" direction="horizontal">
                {mayRenew && (
                  <Button loading={renew.isPending} onClick={() => renew.mutate()}>
                    {session.signIn ? "Sign in" : "Renew"}
                  </Button>
                )}
                <Button ariaLabel={`Test ${account.name}`} loading={check.isPending} onClick={() => check.mutate()}>
                  Test
                </Button>
                <ButtonDropdown
                  ariaLabel={`More of ${account.name}`}
                  items={deeds(account)}
                  onItemClick={({ detail }) => setAsked(detail.id as Asked)}
                >
                  More
                </ButtonDropdown>
              </SpaceBetween>
            }
          >
            <Mark colour={account.colour} />
            {account.name}
          </Header>
        }
      >
        <SpaceBetween size="m">
          <Facts row={row} session={<StatusIndicator type={session.tone}>{session.text}</StatusIndicator>} />
          {account.identity && (
            <div>
              <Box variant="awsui-key-label">You are</Box>
              <CopyToClipboard
                variant="inline"
                textToCopy={account.identity.arn}
                copyButtonAriaLabel={`Copy the ARN in ${account.name}`}
                copySuccessText="Copied"
                copyErrorText="Could not be copied"
              />
            </div>
          )}
          {account.trouble && !check.data && (
            <Alert type="error" header={account.trouble.what}>
              <span className="ac-said-by-aws">{account.trouble.found}</span>
              <Box color="inherit" fontSize="body-s">
                <Ago ms={account.trouble.atMs} />. Test it again for what to do.
              </Box>
            </Alert>
          )}
          {check.error && <Problem error={check.error} onRetry={() => check.mutate()} />}
          {check.data && <Steps steps={check.data.steps} label={`Steps into ${account.name}`} />}
        </SpaceBetween>
      </Container>
      {asked === "rotate" && <Rotate name={account.name} close={() => setAsked(null)} />}
      {(asked === "remove" || asked === "sign-out") && (
        <Remove account={account} signOut={asked === "sign-out"} close={() => setAsked(null)} />
      )}
    </div>
  );
}

function deeds(account: Account) {
  const hasKeys = account.wayIn.kind === "keys";
  return [
    {
      id: "rotate",
      text: "Rotate keys…",
      disabled: !hasKeys,
      disabledReason: "Only an account with access keys of its own has keys to rotate.",
    },
    { id: "sign-out", text: "Sign out…" },
    { id: "remove", text: "Remove…" },
  ];
}

function Facts({ row, session }: { row: AccountRow; session: React.ReactNode }) {
  const { account } = row;
  const { identity } = account;
  const until = row.session.kind === "signedIn" ? (row.session.untilMs ?? null) : null;
  return (
    <KeyValuePairs
      columns={3}
      items={[
        {
          label: "Account number",
          value: identity ? (
            <Box fontSize="heading-l" fontWeight="bold">
              <span className="ac-nowrap">{numberWords(identity.accountId)}</span>
            </Box>
          ) : (
            "AWS was not asked yet"
          ),
        },
        {
          label: account.endpoint ? "Region and endpoint" : "Region",
          value: (
            <>
              {account.region}
              {account.endpoint && (
                <Box color="text-body-secondary" fontSize="body-s">
                  {account.endpoint}
                </Box>
              )}
              {account.roles.map((role) => (
                <Box key={role.arn} color="text-body-secondary" fontSize="body-s">
                  <span className="ac-said-by-aws">as {role.arn.split(":role/").pop()}</span>
                </Box>
              ))}
            </>
          ),
        },
        {
          label: "Session",
          value: (
            <>
              <span title={until === null ? undefined : `Until ${local(until)} (${utc(until)})`}>{session}</span>
              <Box color="text-body-secondary" fontSize="body-s">
                {(account.usedAtMs ?? null) === null ? "never used" : <>AWS answered <Ago ms={account.usedAtMs ?? 0} /></>}
              </Box>
            </>
          ),
        },
      ]}
    />
  );
}
