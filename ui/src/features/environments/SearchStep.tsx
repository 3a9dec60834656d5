import Box from "@cloudscape-design/components/box";
import ColumnLayout from "@cloudscape-design/components/column-layout";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { money } from "../../components/format";
import type { Catalogue } from "../../ipc/client";
import { ChoiceField, NumberField, ToggleField } from "./fields";
import { useForm } from "./form";
import { machineChoice, monthlyMicros } from "./prices";

export function SearchStep({ catalogue }: { catalogue: Catalogue }) {
  const { file } = useForm();
  const { search } = file;
  const type = catalogue.searchInstanceTypes.find((one) => one.name === search.instance_type);
  const price = type && monthlyMicros(type.prices, file.region);
  const volume = type && `${type.minVolumeGib} to ${type.maxVolumeGib.toLocaleString("en-US")} for ${type.name}`;
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="The OpenSearch domain that holds the crew index, in the data subnets, reached only from the nodes."
        >
          Domain
        </Header>
      }
    >
      <SpaceBetween size="l">
        <ColumnLayout columns={2}>
          <ChoiceField
            path="search.engine_version"
            choices={catalogue.searchVersions.map((value) => ({ value, label: value.replace("_", " ") }))}
          />
          <ChoiceField
            path="search.instance_type"
            searchable
            choices={catalogue.searchInstanceTypes.map((one) => machineChoice(one, file.region))}
          />
          <NumberField
            path="search.instance_count"
            constraint={
              price
                ? `1 to 80, even with both zones. Another one: +${money(price)} a month, and its volume.`
                : undefined
            }
          />
          <NumberField path="search.volume_gib" unit="GiB" constraint={volume} />
        </ColumnLayout>
        <ToggleField path="search.zone_awareness" />
        <Box color="text-body-secondary">
          {`${search.instance_count * search.volume_gib} GiB in all. Creating a domain takes 15 to 20 minutes, beside the cluster.`}
        </Box>
      </SpaceBetween>
    </Container>
  );
}
