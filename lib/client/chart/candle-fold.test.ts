import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Bar,
  foldMinute,
  type OpenCandle,
  openFromSnapshot,
  planOpenParts,
  readOpenBar,
} from "@/lib/client/chart/candle-fold";

const MINUTE = 60_000;
const NOON = Date.UTC(2026, 10, 23, 12);

function bar(
  minutes: number,
  prices: [open: number, high: number, low: number, close: number],
  volume: number,
): Bar {
  const [open, high, low, close] = prices;
  return { startMs: NOON + minutes * MINUTE, open, high, low, close, volume };
}

/** A five-minute candle whose first two minutes are known. */
const known: OpenCandle = {
  interval: "5",
  startMs: NOON,
  snapshot: null,
  closed: bar(0, [10, 12, 9, 11], 100),
  closedUntilMs: NOON + 2 * MINUTE,
  minute: null,
};

describe("within one candle", () => {
  test("the moving minute replaces itself, and a new one adds to it", () => {
    let open = foldMinute(known, bar(2, [11, 13, 11, 12], 5)).open;
    open = foldMinute(open, bar(2, [11, 14, 11, 13], 8)).open;
    expect(readOpenBar(open)).toEqual(bar(0, [10, 14, 9, 13], 108));
    open = foldMinute(open, bar(3, [13, 13, 8, 9], 2)).open;
    expect(readOpenBar(open)).toEqual(bar(0, [10, 14, 8, 9], 110));
  });

  test("a minute that was never seen is a gap", () => {
    expect(foldMinute(known, bar(2, [1, 1, 1, 1], 1)).gap).toBe(false);
    expect(foldMinute(known, bar(3, [1, 1, 1, 1], 1)).gap).toBe(true);
  });

  test("a minute from before changes nothing", () => {
    const { open } = foldMinute(known, bar(3, [1, 1, 1, 1], 1));
    const late = foldMinute(open, bar(2, [9, 99, 9, 9], 9));
    expect(late.late).toBe(true);
    expect(late.open).toBe(open);
  });

  test("until its minutes are known, the snapshot's volume stands", () => {
    const open = openFromSnapshot("5", bar(0, [10, 12, 9, 11], 100));
    const folded = foldMinute(open, bar(2, [11, 15, 11, 14], 7));
    expect(folded.gap).toBe(false);
    expect(readOpenBar(folded.open)).toEqual(bar(0, [10, 15, 9, 14], 100));
  });
});

describe("at the end of a candle", () => {
  test("the next one begins with its first minute", () => {
    const folded = foldMinute(known, bar(5, [20, 21, 19, 20], 3));
    expect(folded).toMatchObject({ rolled: true, gap: false });
    expect(readOpenBar(folded.open)).toEqual(bar(5, [20, 21, 19, 20], 3));
    expect(readOpenBar(foldMinute(folded.open, bar(6, [20, 25, 20, 24], 4)).open)).toEqual(
      bar(5, [20, 25, 19, 24], 7),
    );
  });

  test("minutes missed since the last one seen are a gap, at the end of a candle and behind a snapshot", () => {
    const seen = foldMinute(known, bar(2, [1, 1, 1, 1], 1)).open;
    expect(foldMinute(seen, bar(5, [1, 1, 1, 1], 1))).toMatchObject({ rolled: true, gap: true });
    expect(foldMinute(seen, bar(10, [1, 1, 1, 1], 1))).toMatchObject({ rolled: true, gap: true });
    const shown = foldMinute(
      openFromSnapshot("5", bar(0, [10, 12, 9, 11], 100)),
      bar(1, [1, 1, 1, 1], 1),
    ).open;
    expect(foldMinute(shown, bar(2, [1, 1, 1, 1], 1)).gap).toBe(false);
    expect(foldMinute(shown, bar(4, [1, 1, 1, 1], 1)).gap).toBe(true);
  });

  test("one that is met in its middle is a gap", () => {
    expect(foldMinute(known, bar(7, [20, 21, 19, 20], 3))).toMatchObject({ rolled: true, gap: true });
  });

  test("a one-minute candle is the minute itself", () => {
    const open = openFromSnapshot("1", bar(0, [10, 12, 9, 11], 100));
    expect(readOpenBar(foldMinute(open, bar(0, [10, 13, 9, 12], 101)).open)?.volume).toBe(101);
  });
});

describe("the closed part of an open candle", () => {
  const nowMs = NOON + 2 * 60 * MINUTE + 7 * MINUTE + 30_000;

  test("of a day is covered by hours and minutes", () => {
    const midnight = Date.UTC(2026, 10, 23);
    expect(planOpenParts("D", midnight, nowMs)).toEqual([
      { interval: "60", endMs: NOON + 120 * MINUTE, count: 14 },
      { interval: "1", endMs: NOON + 127 * MINUTE, count: 7 },
    ]);
  });

  test("of a week is covered by days, hours and minutes", () => {
    const later = nowMs + 2 * 24 * 60 * MINUTE;
    const counts = planOpenParts("W", Date.UTC(2026, 10, 23), later).map((part) => [
      part.interval,
      part.count,
    ]);
    expect(counts).toEqual([
      ["D", 2],
      ["60", 14],
      ["1", 7],
    ]);
  });

  test("of a month is covered by days, hours and minutes", () => {
    expect(
      planOpenParts("M", Date.UTC(2026, 10, 1), nowMs).map((part) => [part.interval, part.count]),
    ).toEqual([
      ["D", 22],
      ["60", 14],
      ["1", 7],
    ]);
  });

  test("of a short candle is covered by minutes, and by nothing in its first minute", () => {
    expect(planOpenParts("15", NOON + 120 * MINUTE, nowMs)).toEqual([
      { interval: "1", endMs: NOON + 127 * MINUTE, count: 7 },
    ]);
    expect(planOpenParts("15", NOON, NOON + 30_000)).toEqual([]);
    expect(planOpenParts("1", NOON, NOON + 30_000)).toEqual([]);
  });
});

describe("minutes folded over years", () => {
  const minuteOf = fc.record({
    /** Minutes since the one before. */
    later: fc.oneof(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 5 * 1_440 })),
    price: fc.integer({ min: 1, max: 1_000 }),
    reach: fc.integer({ min: 0, max: 50 }),
    volume: fc.integer({ min: 0, max: 100 }),
  });

  test("make one candle for each calendar month in UTC, with the minutes of that month and no others", () => {
    const start = fc.date({
      min: new Date("2019-01-01T00:00:00Z"),
      max: new Date("2031-01-01T00:00:00Z"),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(start, fc.array(minuteOf, { minLength: 2, maxLength: 120 }), (from, steps) => {
        let atMs = Math.floor(from.getTime() / MINUTE) * MINUTE;
        const minutes = steps.map(({ later, price, reach, volume }) => {
          atMs += later * MINUTE;
          return {
            startMs: atMs,
            open: price,
            high: price + reach,
            low: price - reach,
            close: price + reach / 2,
            volume,
          };
        });
        const monthOf = (bar: Bar) => new Date(bar.startMs).toISOString().slice(0, 7);
        const drawn = new Map<number, Bar>();
        const [first] = minutes as [Bar, ...Bar[]];
        let open: OpenCandle = {
          ...openFromSnapshot("M", first),
          startMs: Date.parse(`${monthOf(first)}-01T00:00:00Z`),
          snapshot: null,
        };
        for (const minute of minutes) {
          open = foldMinute(open, minute).open;
          const shown = readOpenBar(open);
          if (shown) drawn.set(shown.startMs, shown);
        }
        const months = [...new Set(minutes.map(monthOf))];
        const expected = months.map((month) => {
          const own = minutes.filter((minute) => monthOf(minute) === month);
          return {
            startMs: Date.parse(`${month}-01T00:00:00Z`),
            open: own[0]?.open,
            high: Math.max(...own.map(({ high }) => high)),
            low: Math.min(...own.map(({ low }) => low)),
            close: own.at(-1)?.close,
            volume: own.reduce((sum, { volume }) => sum + volume, 0),
          };
        });
        expect([...drawn.values()]).toEqual(expected);
      }),
    );
  });
});
