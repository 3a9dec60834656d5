import ColumnLayout from "@cloudscape-design/components/column-layout";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { Catalogue } from "../../ipc/client";
import { CidrPicture } from "./CidrPicture";
import { addresses } from "./cidr";
import { ChoiceField, TextField, ToggleField } from "./fields";
import { useForm } from "./form";
import { changeWords, useChange } from "./what-if";
import { wordsOf } from "./words";

export function NetworkStep({ catalogue }: { catalogue: Catalogue }) {
  const { file, change } = useForm();
  const zones = catalogue.regions.find((region) => region.code === file.region)?.zones ?? [];
  const count = addresses(file.network.cidr);
  const days = catalogue.logRetentionDays.map((one) => ({ value: String(one) }));
  return (
    <SpaceBetween size="l">
      <Container header={<Header variant="h2">Addresses and zones</Header>}>
        <SpaceBetween size="l">
          <TextField
            path="network.cidr"
            constraint={`${wordsOf("network.cidr").constraint}${count === null ? "" : `. This one has ${count.toLocaleString("en-US")} addresses.`}`}
          />
          <CidrPicture cidr={file.network.cidr} zones={file.network.zones} />
          <ColumnLayout columns={2}>
            {[0, 1].map((index) => (
              <ChoiceField
                key={index}
                path={`network.zones[${index}]`}
                label={`Zone ${index + 1}`}
                choices={zones.map((value) => ({ value, disabled: value === file.network.zones[1 - index] }))}
              />
            ))}
          </ColumnLayout>
        </SpaceBetween>
      </Container>
      <Container header={<Header variant="h2">Ways in and out</Header>}>
        <SpaceBetween size="l">
          <Nat />
          <ColumnLayout columns={2}>
            <ToggleField
              path="network.private_gateway"
              turned={(on) =>
                change((copy) => {
                  copy.network.private_gateway = on;
                  if (!on) copy.network.route_propagation = false;
                })
              }
            />
            <ToggleField path="network.route_propagation" />
          </ColumnLayout>
          <ChoiceField path="network.flow_log_retention_days" choices={days} />
        </SpaceBetween>
      </Container>
    </SpaceBetween>
  );
}

/** One for each zone, or one for both: told with what the other choice would cost. */
function Nat() {
  const { file } = useForm();
  const other = file.network.nat === "single" ? "per-zone" : "single";
  const change = useChange("network.nat", other);
  const words = other === "per-zone" ? "One for each zone" : "One for both zones";
  return (
    <ChoiceField
      path="network.nat"
      constraint={
        change
          ? `${words}: ${changeWords(change)}, ${other === "per-zone" ? "survives" : "does not survive"} the loss of a zone.`
          : " "
      }
      choices={[
        {
          value: "single",
          label: "One for both zones",
          description: "Cheaper; nodes of both zones are cut off when its zone is lost",
        },
        { value: "per-zone", label: "One for each zone", description: "Survives the loss of a zone" },
      ]}
    />
  );
}
