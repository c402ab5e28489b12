import "server-only";
import type { BookLevelDto, TradePrint } from "@/lib/schemas/market/market";

/** Ticker fields as the venue sends them; an absent field means unchanged, an empty one not applicable. */
export type TickerFields = Partial<Record<(typeof TICKER_FIELDS)[number], string>>;

const TICKER_FIELDS = [
  "lastPrice",
  "markPrice",
  "indexPrice",
  "bid1Price",
  "bid1Size",
  "ask1Price",
  "ask1Size",
  "price24hPcnt",
  "highPrice24h",
  "lowPrice24h",
  "volume24h",
  "turnover24h",
  "fundingRate",
  "nextFundingTime",
  "openInterest",
] as const;

/** A message of the venue's public socket, validated field by field. */
export type VenueMessage =
  | { kind: "pong" }
  | { kind: "accepted"; requestId: string }
  | { kind: "rejected"; requestId: string; reason: string }
  | {
      kind: "ticker";
      symbol: string;
      snapshot: boolean;
      sequence: number;
      timeMs: number;
      fields: TickerFields;
    }
  | { kind: "trades"; symbol: string; timeMs: number; trades: TradePrint[] }
  | {
      kind: "book";
      symbol: string;
      snapshot: boolean;
      updateId: number;
      timeMs: number;
      bids: BookLevelDto[];
      asks: BookLevelDto[];
    }
  | {
      kind: "kline";
      symbol: string;
      timeMs: number;
      candle: [startMs: number, open: string, high: string, low: string, close: string, volume: string];
    }
  | { kind: "bad"; reason: "not_json" | "unknown_shape" | "bad_number" | "unknown_topic" };

type Json = Record<string, unknown>;
const bad = (reason: Extract<VenueMessage, { kind: "bad" }>["reason"]): VenueMessage => ({
  kind: "bad",
  reason,
});

/**
 * Parses one text frame of the venue's public linear socket. Never throws: a frame that does not match the
 * venue's documentation is returned as `bad` with the reason. It does not depend on key order or number
 * padding.
 */
export function parseVenueMessage(raw: string): VenueMessage {
  let json: unknown;
  try {
    json = JSON.parse(raw);
  } catch {
    return bad("not_json");
  }
  if (!isObject(json)) return bad("unknown_shape");
  if (typeof json.topic === "string") return parseTopic(json.topic, json);
  if (typeof json.op === "string") return parseResponse(json.op, json);
  return bad("unknown_shape");
}

function parseResponse(op: string, json: Json): VenueMessage {
  if (op === "ping" || op === "pong") return { kind: "pong" };
  const requestId = typeof json.req_id === "string" ? json.req_id : "";
  if (json.success === true) return { kind: "accepted", requestId };
  if (json.success === false) return { kind: "rejected", requestId, reason: String(json.ret_msg) };
  return bad("unknown_shape");
}

function parseTopic(topic: string, json: Json): VenueMessage {
  const symbol = topic.slice(topic.lastIndexOf(".") + 1);
  const timeMs = json.ts;
  if (typeof timeMs !== "number" || !Number.isFinite(timeMs)) return bad("unknown_shape");
  if (topic.startsWith("orderbook.")) return parseBook(symbol, timeMs, json);
  if (topic.startsWith("tickers.")) return parseTicker(symbol, timeMs, json);
  if (topic.startsWith("publicTrade.")) return parseTrades(symbol, timeMs, json);
  if (topic.startsWith("kline.")) return parseKline(symbol, timeMs, json);
  return bad("unknown_topic");
}

function parseTicker(symbol: string, timeMs: number, json: Json): VenueMessage {
  const data = json.data;
  if (!isObject(data) || data.symbol !== symbol) return bad("unknown_shape");
  const fields: TickerFields = {};
  for (const name of TICKER_FIELDS) {
    const value = data[name];
    if (value === undefined) continue;
    if (typeof value !== "string") return bad("unknown_shape");
    if (value !== "" && !isDecimal(value)) return bad("bad_number");
    fields[name] = value;
  }
  const sequence = typeof json.cs === "number" ? json.cs : 0;
  return { kind: "ticker", symbol, snapshot: json.type === "snapshot", sequence, timeMs, fields };
}

function parseTrades(symbol: string, timeMs: number, json: Json): VenueMessage {
  const data = json.data;
  if (!Array.isArray(data)) return bad("unknown_shape");
  const trades: TradePrint[] = [];
  for (const item of data as unknown[]) {
    if (!isObject(item)) return bad("unknown_shape");
    const { i: id, S: side, p: price, v: qty, T: tradeMs, s } = item;
    if (
      typeof id !== "string" ||
      (side !== "Buy" && side !== "Sell") ||
      typeof tradeMs !== "number" ||
      s !== symbol
    )
      return bad("unknown_shape");
    if (!isPositiveDecimal(price) || !isPositiveDecimal(qty)) return bad("bad_number");
    trades.push({ id, side, price, qty, timeMs: tradeMs });
  }
  return { kind: "trades", symbol, timeMs, trades };
}

function parseBook(symbol: string, timeMs: number, json: Json): VenueMessage {
  const data = json.data;
  if (!isObject(data) || data.s !== symbol || typeof data.u !== "number") return bad("unknown_shape");
  const { b: bids, a: asks } = data;
  if (!Array.isArray(bids) || !Array.isArray(asks)) return bad("unknown_shape");
  if (!bids.every(isLevel) || !asks.every(isLevel)) return bad("bad_number");
  const matchedMs = json.cts;
  return {
    kind: "book",
    symbol,
    snapshot: json.type === "snapshot",
    updateId: data.u,
    timeMs: typeof matchedMs === "number" ? matchedMs : timeMs,
    bids,
    asks,
  };
}

function parseKline(symbol: string, timeMs: number, json: Json): VenueMessage {
  const data = json.data;
  const candle: unknown = Array.isArray(data) ? data.at(-1) : undefined;
  if (!isObject(candle) || typeof candle.start !== "number") return bad("unknown_shape");
  const { start, open, high, low, close, volume } = candle;
  if (![open, high, low, close].every(isPositiveDecimal) || !isDecimal(volume)) return bad("bad_number");
  return {
    kind: "kline",
    symbol,
    timeMs,
    candle: [start, open as string, high as string, low as string, close as string, volume],
  };
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const DECIMAL = /^-?\d{1,20}(\.\d{1,20})?$/;

function isDecimal(value: unknown): value is string {
  return typeof value === "string" && DECIMAL.test(value);
}

function isPositiveDecimal(value: unknown): value is string {
  return isDecimal(value) && Number(value) > 0;
}

function isLevel(value: unknown): value is BookLevelDto {
  if (!Array.isArray(value) || value.length < 2) return false;
  return isPositiveDecimal(value[0]) && isDecimal(value[1]) && !value[1].startsWith("-");
}
