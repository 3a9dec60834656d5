import { describe, expect, test } from "vitest";
import { amount, change, exact, minus, percent, tick } from "./amounts";

describe("amounts", () => {
  test("are rounded half to even, from their digits", () => {
    for (const [text, shown] of [
      ["0", "$0.00"],
      ["4212.18", "$4,212.18"],
      ["1234567.895", "$1,234,567.90"],
      ["0.125", "$0.12"],
      ["0.135", "$0.14"],
      ["0.1250000000000001", "$0.13"],
      ["999999999999999.995", "$1,000,000,000,000,000.00"],
      ["90071992547409931.49", "$90,071,992,547,409,931.49"],
      ["-38", "-$38.00"],
      ["-0.005", "-$0.0050"],
      ["0.0000004", "$0.00000040"],
      ["0.0099", "$0.0099"],
      ["0.00041", "$0.00041"],
      ["0.000000000000000001", "$0.000000000000"],
      ["-0", "$0.00"],
    ] as const)
      expect(amount(text, "USD"), text).toBe(shown);
  });

  test("are written as their currency is", () => {
    expect(amount("1234.5", "EUR")).toBe("€1,234.50");
    expect(amount("1234.5", "GBP")).toBe("£1,234.50");
    expect(amount("-1234.5", "CHF")).toBe("-CHF 1,234.50");
    expect(amount("7", "Credits")).toBe("Credits 7.00");
    expect(amount("7", "")).toBe("7.00");
  });

  test("say which way they changed", () => {
    expect(change("38", "USD")).toBe("+$38.00");
    expect(change("-4.124", "USD")).toBe("-$4.12");
    expect(change("0.0", "USD")).toBe("$0.00");
    expect(change("0.001", "USD")).toBe("+$0.0010");
  });

  test("keep every digit where they are asked exactly", () => {
    expect(exact("0.000568477200000000", "USD")).toBe("$0.0005684772");
    expect(exact("-1234.5", "USD")).toBe("-$1,234.50");
  });

  test("that are none are refused", () => {
    for (const wrong of ["", "1e5", "NaN", "1,000"]) expect(() => amount(wrong, "USD")).toThrow("is no amount");
  });
});

test("ticks are short", () => {
  expect([0, 0.05, 0.5, 1, 2.5, 340, 1200, 12_000, 12_500, 1_250_000, -500].map((value) => tick(value, "USD"))).toEqual([
    "$0", "$0.05", "$0.5", "$1", "$2.50", "$340", "$1,200", "$12k", "$12.5k", "$1.25M", "-$500",
  ]);
});

test("shares are never rounded to nothing or to all", () => {
  expect([0, 0.0004, 0.1234, 0.9999, 1, -0.2, 14.25].map(percent)).toEqual(["0.0%", "<0.1%", "12.3%", ">99.9%", "100.0%", "-20.0%", "1425%"]);
  expect(percent(Number.NaN)).toBe("–");
  expect(percent(1 / 0)).toBe("–");
});

test("what is left is exact", () => {
  expect(minus("0.3", ["0.1", "0.1", "0.1"])).toBe("0");
  expect(minus("-1", ["0.000000000000000001"])).toBe("-1.000000000000000001");
  expect(minus("90071992547409931.5", ["-0.25"])).toBe("90071992547409931.75");
});
