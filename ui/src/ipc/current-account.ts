import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useAccounts } from "./queries";

/** The simulated one, always there. */
export const PRACTICE = "Practice";

const KEY = "array-console:account";

/** The account that new plans are made against: chosen in the bar, kept over a restart; Practice where it is gone. */
export function useCurrentAccount(): [string, (name: string) => void] {
  const client = useQueryClient();
  const accounts = useAccounts();
  const chosen = useQuery({
    queryKey: ["current-account"],
    queryFn: () => localStorage.getItem(KEY) ?? PRACTICE,
    staleTime: Infinity,
  });
  const known = accounts.data?.some((row) => row.account.name === chosen.data);
  return [
    known && chosen.data ? chosen.data : PRACTICE,
    (name) => {
      localStorage.setItem(KEY, name);
      client.setQueryData(["current-account"], name);
    },
  ];
}
