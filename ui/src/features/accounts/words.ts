import type { WayIn } from "../../ipc/client";

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
