import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatFixed } from "@/lib/client/format";
import { readNumber, readPositive } from "@/lib/client/numbers/read-number";
import { formatDecimal } from "@/lib/core/decimal";

const textOf = (text: string) => {
  const reading = readNumber(text);
  return "value" in reading ? formatDecimal(reading.value) : reading.problem;
};

describe("readNumber", () => {
  it.each([
    ["79,026.00", "79026"],
    ["1,234,567.891", "1234567.891"],
    ["1,234", "1234"],
    [".5", "0.5"],
    ["5.", "5"],
    ["0.5", "0.5"],
    [" 12 ", "12"],
    ["+3", "3"],
    ["-3", "-3"],
    ["−3.5", "-3.5"],
    ["007", "7"],
  ])("takes %j as %s", (text, value) => {
    expect(textOf(text)).toBe(value);
  });

  it.each([
    ["0,5", "0.5"],
    ["12,5", "12.5"],
    [",5", "0.5"],
    ["5,", "5"],
    ["1.234,50", "1234.5"],
    ["0,500", "0.5"],
    ["12,3456", "12.3456"],
    ["-0,5", "-0.5"],
  ])("says that %j has a decimal comma, and how it is typed here: %s", (text, hint) => {
    expect(readNumber(text)).toEqual({ problem: "decimal comma", hint });
  });

  it.each(["", "   "])("calls %j missing", (text) => expect(textOf(text)).toBe("missing"));

  it.each([
    "abc",
    ".",
    "1.2.3",
    "1,23,456",
    "1e3",
    "0x10",
    "NaN",
    "Infinity",
    "--1",
    "1 000",
    "1,234,",
    "１",
  ])("takes no number from %j", (text) => {
    const reading = readNumber(text);
    expect("value" in reading).toBe(false);
  });

  it("reads back whatever the pages write", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10 ** 12 }), fc.integer({ min: 0, max: 8 }), (units, digits) => {
        const text = formatFixed((units / 1_000).toFixed(3), digits);
        const value = textOf(text);
        expect(Number(value)).toBeCloseTo(Number(text.replaceAll(",", "")), 8);
      }),
    );
  });
});

describe("readPositive", () => {
  it.each([
    ["", "missing"],
    ["-1", "no number"],
    ["0", "no number"],
    ["many", "no number"],
    ["0,5", "decimal comma"],
  ] as const)("says what is wrong with %j", (text, problem) => {
    expect(readPositive(text)).toMatchObject({ problem });
  });
});
