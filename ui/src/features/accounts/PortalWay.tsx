import Container from "@cloudscape-design/components/container";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { Problem } from "../../components/Problem";
import { useSignIn } from "../../ipc/sign-in";
import { shell, type Portal } from "../../ipc/client";
import { useAccounts } from "../../ipc/queries";
import { CommonFields } from "./CommonFields";
import { FIELDS, Finish } from "./Finish";
import { EMPTY, errorOf, filled, isAtFields, type WayProps } from "./form";
import { PortalTable, type Offer } from "./PortalTable";
import { suggested } from "./words";

interface Found {
  portal: Portal;
  offers: Offer[];
}

/** A sign-in in the browser, then the accounts and roles that the portal offers; several can be added at once. */
export function PortalWay({ add, adding, error, cancel }: WayProps) {
  const signIn = useSignIn();
  const known = useAccounts();
  const [startUrl, setStartUrl] = useState("");
  const [portalRegion, setPortalRegion] = useState("us-east-1");
  const [common, setCommon] = useState(EMPTY);
  const [chosen, setChosen] = useState<Offer[]>([]);
  const discover = useMutation({
    mutationFn: async (): Promise<Found | null> => {
      const view = await shell.signInBegin(startUrl, portalRegion);
      if (!(await signIn.confirm(view))) return null;
      const accounts = await shell.portalRoles(view.portal);
      const offers = accounts.flatMap((account) =>
        account.roles.map((role) => ({
          id: `${account.accountId}/${role}`,
          accountId: account.accountId,
          account: account.name,
          email: account.email ?? "",
          role,
        })),
      );
      return { portal: view.portal, offers };
    },
    onSuccess: () => setChosen([]),
  });
  const found = discover.data;
  const forms = () => {
    if (!found) return [];
    const taken = (known.data ?? []).map((row) => row.account.name);
    return chosen.map((offer) => {
      const several = chosen.filter((one) => one.accountId === offer.accountId).length > 1;
      const own = chosen.length === 1 ? common.name.trim() : "";
      const name = own || suggested(offer.account, offer.role, several, taken);
      taken.push(name);
      const { portal } = found;
      return filled(
        { ...common, name },
        { kind: "singleSignOn", portal, accountId: offer.accountId, roleName: offer.role },
      );
    });
  };
  return (
    <Container header={<Header variant="h2">IAM Identity Center</Header>}>
      <SpaceBetween size="l">
        <div className="ac-pair">
          <FormField
            label="Start URL"
            constraintText="Your company's AWS access portal, as in the browser: https://NAME.awsapps.com/start."
            errorText={errorOf(discover.error, "startUrl") ?? errorOf(error, "startUrl")}
          >
            <Input
              value={startUrl}
              placeholder="https://example.awsapps.com/start"
              type="url"
              spellcheck={false}
              onChange={({ detail }) => setStartUrl(detail.value)}
            />
          </FormField>
          <FormField label="Region of the portal" constraintText="Where IAM Identity Center is set up. Whoever runs it knows.">
            <Input
              value={portalRegion}
              spellcheck={false}
              onChange={({ detail }) => setPortalRegion(detail.value)}
            />
          </FormField>
        </div>
        <Button
          variant={found ? "normal" : "primary"}
          iconName="external"
          loading={discover.isPending}
          disabled={startUrl.trim() === ""}
          disabledReason="Enter the start URL first."
          onClick={() => discover.mutate()}
        >
          {found ? "Sign in again" : "Sign in with browser"}
        </Button>
        {discover.error && !isAtFields(discover.error, ["startUrl"]) && <Problem error={discover.error} />}
        {found && (
          <>
            <PortalTable offers={found.offers} chosen={chosen} choose={setChosen} />
            <CommonFields
              common={common}
              change={(part) => setCommon({ ...common, ...part })}
              error={error}
              unnamed={chosen.length !== 1}
            />
            <Finish
              words={chosen.length > 1 ? `Add and test ${chosen.length} accounts` : "Add and test"}
              missing={chosen.length === 0 ? "Choose at least one account and role." : null}
              adding={adding}
              error={error}
              fields={[...FIELDS, "startUrl"]}
              add={() => add(forms())}
              cancel={cancel}
            />
          </>
        )}
      </SpaceBetween>
    </Container>
  );
}
