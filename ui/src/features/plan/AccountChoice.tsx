import FormField from "@cloudscape-design/components/form-field";
import Select from "@cloudscape-design/components/select";
import { useSearchParams } from "react-router";
import { PRACTICE, useCurrentAccount } from "../../ipc/current-account";
import { useAccounts, useEnvironments } from "../../ipc/queries";

/**
 * The account that this plan is made against: of what runs the one where it runs; else the address says which, or the
 * one that is chosen in the bar.
 */
export function usePlanAccount(running: string | null): string {
  const [search] = useSearchParams();
  const [current] = useCurrentAccount();
  const environments = useEnvironments();
  const own = environments.data?.find((row) => row.name === running)?.account;
  return own ?? search.get("account") ?? current;
}

/** Where the environment is to be made. Nothing is chosen while there is only the practice account. */
export function AccountChoice({ account }: { account: string }) {
  const [search, setSearch] = useSearchParams();
  const accounts = useAccounts();
  const rows = accounts.data ?? [];
  if (rows.length === 0) return null;
  const options = [
    { value: PRACTICE, label: PRACTICE, description: "Simulated: nothing is made in AWS" },
    ...rows.map((row) => ({
      value: row.account.name,
      label: row.account.name,
      description: row.account.identity ? `Account ${row.account.identity.accountId}` : "AWS was not asked yet",
      labelTag: row.account.region,
    })),
  ];
  return (
    <FormField label="Plan against">
      <Select
        options={options}
        triggerVariant="option"
        selectedOption={options.find((one) => one.value === account) ?? { value: account, label: account }}
        onChange={({ detail }) =>
          setSearch({ ...Object.fromEntries(search), account: detail.selectedOption.value ?? PRACTICE }, { replace: true })
        }
      />
    </FormField>
  );
}
