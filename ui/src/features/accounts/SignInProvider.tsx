import { useQueryClient } from "@tanstack/react-query";
import { useMemo, useState, type ReactNode } from "react";
import { useFlash } from "../../components/flash-context";
import { SignInContext, type SignIns } from "../../ipc/sign-in";
import { shell, type SignInView } from "../../ipc/client";
import { keys } from "../../ipc/queries";
import { CodeDialog } from "./CodeDialog";
import { SignInDialog } from "./SignInDialog";

interface Open {
  view: SignInView;
  done: (confirmed: boolean) => void;
}

/** The dialogs of signing in, above every page. */
export function SignInProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const flash = useFlash();
  const [open, setOpen] = useState<Open | null>(null);
  const { fail, add } = flash;
  const value = useMemo<SignIns>(() => {
    const confirm = (view: SignInView) =>
      new Promise<boolean>((resolve) => {
        setOpen({
          view,
          done: (confirmed) => {
            setOpen(null);
            resolve(confirmed);
          },
        });
      });
    return {
      confirm,
      account: async (name) => {
        try {
          const view = await shell.accountSignIn(name);
          if (view && !(await confirm(view))) return false;
          const report = await shell.accountCheck(name);
          const halt = report.steps.find((step) => !step.worked);
          if (halt) {
            const content = [halt.what, ": ", halt.found, " ", halt.remedy ?? ""].join("");
            add({ type: "error", header: `${name} cannot be used yet`, content });
          }
          return report.identity !== null;
        } catch (error) {
          fail(`${name} cannot be signed in to`, error);
          return false;
        } finally {
          await client.invalidateQueries({ queryKey: keys.accounts });
        }
      },
    };
  }, [client, fail, add]);
  return (
    <SignInContext.Provider value={value}>
      {children}
      {open && <SignInDialog key={open.view.id} view={open.view} done={open.done} />}
      <CodeDialog />
    </SignInContext.Provider>
  );
}
