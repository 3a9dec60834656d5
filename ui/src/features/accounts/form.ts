// What all ways of adding an account have in common.
import type { AccountForm, AssumedRole, Colour } from "../../ipc/client";
import { CommandError } from "../../ipc/client";

export interface WayProps {
  add: (forms: AccountForm[]) => void;
  adding: boolean;
  error: unknown;
  cancel: () => void;
}

/** The form as it stands on screen; empty texts mean nothing was given. */
export interface Common {
  name: string;
  colour: Colour;
  region: string;
  endpoint: string;
  roles: RoleText[];
}

export interface RoleText {
  arn: string;
  externalId: string;
  mfaSerial: string;
}

export const EMPTY: Common = { name: "", colour: "blue", region: "us-east-1", endpoint: "", roles: [] };

const given = (text: string) => text.trim() || null;

/** The form as the shell takes it. */
export function filled(common: Common, way: AccountForm["way"]): AccountForm {
  return {
    name: common.name.trim(),
    way,
    roles: common.roles.map(
      (role): AssumedRole => ({
        arn: role.arn.trim(),
        externalId: given(role.externalId),
        mfaSerial: given(role.mfaSerial),
        durationSeconds: null,
      }),
    ),
    region: common.region.trim(),
    endpoint: given(common.endpoint),
    colour: common.colour,
  };
}

/** What the shell said of a field; nothing where the error is about something else. */
export function errorOf(error: unknown, field: string): string | undefined {
  if (!(error instanceof CommandError)) return undefined;
  const { detail } = error;
  // A name that is taken is said without a field.
  if (field === "name" && detail.code === "already_exists") return [detail.message, detail.hint].filter(Boolean).join(" ");
  const problem = detail.fields?.find((one) => one.field === field);
  return problem && [problem.message, problem.hint].filter(Boolean).join(" ");
}

/** True when every word of the error stands at a field already. */
export function isAtFields(error: unknown, fields: readonly string[]): boolean {
  if (!(error instanceof CommandError)) return false;
  if (error.detail.code === "already_exists") return true;
  const named = error.detail.fields ?? [];
  return named.length > 0 && named.every((one) => fields.includes(one.field.replace(/\[\d+\]/, "[]")));
}
