// One exhaustive table: error code -> words, severity, what can be done about it here.
import { CommandError, type ErrorCode, type UiError } from "../ipc/client";

interface Row {
  title: string;
  severity: "error" | "warning";
  action?: "retry" | "practise";
}

const TABLE = {
  invalid_input: { title: "Something that was entered is not right", severity: "error" },
  not_found: { title: "Not found", severity: "error" },
  already_exists: { title: "It is there already", severity: "error" },
  conflict: { title: "Not possible right now", severity: "warning" },
  keychain_unavailable: { title: "The keychain cannot be used", severity: "error", action: "practise" },
  store_locked: { title: "The store cannot be opened", severity: "error", action: "practise" },
  store_damaged: { title: "The store is damaged", severity: "error", action: "practise" },
  store_read_only: { title: "The store cannot be written", severity: "error", action: "practise" },
  disk_full: { title: "The disk is full", severity: "error", action: "retry" },
  throttled: { title: "AWS asks to slow down", severity: "warning", action: "retry" },
  expired_token: { title: "Your sign-in has expired", severity: "warning" },
  access_denied: { title: "AWS does not allow this", severity: "error" },
  cloud_rejected: { title: "AWS refused the request", severity: "error" },
  driven_elsewhere: { title: "Another window drives this job", severity: "warning", action: "retry" },
  internal: { title: "Something went wrong inside Array Console", severity: "error" },
} satisfies Record<ErrorCode, Row>;

export interface Explained extends Row {
  message: string;
  hint: string | null;
  detail: UiError | null;
}

/** What to say about anything that was thrown. */
export function explain(error: unknown): Explained {
  if (error instanceof CommandError) {
    const { detail } = error;
    return { ...TABLE[detail.code], message: detail.message, hint: detail.hint ?? null, detail };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { ...TABLE.internal, message, hint: null, detail: null };
}
