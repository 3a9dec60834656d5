import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SegmentedControl from "@cloudscape-design/components/segmented-control";
import { useState } from "react";
import { amount, change, minus, size } from "../../components/amounts";
import { Waterfall, type Step } from "../../components/charts/Waterfall";
import { month } from "../../components/format";
import { Money, type Origin } from "./Figures";
import type { DriverKind, Span_Serialize as Span, Waterfall_Serialize as WaterfallShape } from "../../ipc/client";

const KINDS: Record<DriverKind, [string, string]> = {
  usage: ["More or less usage", "at the same price"],
  price: ["Price", "each unit costs more or less"],
  new: ["New", "not there before"],
  gone: ["Gone", "no longer there"],
  unmeasured: ["Changed", "how much was used is not known"],
  unusedCommitment: ["Unused commitments", "paid for and not used"],
  commitmentPurchase: ["Commitments bought", "savings plans and reservations"],
  purchase: ["Other purchases", "support, marketplace, domains"],
  credit: ["Credits", ""],
  refund: ["Refunds", "corrections of earlier charges"],
  adjustment: ["Adjustments", ""],
  tax: ["Tax", ""],
};

/** Lines that are named; what is beyond them is one step. */
const NAMED = 8;

/** `September 2026`, or its first days. */
export const spanWords = ({ from, to, days }: Span) =>
  `${days === null ? "" : `First ${days} days of `}${from === to ? month(from) : `${month(from)} to ${month(to)}`}`;

interface Props {
  waterfall: WaterfallShape;
  before: Span;
  after: Span;
  origin: Origin;
  /** Shows the line items of a driver. */
  onChoose: (values: Record<string, string>, what: string) => void;
}

/** Why the cost changed: by what it was, or by kind of driver. Steps add up exactly. */
export function DriverWaterfall({ waterfall, before, after, origin, onChoose }: Props) {
  const [by, setBy] = useState("lines");
  const { currency } = waterfall;
  const steps = by === "lines" ? ofLines(waterfall) : ofKinds(waterfall);
  const ends = steps.reduce<number[]>((all, step) => [...all, (all.at(-1) ?? 0) + size(step.amount)], [size(waterfall.before)]);
  const bars = steps.map((step, index): Step => {
    return {
      key: step.key,
      label: step.label,
      why: step.why,
      kind: size(step.amount) >= 0 ? "up" : "down",
      from: ends[index] ?? 0,
      to: ends[index + 1] ?? 0,
      text: (
        <Money text={step.amount} currency={currency} origin={{ ...origin, formula: step.formula }}>
          {change(step.amount, currency)}
        </Money>
      ),
      ...(step.values && { onChoose: () => onChoose(step.values ?? {}, step.label) }),
    };
  });
  const total = (key: string, label: string, text: string): Step => ({
    key, label, kind: "total", from: 0, to: size(text), text: <Money text={text} currency={currency} origin={origin} />,
  });
  return (
    <Container
      header={
        <Header
          variant="h2"
          description={waterfall.sentence}
          actions={
            <SegmentedControl
              label="Drivers by"
              selectedId={by}
              onChange={({ detail }) => setBy(detail.selectedId)}
              options={[
                { id: "lines", text: "By what" },
                { id: "kinds", text: "By kind" },
              ]}
            />
          }
        >
          Why it changed
        </Header>
      }
    >
      {waterfall.lines.length === 0 ? (
        <Box color="text-body-secondary">Nothing changed: {amount(waterfall.after, currency)} both times.</Box>
      ) : (
        <Waterfall label="Drivers of the change" steps={[total("before", spanWords(before), waterfall.before), ...bars, total("after", spanWords(after), waterfall.after)]} />
      )}
    </Container>
  );
}

interface Driver {
  key: string;
  label: string;
  why: string;
  amount: string;
  formula: string;
  values?: Record<string, string>;
}

function ofLines({ lines, difference, currency }: WaterfallShape): Driver[] {
  const named = lines.slice(0, NAMED).map((line, index): Driver => ({
    key: `${index}`,
    label: line.what,
    why: [KINDS[line.kind][0].toLowerCase(), KINDS[line.kind][1]].filter(Boolean).join(": "),
    amount: line.amount,
    formula:
      line.quantityBefore !== null && line.quantityAfter !== null
        ? `${amount(line.before, currency)} for ${quantity(line.quantityBefore)} before, ${amount(line.after, currency)} for ${quantity(line.quantityAfter)} after.`
        : `${amount(line.before, currency)} before, ${amount(line.after, currency)} after.`,
    values: line.values,
  }));
  const rest = lines.length - named.length;
  if (rest === 0) return named;
  const all = minus(difference, named.map((one) => one.amount));
  return [...named, { key: "rest", label: `${rest} smaller ${rest === 1 ? "one" : "ones"}`, why: "up and down", amount: all, formula: "What is left of the difference." }];
}

function ofKinds({ steps }: WaterfallShape): Driver[] {
  return steps.map((step) => ({
    key: step.kind,
    label: KINDS[step.kind][0],
    why: KINDS[step.kind][1],
    amount: step.amount,
    formula: `${step.lines} ${step.lines === 1 ? "line" : "lines"} of the ledger.`,
  }));
}

const quantity = (text: string) => size(text).toLocaleString("en-US", { maximumFractionDigits: 2 });
