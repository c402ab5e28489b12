import { describe, expect, it } from "vitest";
import { REPEAT_AFTER_MS } from "@/lib/core/alerts/alert";
import { type AlertState, decideLastingAlert, decidePriceAlert, fire } from "@/lib/core/alerts/decide-alert";
import { findIndicatorCross } from "@/lib/core/alerts/find-indicator-cross";
import { isHeadroomNear, isLiquidationNear } from "@/lib/core/alerts/is-near";
import { measureMove } from "@/lib/core/alerts/measure-move";
import { formatDecimal, parseDecimal, parseMoney, parsePrice } from "@/lib/core/decimal";
import type { PricePath } from "@/lib/core/engine/context";

const alert = (changes: Partial<AlertState> = {}): AlertState => ({
  condition: { kind: "price", symbol: "BTCUSDT", level: "100", direction: "up" },
  side: "below",
  isMet: false,
  afterMs: 1_000,
  afterSeq: null,
  isRepeating: false,
  expiresMs: null,
  note: "",
  ...changes,
});

const print = (price: string, timeMs = 2_000): PricePath => ({
  kind: "points",
  points: [{ last: parsePrice(price), mark: null, qty: null, timeMs, seq: 1 }],
});

describe("decidePriceAlert", () => {
  it("fires once, with what was crossed", () => {
    const decision = decidePriceAlert(alert(), print("100.5"));
    expect(decision).toMatchObject({ status: "fired", riseAt: null, fallAt: null, rearmMs: null });
    expect(decision?.firing).toEqual({
      atMs: 2_000,
      facts: { kind: "price", way: "up", price: "100.5" },
      about: null,
    });
  });

  it("a repeating one waits again after its quiet time", () => {
    const decision = decidePriceAlert(alert({ isRepeating: true }), print("101"));
    expect(decision).toMatchObject({ status: "active", riseAt: null, rearmMs: 2_000 + REPEAT_AFTER_MS });
  });

  it("follows the price to the other side of the level without firing", () => {
    const decision = decidePriceAlert(alert({ side: "above" }), print("99"));
    expect(decision).toMatchObject({ side: "below", firing: null, fallAt: null, afterMs: 2_000 });
    expect(decision?.riseAt && formatDecimal(decision.riseAt)).toBe("100");
    expect(decidePriceAlert(alert(), print("99"))).toBeNull();
  });
});

describe("decideLastingAlert", () => {
  const near = alert({ condition: { kind: "headroom", portfolioId: "p", amount: "200" } });
  const facts = { kind: "headroom", headroom: "180.00" } as const;

  it("fires when the condition becomes true, and again only after it was false", () => {
    expect(decideLastingAlert(near, facts, 5_000)?.firing).toEqual({ atMs: 5_000, facts, about: null });
    expect(decideLastingAlert({ ...near, isMet: true }, facts, 6_000)).toBeNull();
    expect(decideLastingAlert({ ...near, isMet: true }, null, 7_000)).toMatchObject({
      isMet: false,
      firing: null,
    });
    expect(decideLastingAlert(near, null, 8_000)).toBeNull();
  });
});

describe("fire", () => {
  it("names the symbol that a portfolio's alert is about", () => {
    const fill = alert({ condition: { kind: "fill", portfolioId: "p" }, isRepeating: true, afterSeq: 4 });
    const facts = { kind: "fill", symbol: "ETHUSDT", side: "sell", qty: "2", price: "3000" } as const;
    expect(fire(fill, facts, { atMs: 9, rearmMs: null, afterSeq: 7 })).toMatchObject({
      afterSeq: 7,
      rearmMs: null,
      firing: { about: "ETHUSDT", facts },
    });
  });
});

describe("measureMove", () => {
  const range = { low: parsePrice("90"), high: parsePrice("110") };
  it("measures a rise from the lowest and a fall from the highest price", () => {
    expect(measureMove(parsePrice("99"), range, "up")).toMatchObject({
      way: "up",
      size: parseDecimal("0.1"),
    });
    expect(measureMove(parsePrice("99"), range, "down")).toMatchObject({
      way: "down",
      size: parseDecimal("0.1"),
    });
    expect(measureMove(parsePrice("108"), range, "either")).toMatchObject({ way: "up" });
    expect(measureMove(parsePrice("90"), range, "up")).toBeNull();
  });
});

describe("nearness", () => {
  it("counts the distance to liquidation as a share of the mark, whatever the side", () => {
    const five = parseDecimal("5");
    expect(isLiquidationNear(parsePrice("100"), parsePrice("95"), five)).toBe(true);
    expect(isLiquidationNear(parsePrice("100"), parsePrice("105"), five)).toBe(true);
    expect(isLiquidationNear(parsePrice("100"), parsePrice("94.9"), five)).toBe(false);
  });
  it("includes the amount itself", () => {
    expect(isHeadroomNear(parseMoney("200"), parseDecimal("200"))).toBe(true);
    expect(isHeadroomNear(parseMoney("200.01"), parseDecimal("200"))).toBe(false);
  });
});

describe("findIndicatorCross", () => {
  const at = (value: number, closeMs: number) => ({ value, against: 70, closeMs });
  it("needs a candle that closed after the alert; the one before may be older", () => {
    const points = [at(60, 1_000), at(72, 2_000), at(65, 3_000)];
    expect(findIndicatorCross(points, { direction: "either", afterMs: 1_500 })?.point.closeMs).toBe(2_000);
    expect(findIndicatorCross(points, { direction: "either", afterMs: 2_000 })).toMatchObject({
      way: "down",
    });
    expect(findIndicatorCross(points, { direction: "up", afterMs: 2_000 })).toBeNull();
  });
});
