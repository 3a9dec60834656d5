// Whether an account can be used now, and for how long; several pages say the same.
import type { AccountRow, Session } from "./client";

export type Tone = "success" | "warning" | "error" | "pending";

export interface SessionWords {
  tone: Tone;
  text: string;
  /** Only a person can make it work again. */
  signIn: boolean;
  /** It works still, and only a person can keep it from ending soon. */
  ending: boolean;
}

/** Minutes from which a session's end is warned of. */
const WARN = 15;

const SIGN_IN: SessionWords = { tone: "warning", text: "Sign in again", signIn: true, ending: false };

function held(session: Session, now: number): SessionWords {
  if (session.kind === "untried") return { tone: "pending", text: "Not tried yet", signIn: false, ending: false };
  if (session.kind === "signedOut") return SIGN_IN;
  const until = session.untilMs ?? null;
  if (until === null) return { tone: "success", text: "Works", signIn: false, ending: false };
  if (session.renews) return { tone: "success", text: "Signed in, renews itself", signIn: false, ending: false };
  const minutes = Math.floor((until - now) / 60_000);
  if (minutes < 0) return SIGN_IN;
  const left = minutes >= 120 ? `${Math.floor(minutes / 60)} h left` : `${minutes} min left`;
  const ending = minutes < WARN;
  return { tone: ending ? "warning" : "success", text: `Signed in, ${left}`, signIn: false, ending };
}

/** Whether an account can be used now, from AWS's answers and their expiry alone. */
export function sessionWords({ account, session }: AccountRow, now: number): SessionWords {
  const words = held(session, now);
  if (account.trouble && !words.signIn) return { tone: "error", text: "The last try failed", signIn: false, ending: false };
  return words;
}
