import "server-only";
import { type Interval, isInterval } from "@/lib/core/candle-interval";
import { getCandles } from "@/lib/market/reference/candles";
import { toWireTicker } from "@/lib/v5/market/read-market";
import { createCandleBuilder } from "@/lib/v5/streams/create-candle-builder";
import type { PublicChange } from "@/lib/v5/streams/public-feed";

/** A public topic: its symbol, and the message of a publication; null where it shows nothing of it. */
export type PublicTopic = { symbol: string; build: (change: PublicChange) => object | null };

const TOPIC = /^(tickers|publicTrade|orderbook\.(?:1|50|200|500)|kline\.\w+)\.([A-Z0-9]{2,30})$/;

/** Reads the name of a public topic; null for one that is not offered. */
export function parsePublicTopic(topic: string): PublicTopic | null {
  const match = TOPIC.exec(topic);
  if (match === null) return null;
  const [, name = "", symbol = ""] = match;
  const head = (type: string, ts: number) => ({ topic, type, ts });
  if (name === "tickers") {
    return {
      symbol,
      build: ({ frame: { tick } }) => ({
        ...head("snapshot", tick.timeMs),
        cs: tick.timeMs,
        data: toWireTicker(tick),
      }),
    };
  }
  if (name === "publicTrade") return { symbol, build: (change) => buildTrades(topic, symbol, change) };
  if (name.startsWith("kline.")) {
    const interval = name.slice("kline.".length);
    if (!isInterval(interval)) return null;
    return { symbol, build: createCandleBuilder(topic, interval, () => readOpenCandle(symbol, interval)) };
  }
  const depth = Number(name.slice("orderbook.".length));
  return {
    symbol,
    build: ({ frame: { book } }) =>
      book && {
        ...head("snapshot", book.timeMs),
        data: {
          s: symbol,
          b: book.bids.slice(0, depth),
          a: book.asks.slice(0, depth),
          u: book.updateId,
          seq: book.updateId,
        },
        cts: book.timeMs,
      },
  };
}

function buildTrades(topic: string, symbol: string, { trades }: PublicChange): object | null {
  const newest = trades.at(-1);
  if (newest === undefined) return null;
  const data = trades.map(({ id, price, qty, side, timeMs }) => ({
    T: timeMs,
    s: symbol,
    S: side,
    v: qty,
    p: price,
    L: "",
    i: id,
    BT: false,
    RPI: false,
    seq: timeMs,
  }));
  return { topic, type: "snapshot", ts: newest.timeMs, data };
}

/** The open candle of an interval, as REST has it. */
async function readOpenCandle(symbol: string, interval: Interval) {
  const { candles, isOpenMissing } = await getCandles({ symbol, interval, limit: 1 });
  return isOpenMissing ? null : (candles.at(-1) ?? null);
}
