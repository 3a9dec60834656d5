import type { LaunchOptions_Serialize as LaunchOptions, OnFailure } from "../../ipc/client";

/** As arrayctl goes where nothing else is asked for. */
export const PLAIN: LaunchOptions = { onFailure: "rollBack", terminationProtection: false, serviceRole: null };

interface Choice {
  value: OnFailure;
  label: string;
  description: string;
}

const KEEP: Choice = {
  value: "keep",
  label: "Keep everything as it stands",
  description: "To look at what failed. What was made costs until the environment is launched again, changed or deleted.",
};

/** What CloudFormation can do; it deletes only what it has just created. */
export const onFailure = (updates: boolean): Choice[] =>
  updates
    ? [{ value: "rollBack", label: "Roll back", description: "The environment is set back as it was before." }, KEEP]
    : [
        { value: "rollBack", label: "Roll back", description: "What was made is removed; the empty stack stays and tells why." },
        KEEP,
        { value: "delete", label: "Delete the stack", description: "What was made is removed, and the stack with it." },
      ];

/** What is chosen, in words that stand beside a closed section. */
export function optionWords(options: LaunchOptions, updates: boolean): string {
  const choice = onFailure(updates).find((one) => one.value === options.onFailure);
  const role = options.serviceRole?.split(":").pop();
  return [
    `When a resource fails: ${(choice ?? KEEP).label.toLowerCase()}.`,
    options.terminationProtection ? "Termination protection is turned on." : "",
    role ? `CloudFormation works as ${role}.` : "",
  ]
    .filter(Boolean)
    .join(" ");
}
