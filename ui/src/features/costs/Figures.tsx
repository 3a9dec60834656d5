import Box from "@cloudscape-design/components/box";
import type { ReactNode } from "react";
import { amount, exact } from "../../components/amounts";
import { Figure } from "../../components/figures";

/** Where a figure comes from: what was asked, how it was worked out, which months, and how old they are. */
export interface Origin {
  words: string;
  /** The sentence of the months that it was read from. */
  source: string;
  formula?: string;
}

/** An amount whose origin, and every digit, are one hover or focus away. */
export function Money({ text, currency, origin, children }: { text: string; currency: string; origin: Origin; children?: ReactNode }) {
  return (
    <Figure
      origin={
        <>
          <Box fontWeight="bold">{exact(text, currency)}</Box>
          <Box>{origin.words}.</Box>
          {origin.formula && <Box>{origin.formula}</Box>}
          <Box color="text-body-secondary">{origin.source}</Box>
        </>
      }
    >
      {children ?? amount(text, currency)}
    </Figure>
  );
}
