import "./accounts.css";
import type { Colour } from "../../ipc/client";

export const COLOURS: { value: Colour; label: string }[] = [
  { value: "blue", label: "Blue" },
  { value: "green", label: "Green" },
  { value: "orange", label: "Orange" },
  { value: "red", label: "Red" },
  { value: "violet", label: "Violet" },
];

/** The colour that an account was given, so that production is not taken for staging. Its name stands beside it. */
export function Mark({ colour }: { colour: Colour }) {
  return <span aria-hidden className={`ac-mark ac-mark-${colour}`} />;
}
