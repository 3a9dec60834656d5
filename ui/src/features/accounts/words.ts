import type { AccountRow, Session, WayIn } from "../../ipc/client";

export type Tone = "success" | "warning" | "error" | "pending";

export interface SessionWords {
  tone: Tone;
  text: string;
  /** Only a person can make it work again. */
  signIn: boolean;
}

/** Minutes from which a session's end is warned of. */
const WARN = 15;

const SIGN_IN: SessionWords = { tone: "warning", text: "Sign in again", signIn: true };

function held(session: Session, now: number): SessionWords {
  if (session.kind === "untried") return { tone: "pending", text: "Not tried yet", signIn: false };
  if (session.kind === "signedOut") return SIGN_IN;
  const until = session.untilMs ?? null;
  if (until === null) return { tone: "success", text: "Works", signIn: false };
  if (session.renews) return { tone: "success", text: "Signed in, renews itself", signIn: false };
  const minutes = Math.floor((until - now) / 60_000);
  if (minutes < 0) return SIGN_IN;
  const left = minutes >= 120 ? `${Math.floor(minutes / 60)} h left` : `${minutes} min left`;
  return { tone: minutes < WARN ? "warning" : "success", text: `Signed in, ${left}`, signIn: false };
}

/** Whether an account can be used now, from AWS's answers and their expiry alone. */
export function sessionWords({ account, session }: AccountRow, now: number): SessionWords {
  const words = held(session, now);
  if (account.trouble && !words.signIn) return { tone: "error", text: "The last try failed", signIn: false };
  return words;
}

/** The way in, in a few words. */
export function wayWords(way: WayIn): string {
  if (way.kind === "profile") return `Profile ${way.profile} of your AWS files`;
  if (way.kind === "keys") return `Access key ${masked(way.keyId)}`;
  return `IAM Identity Center, as ${way.roleName}`;
}

/** Enough of a key's ID to know it again. */
const masked = (id: string) => (id.length < 12 ? id : `${id.slice(0, 4)}…${id.slice(-4)}`);

/** `1111-2222-3333`, as AWS's console writes it. */
export const numberWords = (id: string) => id.replace(/^(\d{4})(\d{4})(\d{4})$/, "$1-$2-$3");

/** A name for an account behind a portal: short, and taken by none of these. */
export function suggested(account: string, role: string, several: boolean, taken: readonly string[]): string {
  const clean = (text: string) => text.trim().replace(/[^A-Za-z0-9._-]+/g, "-").replace(/^-+|-+$/g, "");
  const base = [clean(account), several ? clean(role) : ""].filter(Boolean).join("-").slice(0, 36) || "account";
  const used = taken.map((name) => name.toLowerCase());
  for (let count = 1; ; count++) {
    const name = count === 1 ? base : `${base}-${count}`;
    if (!used.includes(name.toLowerCase())) return name;
  }
}
