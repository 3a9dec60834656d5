import { QueryClient } from "@tanstack/react-query";
import { CommandError } from "../ipc/client";

/** Commands are local: asked again only where the shell says that it may help. */
export function createClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 2_000,
        refetchOnWindowFocus: false,
        networkMode: "always",
        retry: (count, error) => error instanceof CommandError && error.detail.retryable && count < 3,
      },
      mutations: { networkMode: "always" },
    },
  });
}
