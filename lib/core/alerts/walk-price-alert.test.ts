import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AlertDirection } from "@/lib/core/alerts/alert";
import { type PriceAlert, walkPriceAlert } from "@/lib/core/alerts/walk-price-alert";
import { formatDecimal, parsePrice } from "@/lib/core/decimal";
import type { PricePath } from "@/lib/core/engine/context";

const LEVEL = parsePrice("100");

const waiting = (changes: Partial<PriceAlert> = {}): PriceAlert => ({
  level: LEVEL,
  direction: "either",
  side: "below",
  afterMs: 1_000,
  expiresMs: null,
  ...changes,
});

const points = (...prints: [price: string, timeMs: number][]): PricePath => ({
  kind: "points",
  points: prints.map(([price, timeMs], seq) => ({
    last: parsePrice(price),
    mark: null,
    qty: null,
    timeMs,
    seq,
  })),
});

const candle = (
  [open, high, low, close]: [string, string, string, string],
  { startMs, endMs, previousClose = null }: { startMs: number; endMs: number; previousClose?: string | null },
): PricePath => ({
  kind: "candle",
  candle: {
    open: parsePrice(open),
    high: parsePrice(high),
    low: parsePrice(low),
    close: parsePrice(close),
  },
  previousClose: previousClose === null ? null : parsePrice(previousClose),
  startMs,
  endMs,
});

/** Way, price and time of the crossing; null without one. */
const crossingOf = (alert: PriceAlert, path: PricePath) => {
  const { crossing } = walkPriceAlert(alert, path);
  return crossing && [crossing.way, formatDecimal(crossing.price), crossing.timeMs];
};

describe("a path of prints", () => {
  it("crosses at the first price at or beyond the level", () => {
    expect(crossingOf(waiting(), points(["99", 1_001], ["100", 1_002], ["101", 1_003]))).toEqual([
      "up",
      "100",
      1_002,
    ]);
    expect(crossingOf(waiting(), points(["103", 1_001]))).toEqual(["up", "103", 1_001]);
    expect(crossingOf(waiting({ side: "above" }), points(["98.5", 1_001]))).toEqual(["down", "98.5", 1_001]);
  });

  it.each([
    ["up", "below", ["101", "99"], "up"],
    ["down", "below", ["101", "99"], "down"],
    ["up", "above", ["99", "101"], "up"],
    ["down", "below", ["101", "102"], null],
  ] as const)("an alert %s from %s waits for its direction: %j", (direction, side, prices, way) => {
    const path = points(...prices.map((price, at): [string, number] => [price, 2_000 + at]));
    expect(walkPriceAlert(waiting({ direction, side }), path).crossing?.way ?? null).toBe(way);
  });

  it("nothing up to the alert's acceptance has an effect", () => {
    expect(walkPriceAlert(waiting(), points(["105", 900], ["105", 1_000]))).toEqual({
      side: "below",
      afterMs: 1_000,
      crossing: null,
    });
  });

  it("the first price decides the side where none is known, without a crossing", () => {
    const walked = walkPriceAlert(waiting({ side: null }), points(["105", 1_001], ["106", 1_002]));
    expect(walked).toEqual({ side: "above", afterMs: 1_001, crossing: null });
    expect(crossingOf(waiting({ side: null }), points(["105", 1_001], ["99", 1_002]))?.[0]).toBe("down");
  });

  it("a price that stands at the level crosses once", () => {
    const touched = walkPriceAlert(waiting(), points(["100", 1_001]));
    expect(touched.crossing?.way).toBe("up");
    const after = waiting({ side: touched.side, afterMs: touched.afterMs });
    expect(walkPriceAlert(after, points(["100", 1_002], ["100", 1_003])).crossing).toBeNull();
    expect(walkPriceAlert(after, points(["99", 1_002])).crossing).toBeNull();
  });

  it("nothing crosses after the alert's end", () => {
    expect(crossingOf(waiting({ expiresMs: 2_000 }), points(["101", 2_000]))).toBeNull();
    expect(crossingOf(waiting({ expiresMs: 2_000 }), points(["101", 1_999]))).not.toBeNull();
  });
});

describe("a candle of a gap", () => {
  it("crosses a level inside it at the level, in the order of its colour", () => {
    const times = { startMs: 60_000, endMs: 120_000 };
    expect(crossingOf(waiting(), candle(["98", "103", "97", "102"], times))).toEqual(["up", "100", 120_000]);
    const fall = waiting({ side: "above" });
    expect(crossingOf(fall, candle(["102", "103", "97", "98"], times))).toEqual(["down", "100", 120_000]);
  });

  it("crosses at its open where it opens beyond the level", () => {
    const times = { startMs: 60_000, endMs: 120_000, previousClose: "99" };
    expect(crossingOf(waiting(), candle(["104", "105", "103", "104"], times))).toEqual([
      "up",
      "104",
      120_000,
    ]);
  });

  it("that began before the alert counts with its close alone", () => {
    const times = { startMs: 500, endMs: 60_000 };
    expect(crossingOf(waiting(), candle(["98", "103", "97", "99"], times))).toBeNull();
    expect(crossingOf(waiting(), candle(["98", "103", "97", "101"], times))).toEqual(["up", "101", 60_000]);
    const unknown = walkPriceAlert(waiting({ side: null }), candle(["98", "103", "97", "101"], times));
    expect(unknown).toMatchObject({ side: "above", crossing: null });
  });

  it("that ended before the alert has no effect", () => {
    const path = candle(["98", "103", "97", "102"], { startMs: 0, endMs: 900 });
    expect(walkPriceAlert(waiting(), path)).toEqual({ side: "below", afterMs: 1_000, crossing: null });
  });
});

it("a path that is walked again, whole or from any point, has no effect twice", () => {
  const print = fc.tuple(fc.integer({ min: 97, max: 103 }), fc.integer({ min: 1, max: 50 }));
  const directions: AlertDirection[] = ["up", "down", "either"];
  fc.assert(
    fc.property(
      fc.array(print, { minLength: 1, maxLength: 40 }),
      fc.constantFrom(...directions),
      (steps, direction) => {
        let timeMs = 1_000;
        const prints = steps.map(([price, stepMs]): [string, number] => {
          timeMs += stepMs;
          return [String(price), timeMs];
        });
        const path = points(...prints);
        const once = walkPriceAlert(waiting({ direction }), path);
        if (once.crossing !== null) {
          // A crossing is never before the alert, and never one of the other direction.
          expect(once.crossing.timeMs).toBeGreaterThan(1_000);
          if (direction !== "either") expect(once.crossing.way).toBe(direction);
          return;
        }
        const again = walkPriceAlert(waiting({ direction, side: once.side, afterMs: once.afterMs }), path);
        expect(again).toEqual(once);
        // Split anywhere, the path leads to the same side.
        const half = Math.floor(prints.length / 2);
        const first = walkPriceAlert(waiting({ direction }), points(...prints.slice(0, half)));
        const second = walkPriceAlert(
          waiting({ direction, side: first.side, afterMs: first.afterMs }),
          points(...prints.slice(half)),
        );
        expect([second.side, second.crossing]).toEqual([once.side, null]);
      },
    ),
  );
});
