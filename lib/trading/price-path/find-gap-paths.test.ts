import { expect, it } from "vitest";
import type { Watermark } from "@/lib/market/ingest/path-watermarks";
import { walkCandles } from "@/lib/trading/price-path/find-gap-paths";

const MINUTE_MS = 60_000;
/** Twenty seconds into the first minute, of which 98 to 103 was seen; the last price was 101. */
const SEEN: Watermark = { throughMs: 20_000, last: "101", minuteMs: 0, high: "103", low: "98" };

function candle(startMs: number, prices: [open: string, high: string, low: string, close: string]) {
  const [open, high, low, close] = prices;
  return { startMs, open, high, low, close, volume: "1", turnover: "1" };
}

it("takes of the minute that was partly seen only what can have come after", () => {
  const { paths } = walkCandles(SEEN, [candle(0, ["100", "103", "97", "99"])], MINUTE_MS);
  expect(paths).toEqual([
    {
      kind: "candle",
      candle: { open: "101", high: "101", low: "97", close: "99" },
      previousClose: "101",
      startMs: 20_000,
      endMs: MINUTE_MS,
      volume: "1",
    },
  ]);
});

it("walks whole minutes as they are, each from the close before it", () => {
  const candles = [
    candle(0, ["100", "103", "98", "100"]),
    candle(MINUTE_MS, ["100", "110", "90", "95"]),
    candle(2 * MINUTE_MS, ["95", "96", "94", "96"]),
  ];
  const { paths, mark } = walkCandles(SEEN, candles, 2 * MINUTE_MS + 5_000);
  expect(paths.map((path) => path.kind === "candle" && [path.previousClose, path.startMs])).toEqual([
    ["101", 20_000],
    ["100", MINUTE_MS],
    ["95", 2 * MINUTE_MS],
  ]);
  expect(mark).toEqual({
    throughMs: 2 * MINUTE_MS + 5_000,
    last: "96",
    minuteMs: 2 * MINUTE_MS,
    high: "96",
    low: "94",
  });
});

it("walks nothing twice", () => {
  const candles = [candle(0, ["100", "103", "98", "100"])];
  const once = walkCandles(SEEN, candles, MINUTE_MS);
  expect(walkCandles(once.mark, candles, MINUTE_MS)).toEqual({ paths: [], mark: once.mark });
});
