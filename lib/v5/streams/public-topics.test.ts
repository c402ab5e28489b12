import { describe, expect, it } from "vitest";
import type { Interval } from "@/lib/core/candle-interval";
import { createCandleBuilder } from "@/lib/v5/streams/create-candle-builder";
import type { PublicChange } from "@/lib/v5/streams/public-feed";
import { parsePublicTopic } from "@/lib/v5/streams/public-topics";

const MINUTE_MS = 60_000;
type Row = {
  start: number;
  open: string;
  high: string;
  low: string;
  close: string;
  volume: string;
  confirm: boolean;
};

/** A publication in minute `index`: open, high, low, close and volume of the minute. */
const at = (index: number, ...[open, high, low, close, volume]: number[]) =>
  ({
    frame: {
      tick: {
        timeMs: index * MINUTE_MS + 1,
        candle: [index * MINUTE_MS, `${open}`, `${high}`, `${low}`, `${close}`, `${volume}`],
      },
    },
    trades: [],
  }) as unknown as PublicChange;

function follow(
  interval: Interval,
  stored: Awaited<ReturnType<Parameters<typeof createCandleBuilder>[2]>> = null,
) {
  const build = createCandleBuilder(`kline.${interval}.BTCUSDT`, interval, async () => stored);
  return (change: PublicChange) => {
    const message = build(change) as { data: Row[] } | null;
    return message?.data.map(({ start, open, high, low, close, volume, confirm }) =>
      [start / MINUTE_MS, open, high, low, close, volume, confirm].join(" "),
    );
  };
}

describe("a candle topic", () => {
  it("confirms a candle with the first publication of the next one", () => {
    const show = follow("1");
    expect(show(at(0, 100, 101, 99, 100, 1))).toEqual(["0 100 101 99 100 1 false"]);
    expect(show(at(0, 100, 102, 99, 101, 2))).toEqual(["0 100 102 99 101 2 false"]);
    expect(show(at(1, 101, 103, 101, 103, 5))).toEqual([
      "0 100 102 99 101 2 true",
      "1 101 103 101 103 5 false",
    ]);
  });

  it("adds minutes up, with what history has of the candle before the first of them", async () => {
    const show = follow("5", { startMs: 0, open: "90", high: "120", low: "80", volume: "13" });
    expect(show(at(2, 100, 101, 99, 100, 3))).toBeUndefined();
    await new Promise(setImmediate);
    expect(show(at(2, 100, 101, 99, 101, 4))).toEqual(["0 90 120 80 101 14 false"]);
    expect(show(at(3, 101, 125, 101, 124, 1))).toEqual(["0 90 125 80 124 15 false"]);
    expect(show(at(5, 124, 126, 124, 125, 2))).toEqual([
      "0 90 125 80 124 15 true",
      "5 124 126 124 125 2 false",
    ]);
  });

  it("begins with the next candle where history can't be read", async () => {
    const show = follow("3");
    expect(show(at(1, 100, 101, 99, 100, 3))).toBeUndefined();
    await new Promise(setImmediate);
    expect(show(at(2, 100, 101, 99, 100, 3))).toBeUndefined();
    expect(show(at(3, 100, 101, 99, 100, 3))).toEqual(["3 100 101 99 100 3 false"]);
  });
});

it.each(["kline.7.BTCUSDT", "kline.1.btc", "allLiquidation.BTCUSDT", "orderbook.25.BTCUSDT", "tickers.btc"])(
  "does not offer %s",
  (topic) => expect(parsePublicTopic(topic)).toBeNull(),
);
