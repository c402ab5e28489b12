import "server-only";
import { z } from "zod";
import { formatPrice } from "@/lib/core/decimal";
import { marketOf } from "@/lib/core/engine/context";
import { buildContext } from "@/lib/market/reference/build-context";
import { assertKnownSymbols, listInstruments } from "@/lib/market/reference/instruments";
import { followSymbols } from "@/lib/market/stream/follow-symbols";
import { getHub } from "@/lib/market/stream/hub";
import type { Tick } from "@/lib/schemas/market/market";
import { optional, pageSize, symbol, text } from "@/lib/v5/wire/fields";
import { V5Error } from "@/lib/v5/wire/v5-error";

/** `GET /v5/market/time`. */
export async function readTime(): Promise<object> {
  const nowMs = Date.now();
  return { timeSecond: String(Math.floor(nowMs / 1_000)), timeNano: `${nowMs}000000` };
}

export const tickersSchema = z.object({ symbol: optional(symbol), baseCoin: optional(text) });

/** `GET /v5/market/tickers`: the newest figures, of one symbol or of all. */
export async function listTickers(input: z.output<typeof tickersSchema>): Promise<object> {
  if (input.symbol !== undefined) await assertKnownSymbols([input.symbol]);
  const [{ instruments }] = await Promise.all([listInstruments(), getHub().ready()]);
  await getHub().refresh(1_000);
  const frames = getHub().frames();
  const list = instruments
    .filter((one) => input.symbol === undefined || one.symbol === input.symbol)
    .filter((one) => input.baseCoin === undefined || one.baseCoin === input.baseCoin)
    .flatMap(({ symbol: of }) => {
      const frame = frames.get(of);
      return frame ? [toWireTicker(frame.tick)] : [];
    });
  return { category: "linear", list };
}

/** A tick as the venue's ticker; what is unknown is "". */
export function toWireTicker(tick: Tick) {
  const change = tick.change24h === null ? null : Number(tick.change24h);
  const before = change === null ? "" : String(Number((Number(tick.last) / (1 + change)).toPrecision(12)));
  return {
    symbol: tick.symbol,
    lastPrice: tick.last,
    indexPrice: tick.index ?? "",
    markPrice: tick.mark ?? "",
    prevPrice24h: before,
    price24hPcnt: tick.change24h ?? "",
    highPrice24h: tick.high24h ?? "",
    lowPrice24h: tick.low24h ?? "",
    prevPrice1h: "",
    openInterest: tick.openInterest ?? "",
    openInterestValue: "",
    turnover24h: tick.turnover24h ?? "",
    volume24h: tick.volume24h ?? "",
    fundingRate: tick.fundingRate ?? "",
    nextFundingTime: tick.nextFundingMs === null ? "" : String(tick.nextFundingMs),
    predictedDeliveryPrice: "",
    basisRate: "",
    deliveryFeeRate: "",
    deliveryTime: "0",
    bid1Price: tick.bid ?? "",
    bid1Size: tick.bidSize ?? "",
    ask1Price: tick.ask ?? "",
    ask1Size: tick.askSize ?? "",
    basis: "",
  };
}

export const orderbookSchema = z.object({ symbol, limit: pageSize({ most: 500, usual: 25 }) });

/** `GET /v5/market/orderbook`: at most the 50 levels that the product follows. */
export async function readOrderbook(input: z.output<typeof orderbookSchema>): Promise<object> {
  const frame = await followFrame(input.symbol);
  const { book } = frame;
  return {
    s: input.symbol,
    b: book?.bids.slice(0, input.limit) ?? [],
    a: book?.asks.slice(0, input.limit) ?? [],
    ts: frame.tick.timeMs,
    u: book?.updateId ?? 0,
    seq: book?.updateId ?? 0,
    cts: book?.timeMs ?? frame.tick.timeMs,
  };
}

export const symbolSchema = z.object({ symbol });

/** `GET /v5/market/price-limit`: the highest buy and the lowest sell price of now. */
export async function readPriceLimit(input: z.output<typeof symbolSchema>): Promise<object> {
  await assertKnownSymbols([input.symbol]);
  const context = await buildContext([input.symbol]);
  const market = marketOf(context, input.symbol);
  const instrument = context.instruments.get(input.symbol);
  const limit = market && instrument ? context.rules.priceLimit(instrument, market) : null;
  return {
    symbol: input.symbol,
    buyLmt: limit ? formatPrice(limit.maxBuy) : "",
    sellLmt: limit ? formatPrice(limit.minSell) : "",
    ts: String(context.nowMs),
  };
}

export const recentTradesSchema = z.object({ symbol, limit: pageSize({ most: 1_000, usual: 500 }) });

/** `GET /v5/market/recent-trade`: the newest trades that this process has seen, newest first. */
export async function listRecentTrades(input: z.output<typeof recentTradesSchema>): Promise<object> {
  await followFrame(input.symbol);
  const trades = getHub().tape(input.symbol).trades.slice(-input.limit).reverse();
  const list = trades.map(({ id, price, qty, side, timeMs }) => ({
    execId: id,
    symbol: input.symbol,
    price,
    size: qty,
    side,
    time: String(timeMs),
    isBlockTrade: false,
    isRPITrade: false,
    seq: String(timeMs),
  }));
  return { category: "linear", list };
}

/** The newest frame of a symbol whose book is followed. @throws V5Error 10016 while there is none */
async function followFrame(of: string) {
  await assertKnownSymbols([of]);
  await Promise.all([getHub().ready(), followSymbols([of])]);
  await getHub().refresh(500);
  const frame = getHub().frames().get(of);
  if (frame === undefined) throw new V5Error(10016, "Server error. There are no prices of this symbol yet.");
  return frame;
}
