// A draft saves itself: a moment after the last change, and at once when the wizard is left.
import { useQueryClient, type QueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { shell, type Draft, type EnvironmentFile } from "../../ipc/client";
import { keys } from "../../ipc/queries";

const PAUSE_MS = 800;

/** Puts a draft into the cache, newest first. */
export function keepDraft(client: QueryClient, draft: Draft) {
  client.setQueryData<Draft[]>(keys.drafts, (known) => [draft, ...(known ?? []).filter((one) => one.id !== draft.id)]);
}

export interface Saving {
  /** Null before the first time. */
  savedAtMs: number | null;
  error: unknown;
  /** Saves now and gives the draft. */
  now: () => Promise<Draft>;
}

/** A wizard that was only looked at leaves no draft. `born` hears of the first save. */
export function useAutosave(
  file: EnvironmentFile,
  step: number,
  stored: Draft | undefined,
  born: (draft: Draft) => void,
): Saving {
  const client = useQueryClient();
  const id = useRef(stored?.id ?? null);
  const environment = stored?.environment ?? null;
  // Whoever has left is not brought back by a save that comes late.
  const here = useRef(true);
  const kept = useRef({ file, step });
  const [state, setState] = useState<Omit<Saving, "now">>({ savedAtMs: stored?.savedAtMs ?? null, error: null });
  const latest = useRef({ file, step, born });
  useEffect(() => {
    latest.current = { file, step, born };
  });
  const now = useCallback(async () => {
    const { file, step, born } = latest.current;
    kept.current = { file, step };
    try {
      const first = id.current === null;
      // Named here, so that two saves at once cannot make two drafts.
      id.current ??= crypto.randomUUID();
      const draft = await shell.draftSave(id.current, environment, file, step);
      keepDraft(client, draft);
      setState({ savedAtMs: draft.savedAtMs, error: null });
      if (first && here.current) born(draft);
      return draft;
    } catch (error) {
      setState((before) => ({ ...before, error }));
      throw error;
    }
  }, [client, environment]);
  const due = useCallback(() => {
    const { file, step } = latest.current;
    return file !== kept.current.file || (id.current !== null && step !== kept.current.step);
  }, []);
  useEffect(() => {
    if (!due()) return;
    const timer = setTimeout(() => void now().catch(() => {}), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [file, step, now, due]);
  useEffect(() => {
    here.current = true;
    return () => {
      here.current = false;
      if (due()) void now().catch(() => {});
    };
  }, [now, due]);
  return { ...state, now };
}
