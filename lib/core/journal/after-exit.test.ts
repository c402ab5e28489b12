import { describe, expect, it } from "vitest";
import { formatRounded, parsePrice, parseQty } from "@/lib/core/decimal";
import { measureAfterExit } from "@/lib/core/journal/after-exit";

const STEP_MS = 300_000;
const HOUR_MS = 3_600_000;
/** The exit is at 12:02; candles of five minutes begin at 12:00. */
const EXIT_MS = Date.parse("2026-05-01T12:02:00Z");
const FIRST_MS = Date.parse("2026-05-01T12:00:00Z");
const trade = {
  side: "long" as const,
  qty: parseQty("2"),
  exitPrice: parsePrice("100"),
  closedAtMs: EXIT_MS,
};
/** Candle n closes at 100 + n / 10. */
const candles = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    startMs: FIRST_MS + index * STEP_MS,
    close: parsePrice((100 + index / 10).toFixed(1)),
  }));
const read = (side: "long" | "short", count: number) =>
  measureAfterExit({ ...trade, side }, candles(count), STEP_MS).map(
    ({ afterMs, price, move, difference }) => [
      afterMs / HOUR_MS,
      formatRounded(price),
      formatRounded(move),
      formatRounded(difference),
    ],
  );

describe("what the price did after the exit", () => {
  it("is read from the newest candle that had ended: at 13:02 that of 12:55", () => {
    expect(read("long", 13)).toEqual([[1, "101.1", "0.011", "2.2"]]);
  });

  it("counts against a short", () => {
    expect(read("short", 60)).toEqual([
      [1, "101.1", "-0.011", "-2.2"],
      [4, "104.7", "-0.047", "-9.4"],
    ]);
  });

  it("has a day once its candles are there, and nothing without candles", () => {
    expect(read("long", 300).map(([hours]) => hours)).toEqual([1, 4, 24]);
    expect(read("long", 11)).toEqual([]);
    expect(read("long", 0)).toEqual([]);
  });
});
