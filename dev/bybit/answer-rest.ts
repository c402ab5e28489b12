import { describeSymbol } from "@/dev/bybit/coins";
import { listRiskLimits } from "@/dev/bybit/list-risk-limits";
import type { SymbolFrames } from "@/dev/bybit/symbol-frames";
import type { Venue } from "@/dev/bybit/venue";
import { type Interval, isInterval } from "@/lib/core/candle-interval";

const FUNDING_MS = 8 * 3_600_000;
const OPEN_INTEREST_MS: Record<string, number> = {
  "5min": 300_000,
  "15min": 900_000,
  "30min": 1_800_000,
  "1h": 3_600_000,
  "4h": 14_400_000,
  "1d": 86_400_000,
};
const SYMBOLS_A_PAGE = 15;

/** Thrown by a route: the venue's refusals travel with HTTP 200. */
class Refusal extends Error {
  constructor(
    readonly retCode: number,
    message: string,
  ) {
    super(message);
  }
}

type Query = URLSearchParams;
type Route = (venue: Venue, query: Query) => object | Promise<object>;

const ROUTES: Record<string, Route> = {
  "/v5/market/time": (venue) => {
    const nowMs = venue.now();
    return { timeSecond: String(Math.floor(nowMs / 1_000)), timeNano: `${nowMs}000000` };
  },
  "/v5/market/kline": (venue, query) => readKlines(venue, query, "last"),
  "/v5/market/mark-price-kline": (venue, query) => readKlines(venue, query, "mark"),
  "/v5/market/index-price-kline": (venue, query) => readKlines(venue, query, "index"),
  "/v5/market/tickers": (venue, query) => {
    requireLinear(query);
    const list = voices(venue, query).map((voice) => {
      const { tickDirection: _, ...fields } = voice.readTicker(venue.now());
      return { symbol: voice.market.symbol, ...fields };
    });
    return { category: "linear", list };
  },
  "/v5/market/instruments-info": (venue, query) => {
    requireLinear(query);
    const limit = readLimit(query, { fallback: 500, most: 1_000 });
    const { page, nextPageCursor } = paginate(voices(venue, query), query, limit);
    return {
      category: "linear",
      list: page.map(({ market }) => describeInstrument(market.symbol)),
      nextPageCursor,
    };
  },
  "/v5/market/risk-limit": (venue, query) => {
    requireLinear(query);
    const { page, nextPageCursor } = paginate(voices(venue, query), query, SYMBOLS_A_PAGE);
    const list = page.flatMap(({ market }) => listRiskLimits(market.symbol));
    return { category: "linear", list, nextPageCursor };
  },
  "/v5/market/orderbook": (venue, query) => {
    const voice = requireSymbol(venue, query);
    const nowMs = venue.now();
    const depth = readLimit(query, { fallback: 25, most: 1_000 });
    return { s: voice.market.symbol, ...voice.readBook(depth, nowMs), ts: nowMs, cts: nowMs - 2 };
  },
  "/v5/market/recent-trade": (venue, query) => {
    const voice = requireSymbol(venue, query);
    const limit = readLimit(query, { fallback: 500, most: 1_000 });
    return { category: "linear", list: voice.recentTrades(limit, venue.now()) };
  },
  "/v5/market/funding/history": (venue, query) => {
    const voice = requireSymbol(venue, query);
    const limit = readLimit(query, { fallback: 200, most: 200 });
    const last = Math.floor(venue.now() / FUNDING_MS);
    const list = Array.from({ length: limit }, (_, back) => ({
      symbol: voice.market.symbol,
      fundingRate: voice.fundingRate((last - back) * FUNDING_MS),
      fundingRateTimestamp: String((last - back) * FUNDING_MS),
    }));
    return { category: "linear", list };
  },
  "/v5/market/open-interest": (venue, query) => {
    const voice = requireSymbol(venue, query);
    const lengthMs = OPEN_INTEREST_MS[query.get("intervalTime") ?? ""];
    if (!lengthMs) throw new Refusal(10001, "params error: intervalTime invalid");
    const limit = readLimit(query, { fallback: 50, most: 200 });
    const last = Math.floor(Math.min(venue.now(), Number(query.get("endTime") ?? Infinity)) / lengthMs);
    const list = Array.from({ length: limit }, (_, back) => ({
      openInterest: voice.openInterest((last - back) * lengthMs),
      timestamp: String((last - back) * lengthMs),
    }));
    return { category: "linear", symbol: voice.market.symbol, list, nextPageCursor: "" };
  },
  "/v5/market/price-limit": (venue, query) => {
    const voice = requireSymbol(venue, query);
    const nowMs = venue.now();
    const mark = Number(voice.readTicker(nowMs).markPrice);
    const { tick } = voice.market.base.units;
    const limits = {
      buyLmt: voice.paddedPrice(Math.floor((mark * 1.02) / tick)),
      sellLmt: voice.paddedPrice(Math.ceil((mark * 0.98) / tick)),
    };
    return { symbol: voice.market.symbol, ...limits, ts: String(nowMs) };
  },
};

/** Answers one request as the venue does: its envelope, HTTP 200 for every refusal. */
export async function answerRest(venue: Venue, url: URL): Promise<object> {
  const envelope = (retCode: number, retMsg: string, result: object) => ({
    retCode,
    retMsg,
    result,
    retExtInfo: {},
    time: venue.now(),
  });
  const route = ROUTES[url.pathname];
  if (!route) return envelope(10017, "route not found", {});
  try {
    return envelope(0, "OK", await route(venue, url.searchParams));
  } catch (error) {
    if (error instanceof Refusal) return envelope(error.retCode, error.message, {});
    throw error;
  }
}

async function readKlines(venue: Venue, query: Query, of: "last" | "mark" | "index"): Promise<object> {
  const voice = requireSymbol(venue, query);
  const interval = requireInterval(query);
  const nowMs = venue.now();
  const candles = await voice.market.readCandles({
    interval,
    startMs: Number(query.get("start") ?? 0),
    endMs: Number(query.get("end") ?? nowMs),
    limit: readLimit(query, { fallback: 200, most: 1_000 }),
    nowMs,
  });
  const list = candles.map((candle) => {
    const prices = [candle.open, candle.high, candle.low, candle.close].map((ticks) =>
      voice.trimmedPrice(ticks),
    );
    const amounts = of === "last" ? [voice.qty(candle.volume), voice.turnover(candle)] : [];
    return [String(candle.startMs), ...prices, ...amounts];
  });
  // Newest first.
  return { category: "linear", symbol: voice.market.symbol, list: list.reverse() };
}

function describeInstrument(symbol: string): object {
  const one = describeSymbol(symbol);
  return {
    symbol,
    contractType: "LinearPerpetual",
    status: one.status,
    baseCoin: one.baseCoin,
    quoteCoin: one.quoteCoin,
    launchTime: String(one.launchMs),
    deliveryTime: "0",
    deliveryFeeRate: "",
    priceScale: String(one.priceScale),
    leverageFilter: {
      minLeverage: "1",
      maxLeverage: Number(one.maxLeverage).toFixed(2),
      leverageStep: "0.01",
    },
    priceFilter: { minPrice: one.tickSize, maxPrice: "1999999.80", tickSize: one.tickSize },
    lotSizeFilter: {
      maxOrderQty: one.maxOrderQty,
      minOrderQty: one.minOrderQty,
      qtyStep: one.qtyStep,
      postOnlyMaxOrderQty: one.maxOrderQty,
      maxMktOrderQty: one.maxMarketQty,
      minNotionalValue: one.minNotional,
    },
    unifiedMarginTrade: true,
    fundingInterval: one.fundingMinutes,
    settleCoin: one.quoteCoin,
    copyTrading: "both",
    upperFundingRate: "0.00333",
    lowerFundingRate: "-0.00333",
    isPreListing: false,
    preListingInfo: null,
    riskParameters: { priceLimitRatioX: "0.01", priceLimitRatioY: "0.02" },
    displayName: "",
    symbolType: "",
    fullName: one.baseCoin,
    marketRegion: "",
    underlyingTicker: "",
    tags: [],
  };
}

function voices(venue: Venue, query: Query): SymbolFrames[] {
  if (query.has("symbol")) return [requireSymbol(venue, query)];
  return venue.symbols().flatMap((symbol) => venue.voiceOf(symbol) ?? []);
}

function requireSymbol(venue: Venue, query: Query): SymbolFrames {
  requireLinear(query);
  const voice = venue.voiceOf(query.get("symbol") ?? "");
  if (!voice) throw new Refusal(10001, "params error: symbol invalid");
  return voice;
}

function requireLinear(query: Query): void {
  const category = query.get("category") ?? "linear";
  if (category !== "linear") throw new Refusal(10001, "params error: Category is invalid");
}

function requireInterval(query: Query): Interval {
  const interval = query.get("interval") ?? "";
  if (!isInterval(interval)) throw new Refusal(10001, "Invalid period!");
  return interval;
}

function readLimit(query: Query, bounds: { fallback: number; most: number }): number {
  const limit = Number(query.get("limit") ?? bounds.fallback);
  if (!Number.isInteger(limit) || limit < 1) throw new Refusal(10001, "params error: limit invalid");
  return Math.min(limit, bounds.most);
}

/** The cursor is escaped already, as the venue's is: `first%3DADAUSDT%26last%3DBTCUSDT`. */
function paginate(all: SymbolFrames[], query: Query, limit: number) {
  const after = /last=(\w+)/.exec(decodeURIComponent(query.get("cursor") ?? ""))?.[1];
  const from = after ? all.findIndex(({ market }) => market.symbol === after) + 1 : 0;
  const page = all.slice(from, from + limit);
  const [first, last] = [page[0]?.market.symbol, page.at(-1)?.market.symbol];
  const isLastPage = from + limit >= all.length;
  return { page, nextPageCursor: isLastPage ? "" : encodeURIComponent(`first=${first}&last=${last}`) };
}
