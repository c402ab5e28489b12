import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  add,
  type Decimal,
  div,
  formatDecimal,
  fromNumber,
  isMultipleOf,
  mul,
  mulDiv,
  neg,
  ONE,
  parseDecimal,
  parsePrice,
  roundDownToStep,
  roundToTickNearest,
  roundUpToStep,
  sub,
  toNumber,
  tryParseDecimal,
} from "@/lib/core/decimal";

const amount = fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }).map((value) => value as Decimal);

describe("reading decimals", () => {
  it.each([
    ["0", "0"],
    ["-0", "0"],
    ["+1.50", "1.5"],
    ["1e-7", "0.0000001"],
    ["12E3", "12000"],
    ["0.000000000000000001", "0.000000000000000001"],
    ["99999999999999999999.999999999999999999", "99999999999999999999.999999999999999999"],
    ["1e-18", "0.000000000000000001"],
  ])("%s is %s", (text, plain) => {
    expect(formatDecimal(parseDecimal(text))).toBe(plain);
  });

  it.each([
    "",
    " ",
    "1 ",
    "abc",
    "NaN",
    "Infinity",
    "-Infinity",
    "0x10",
    "1_000",
    "1,5",
    "1.",
    ".5",
    "--1",
    "1e400",
    "1e99",
    "0.0000000000000000001",
    "1e-19",
    "100000000000000000000",
    "9".repeat(60),
    "１",
  ])("%s is no decimal", (text) => {
    expect(tryParseDecimal(text)).toBeNull();
    expect(() => parseDecimal(text)).toThrow(RangeError);
  });

  it("rejects prices below zero, floats that aren't finite and floats too large", () => {
    expect(() => parsePrice("-1")).toThrow(RangeError);
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, 1e21])
      expect(() => fromNumber(value)).toThrow(RangeError);
    expect(formatDecimal(fromNumber(0.1))).toBe("0.1");
    expect(formatDecimal(fromNumber(1.5e-7))).toBe("0.00000015");
  });

  it("writes what it reads", () => {
    fc.assert(fc.property(amount, (value) => parseDecimal(formatDecimal(value)) === value));
  });
});

describe("arithmetic", () => {
  it("adds and subtracts exactly", () => {
    expect(formatDecimal(add(parseDecimal("0.1"), parseDecimal("0.2")))).toBe("0.3");
    fc.assert(fc.property(amount, amount, (a, b) => sub(add(a, b), b) === a));
  });

  it("rounds a product and a quotient once, halves away from zero, alike for both signs", () => {
    const unit = 1n as Decimal;
    const half = parseDecimal("0.5");
    expect([
      mul(unit, half),
      mul(neg(unit), half),
      div(unit, parseDecimal("2")),
      div(neg(unit), parseDecimal("2")),
    ]).toEqual([1n, -1n, 1n, -1n]);
    fc.assert(
      fc.property(amount, amount, (a, b) => mul(neg(a), b) === neg(mul(a, b)) && mul(a, b) === mul(b, a)),
    );
    fc.assert(fc.property(amount, (a) => mul(a, ONE) === a && div(a, ONE) === a));
    expect(() => div(ONE, 0n as Decimal)).toThrow(RangeError);
  });

  it("multiplies and divides with one rounding", () => {
    const third = { numerator: ONE, denominator: parseDecimal("3") };
    expect(formatDecimal(mulDiv(parseDecimal("9"), third))).toBe("3");
  });
});

describe("rounding to a grid", () => {
  it.each([
    ["1.2345", "0.001", "1.234", "1.235", "1.235"],
    ["-1.2345", "0.001", "-1.234", "-1.235", "-1.235"],
    ["1.2", "0.1", "1.2", "1.2", "1.2"],
    ["7", "0", "7", "7", "7"],
    ["7", "5", "5", "10", "5"],
  ])("%s by %s: down %s, up %s, nearest %s", (text, step, down, up, nearest) => {
    const [value, grid] = [parseDecimal(text), parseDecimal(step)];
    expect(formatDecimal(roundDownToStep(value, grid))).toBe(down);
    expect(formatDecimal(roundUpToStep(value, grid))).toBe(up);
    expect(formatDecimal(roundToTickNearest(value as Parameters<typeof roundToTickNearest>[0], grid))).toBe(
      nearest,
    );
  });

  it("lands on the grid, at most a step away", () => {
    const step = fc.bigInt({ min: 1n, max: 10n ** 20n }).map((value) => value as Decimal);
    fc.assert(
      fc.property(amount, step, (value, grid) => {
        const down = roundDownToStep(value, grid);
        const up = roundUpToStep(value, grid);
        const gap = up - down;
        return isMultipleOf(down, grid) && isMultipleOf(up, grid) && (gap < 0n ? -gap : gap) <= grid;
      }),
    );
  });

  it("gives the nearest float", () => {
    expect(toNumber(parseDecimal("0.1"))).toBe(0.1);
  });
});
