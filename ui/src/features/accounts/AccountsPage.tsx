import "./accounts.css";
import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import HelpPanel from "@cloudscape-design/components/help-panel";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useNavigate, useSearchParams } from "react-router";
import { useHelp } from "../../components/help-context";
import { Loading } from "../../components/Loading";
import { Problem } from "../../components/Problem";
import { useAccounts } from "../../ipc/queries";
import { AccountCard } from "./AccountCard";

/** Which ways into AWS are there, who are we behind each, and does it work now? */
export default function AccountsPage() {
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const accounts = useAccounts();
  useHelp(<Help />, "accounts");
  if (accounts.error) return <Problem error={accounts.error} onRetry={() => void accounts.refetch()} />;
  const rows = accounts.data;
  if (!rows) return <Loading title="Accounts" />;
  const add = (
    <Button variant="primary" onClick={() => void navigate("/accounts/add")}>
      Add account
    </Button>
  );
  const fresh = search.getAll("test");
  return (
    <SpaceBetween size="l">
      <Header
        variant="h1"
        counter={rows.length > 0 ? `(${rows.length})` : undefined}
        description="Ways into AWS. Secrets are in this system's keychain and never in this window."
        actions={rows.length > 0 && add}
      >
        Accounts
      </Header>
      {rows.length === 0 && <Empty add={add} />}
      {rows.map((row) => (
        <AccountCard key={row.account.name} row={row} fresh={fresh.includes(row.account.name)} />
      ))}
    </SpaceBetween>
  );
}

function Empty({ add }: { add: React.ReactNode }) {
  return (
    <Container>
      <Box textAlign="center" padding="l">
        <SpaceBetween size="m">
          <Box variant="h2">There is no AWS account yet</Box>
          <Box color="text-body-secondary">
            Add one by a profile of your AWS files, by access keys, or by signing in with IAM Identity Center. Adding
            changes nothing in AWS. Until then you plan and launch in the practice account.
          </Box>
          {add}
        </SpaceBetween>
      </Box>
    </Container>
  );
}

function Help() {
  return (
    <HelpPanel header={<h2>Accounts</h2>}>
      <p>
        <b>Test</b> goes the way into the account step by step and asks AWS who you are there. It changes nothing.
      </p>
      <p>
        <b>Sign in</b> opens your browser. One sign-in serves every account of the same portal.
      </p>
      <p>
        <b>Rotate keys</b> makes a new pair, waits until AWS takes it, keeps it in the keychain and deletes the old
        one. Cut off anywhere, it goes on from there.
      </p>
      <p>
        <b>Sign out</b> and <b>Remove</b> leave no trace here, and say what went. Resources in AWS stay.
      </p>
      <Alert type="info">From a terminal: arrayctl accounts list.</Alert>
    </HelpPanel>
  );
}
