import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import { useFlash } from "../../components/flash-context";
import { shell, type LaunchSnapshot } from "../../ipc/client";
import { useSignIn } from "../../ipc/sign-in";
import { keys, useScripts, useSettings } from "../../ipc/queries";

export type Actions = ReturnType<typeof useLaunchActions>;

/** What can be done with a job. A deed that makes a new job leads to it. */
export function useLaunchActions(id: string, account: string, done: () => void) {
  const signIn = useSignIn();
  const client = useQueryClient();
  const navigate = useNavigate();
  const flash = useFlash();
  const settings = useSettings();
  const scripts = useScripts();
  const act = useMutation({
    mutationFn: (work: () => Promise<LaunchSnapshot>) => work(),
    onSuccess: async (snapshot) => {
      client.setQueryData(keys.launch(snapshot.jobId), snapshot);
      await client.invalidateQueries({ queryKey: keys.jobs });
      done();
      if (snapshot.jobId !== id) await navigate(`/launches/${snapshot.jobId}`);
    },
  });
  const played = settings.data?.practiceFailure ?? null;
  return {
    error: act.error,
    pending: act.isPending,
    /** The failure that practice would play again. */
    rehearsed: played === null ? null : (scripts.data?.find((script) => script.id === played)?.label ?? played),
    retry: () => act.mutate(() => shell.launchRetry(id)),
    cancel: () => act.mutate(() => shell.launchCancel(id)),
    /** Goes on only when AWS has answered through the account again; what kept it from that was said. */
    signInAndProceed: () =>
      act.mutate(async () => ((await signIn.account(account)) ? shell.launchContinue(id, null, []) : shell.launchGet(id))),
    proceed: () => act.mutate(() => shell.launchContinue(id, null, [])),
    /** Executes a reviewed change set; the typed name where it asks for one. */
    execute: (typed: string | null) => act.mutate(() => shell.launchContinue(id, typed, [])),
    /** Goes on with a stuck rollback and leaves some resources as they are. */
    unstick: (skip: string[]) => act.mutate(() => shell.launchContinue(id, null, skip)),
    retryWithoutFailure: () =>
      act.mutate(async () => {
        const stored = await shell.settingsSave({ ...(await shell.settingsGet()), practiceFailure: null });
        client.setQueryData(keys.settings, stored);
        return shell.launchRetry(id);
      }),
    /** The launched file as a draft, to be changed and planned again. */
    change: async () => {
      try {
        const [{ file }, { operation, environment }] = await Promise.all([shell.launchPlan(id), shell.launchGet(id)]);
        const draft = await shell.draftSave(null, operation === "update" ? environment : null, file, 0);
        await client.invalidateQueries({ queryKey: keys.drafts });
        await navigate(`/environments/new/${draft.id}`);
      } catch (error) {
        flash.fail("The file could not be opened", error);
      }
    },
  };
}
