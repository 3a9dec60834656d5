import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import ColumnLayout from "@cloudscape-design/components/column-layout";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Tiles from "@cloudscape-design/components/tiles";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { money } from "../../components/format";
import { shell, type Catalogue, type EnvironmentFile } from "../../ipc/client";
import { ChoiceField, TextField } from "./fields";
import { Field, useFixed, useForm } from "./form";

type Kind = EnvironmentFile["kind"];

const KINDS: { value: Kind; label: string; description: string }[] = [
  { value: "development", label: "Development", description: "Small and cheap: one search node, no approvals." },
  { value: "staging", label: "Staging", description: "As production in shape, smaller in size." },
  {
    value: "production",
    label: "Production",
    description: "Survives the loss of a zone, asks before it deploys, wakes PagerDuty.",
  },
];

interface Props {
  catalogue: Catalogue;
  replace: (file: EnvironmentFile) => void;
}

export function PurposeStep({ catalogue, replace }: Props) {
  const { file, change } = useForm();
  const readOnly = useFixed("kind");
  const [before, setBefore] = useState<EnvironmentFile | null>(null);
  const choose = async (kind: Kind) => {
    const filled = await shell.environmentPreset(file, kind);
    setBefore(file);
    replace(filled);
  };
  return (
    <Container
      header={
        <Header
          variant="h2"
          description={
            readOnly
              ? "Name, kind and region are what it was launched with. Everything else can be changed."
              : "The kind fills every other step with what has proved itself. You can go to Review at once, or change any step."
          }
        >
          What it is for
        </Header>
      }
    >
      <SpaceBetween size="l">
        <TextField path="name" />
        <Field path="kind">
          <Tiles
            columns={1}
            readOnly={readOnly}
            value={file.kind}
            onChange={({ detail }) => void choose(detail.value as Kind)}
            items={KINDS.map((kind) => ({
              ...kind,
              description: <KindWords kind={kind.value} words={kind.description} />,
            }))}
          />
        </Field>
        {before && before.kind !== file.kind && (
          <Alert
            type="info"
            action={
              <Button
                onClick={() => {
                  replace(before);
                  setBefore(null);
                }}
              >
                Undo
              </Button>
            }
          >
            Every other step was filled for {file.kind}. Name, region, owner, tags and repositories stayed.
          </Alert>
        )}
        <ColumnLayout columns={2}>
          <ChoiceField
            path="region"
            searchable
            choices={catalogue.regions.map((region) => ({
              value: region.code,
              label: region.name,
              description: region.code,
            }))}
            chosen={(value) =>
              change((copy) => {
                copy.region = value;
                copy.network.zones =
                  catalogue.regions.find((region) => region.code === value)?.zones.slice(0, 2) ?? copy.network.zones;
              })
            }
          />
          <TextField path="owner" />
        </ColumnLayout>
      </SpaceBetween>
    </Container>
  );
}

/** What a kind is for, and what it costs and takes as its preset stands in this region. */
function KindWords({ kind, words }: { kind: Kind; words: string }) {
  const { file, account } = useForm();
  const asked = { kind, name: "preset", region: file.region, zones: file.network.zones, account };
  const figures = useQuery({
    queryKey: ["preset-figures", asked],
    queryFn: async () => {
      const preset = await shell.environmentNew(asked.name, kind);
      const here = { ...preset, region: asked.region, network: { ...preset.network, zones: asked.zones } };
      return (await shell.environmentLedger(here, account)).figures;
    },
    staleTime: Infinity,
  }).data;
  return (
    <>
      {words}
      <Box color="text-body-secondary" fontSize="body-s">
        {figures ? `${money(figures.monthlyMicros, figures.complete)} a month, about ${figures.minutes} min` : " "}
      </Box>
    </>
  );
}
