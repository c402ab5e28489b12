import "server-only";
import { toWireTicker } from "@/lib/v5/market/read-market";
import type { PublicChange } from "@/lib/v5/streams/public-feed";

/** A public topic: its symbol, and the message of a publication; null where it shows nothing of it. */
export type PublicTopic = { symbol: string; build: (change: PublicChange) => object | null };

const TOPIC = /^(tickers|publicTrade|orderbook\.(?:1|50|200|500)|kline\.1)\.([A-Z0-9]{2,30})$/;

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
  if (name === "kline.1") return { symbol, build: createCandleBuilder(topic) };
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

/** The running candle of each publication; once the next one has begun, the last form of the one before is confirmed. */
function createCandleBuilder(topic: string): PublicTopic["build"] {
  let shown: Candle | null = null;
  return ({ frame: { tick } }) => {
    if (tick.candle === null) return null;
    const ended = shown !== null && shown[0] < tick.candle[0] ? [toWireCandle(shown, tick.timeMs, true)] : [];
    shown = tick.candle;
    const data = [...ended, toWireCandle(tick.candle, tick.timeMs, false)];
    return { topic, type: "snapshot", ts: tick.timeMs, data };
  };
}

type Candle = NonNullable<PublicChange["frame"]["tick"]["candle"]>;

function toWireCandle(
  [start, open, high, low, close, volume]: Candle,
  timestamp: number,
  confirm: boolean,
): object {
  const end = start + 59_999;
  return { start, end, interval: "1", open, close, high, low, volume, turnover: "", confirm, timestamp };
}
