import { expect, it } from "vitest";
import type { PublicChange } from "@/lib/v5/streams/public-feed";
import { parsePublicTopic } from "@/lib/v5/streams/public-topics";

const MINUTE_MS = 60_000;
const at = (start: number, close: string) =>
  ({
    frame: { tick: { timeMs: start + 1, candle: [start, "100", "101", "99", close, "3"] } },
    trades: [],
  }) as unknown as PublicChange;

it("confirms a candle with the first publication of the next one", () => {
  const topic = parsePublicTopic("kline.1.BTCUSDT");
  const shown = [at(0, "100"), at(0, "100.5"), at(MINUTE_MS, "101")].map((change) => topic?.build(change));
  const rows = shown.map((message) =>
    (message as { data: { start: number; close: string; confirm: boolean }[] }).data.map(
      ({ start, close, confirm }) => [start, close, confirm],
    ),
  );
  expect(rows).toEqual([
    [[0, "100", false]],
    [[0, "100.5", false]],
    [
      [0, "100.5", true],
      [MINUTE_MS, "101", false],
    ],
  ]);
});

it.each(["kline.5.BTCUSDT", "allLiquidation.BTCUSDT", "orderbook.25.BTCUSDT", "tickers.btc"])(
  "does not offer %s",
  (topic) => expect(parsePublicTopic(topic)).toBeNull(),
);
