import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button, { type ButtonProps } from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import Multiselect from "@cloudscape-design/components/multiselect";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Tiles from "@cloudscape-design/components/tiles";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { percent } from "../../components/amounts";
import { Problem } from "../../components/Problem";
import { CommandError, shell, type AllocationMethod, type AllocationRule_Serialize as Rule } from "../../ipc/client";
import { keys, useCostEnvironments } from "../../ipc/queries";
import { draftOf, errorsOf, ruleOf, sameDraft, sameRule, type RuleDraft } from "./allocation";

const METHODS: { value: AllocationMethod; label: string; description: string }[] = [
  { value: "none", label: "Not at all", description: "They stay on a line of their own." },
  { value: "even", label: "Evenly", description: "Every environment of a month bears the same." },
  { value: "proportional", label: "In proportion", description: "Who costs more by itself bears more." },
  { value: "fixed", label: "By fixed shares", description: "By weights that you set." },
];

interface Props {
  rule: Rule;
  /** What is shared out, and how, as it stands. */
  sentence: string;
  /** Those of the months that are shown. */
  environments: string[];
}

/** The rule that untagged and shared costs are shared out by. */
export function AllocationForm({ rule, sentence, environments }: Props) {
  const client = useQueryClient();
  const [draft, put] = useState<RuleDraft>(draftOf(rule));
  const [seen, see] = useState(rule);
  const [sent, send] = useState<Rule | null>(null);
  const [moved, move] = useState(false);
  const button = useRef<ButtonProps.Ref>(null);
  if (!sameRule(rule, seen)) {
    see(rule);
    // Where nothing was typed there is nothing to lose; what was saved here is no news, and neither is what is typed.
    if (sameDraft(draft, draftOf(seen))) {
      put(draftOf(rule));
      move(false);
    } else move(![ruleOf(draft), sent].some((known) => known && sameRule(known, rule)));
  }
  const known = [...new Set([...useCostEnvironments(), ...environments, ...Object.keys(rule.shares), ...rule.sharedEnvironments])].filter(Boolean).sort();
  const save = useMutation({
    mutationFn: (next: Rule) => shell.costsAllocationSet(next),
    onSuccess: () => Promise.all([client.invalidateQueries({ queryKey: ["costs", "allocated"] }), client.invalidateQueries({ queryKey: keys.settings })]),
  });
  const change = (part: Partial<RuleDraft>) => {
    put({ ...draft, ...part });
    save.reset();
  };
  const bearing = known.filter((name) => !draft.shared.includes(name));
  const next = ruleOf(draft);
  const refused = save.error instanceof CommandError ? (save.error.detail.fields ?? []) : [];
  const errors = errorsOf(draft, bearing, refused);
  const weights = bearing.map((name) => Number(draft.shares[name] ?? "") || 0);
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  const wrong = Object.keys(errors).some((field) => field.startsWith("shares."));
  const answered = () => {
    move(false);
    button.current?.focus();
  };
  const take = () => {
    change(draftOf(rule));
    answered();
  };
  return (
    <Container header={<Header variant="h2" description={sentence}>How shared costs are shared out</Header>}>
      <div role="status">{moved && !sameRule(next, rule) && <Moved rule={rule} keep={answered} take={take} />}</div>
      <SpaceBetween size="m">
        <FormField label="Method" stretch errorText={errors.method}>
          <Tiles columns={4} value={draft.method} items={METHODS} onChange={({ detail }) => change({ method: detail.value as AllocationMethod })} />
        </FormField>
        {draft.method === "fixed" && (
          <FormField label="Weights" stretch description="Only the proportion counts: 7 and 3 are 70% and 30%. Without a weight an environment bears nothing." errorText={errors.shares}>
            <div className="ac-weights">
              {bearing.map((name, at) => (
                <FormField key={name} label={name} errorText={errors[`shares.${name}`]} constraintText={all > 0 && (weights[at] ?? 0) > 0 ? percent((weights[at] ?? 0) / all) : "nothing"}>
                  <Input value={draft.shares[name] ?? ""} inputMode="numeric" placeholder="0" onChange={({ detail }) => change({ shares: { ...draft.shares, [name]: detail.value } })} />
                </FormField>
              ))}
            </div>
          </FormField>
        )}
        {draft.method !== "none" && (
          <FormField label="Environments that all others use (optional)" description="Their costs are shared out like those of no environment: a registry, a build cluster, a VPN." errorText={errors.sharedEnvironments}>
            <Multiselect
              options={known.map((value) => ({ value, label: value }))}
              selectedOptions={draft.shared.map((value) => ({ value, label: value }))}
              placeholder="None"
              empty="No environment is known yet"
              expandToViewport
              onChange={({ detail }) => change({ shared: detail.selectedOptions.flatMap(({ value }) => value ?? []) })}
            />
          </FormField>
        )}
        {save.error && refused.length === 0 && <Problem error={save.error} />}
        <Button
          ref={button}
          variant="primary"
          loading={save.isPending}
          disabled={wrong || sameRule(next, rule)}
          disabledReason={wrong ? "A weight is no whole number." : "This is the rule as it stands."}
          onClick={() => {
            send(next);
            move(false);
            save.mutate(next);
          }}
        >
          Save rule
        </Button>
      </SpaceBetween>
    </Container>
  );
}

function Moved({ rule, keep, take }: { rule: Rule; keep: () => void; take: () => void }) {
  return (
    <Box margin={{ bottom: "m" }}>
      <Alert
        type="warning"
        header="The rule was changed elsewhere"
        action={
          <SpaceBetween size="xs" direction="horizontal">
            <Button onClick={keep}>Keep your draft</Button>
            <Button onClick={take}>Take the stored rule</Button>
          </SpaceBetween>
        }
      >
        {inWords(rule)} is what another window or arrayctl has stored meanwhile. Your draft is still here; saving it replaces that.
      </Alert>
    </Box>
  );
}

/** `By fixed shares (production 7, staging 3), with tools used by all others,` */
function inWords({ method, shares, sharedEnvironments }: Rule): string {
  const weights = Object.entries(shares).map(([name, weight]) => `${name} ${weight}`);
  const used = sharedEnvironments.length > 0 ? `, with ${sharedEnvironments.join(" and ")} used by all others,` : "";
  return `${METHODS.find((one) => one.value === method)?.label ?? method}${weights.length > 0 ? ` (${weights.join(", ")})` : ""}${used}`;
}
