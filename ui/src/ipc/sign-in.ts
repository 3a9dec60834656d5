import { createContext, useContext } from "react";
import type { SignInView } from "./client";

/** Signing in happens in the person's browser; the frame shows the code and waits, whatever page asked for it. */
export interface SignIns {
  /** Waits for a sign-in that has begun; false when it was cancelled. */
  confirm: (view: SignInView) => Promise<boolean>;
  /** Everything an account needs to be used again; true when AWS has answered through it. */
  account: (name: string) => Promise<boolean>;
}

export const SignInContext = createContext<SignIns>({
  confirm: () => Promise.resolve(false),
  account: () => Promise.resolve(false),
});
export const useSignIn = () => useContext(SignInContext);
