import { expect, test } from "vitest";
import { createMarket, inventListing } from "@/emulators/bybit/listings";
import { joinCandles } from "@/emulators/bybit/prices/base-candles";

test("a month is the candle of its days, the open one as far as it has come", async () => {
  const market = createMarket(inventListing("BTCUSDT", 0), 42);
  const nowMs = Date.parse("2024-03-10T12:34:56Z");
  const query = { startMs: 0, endMs: nowMs, nowMs };
  const months = await market.readCandles({ ...query, interval: "M", limit: 3 });
  const days = await market.readCandles({ ...query, interval: "D", limit: 31 + 29 + 10 });
  expect(months.map(({ startMs }) => new Date(startMs).toISOString().slice(0, 10))).toEqual([
    "2024-01-01",
    "2024-02-01",
    "2024-03-01",
  ]);
  for (const { startMs, ...month } of months) {
    const inMonth = days.filter(
      (day) => new Date(day.startMs).getUTCMonth() === new Date(startMs).getUTCMonth(),
    );
    const joined = joinCandles(inMonth);
    expect(joined).toMatchObject(month);
  }
});
