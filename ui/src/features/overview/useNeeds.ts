import { useNow } from "../../components/figures";
import { useAccounts, useEnvironments, useInfo, useJobs } from "../../ipc/queries";
import { needs, sessions } from "./needs";

/** All that waits for a person now: what the overview lists, and what its counter counts. */
export function useNeeds() {
  const environments = useEnvironments();
  const jobs = useJobs();
  const accounts = useAccounts();
  const info = useInfo();
  const now = useNow(30_000);
  return [
    ...needs(environments.data ?? [], jobs.data ?? [], info.data?.today ?? ""),
    ...sessions(accounts.data ?? [], now),
  ];
}
