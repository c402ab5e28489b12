import { FOREIGN_CONTRACTS } from "@/emulators/bybit/foreign-contracts";
import { listRiskLimits } from "@/emulators/bybit/list-risk-limits";
import type { SymbolFrames } from "@/emulators/bybit/symbol-frames";
import type { Venue } from "@/emulators/bybit/venue";
import { type Interval, isInterval } from "@/lib/core/candle-interval";
import type { InstrumentDto } from "@/lib/schemas/market/market";

const OPEN_INTEREST_MS: Record<string, number> = {
  "5min": 300_000,
  "15min": 900_000,
  "30min": 1_800_000,
  "1h": 3_600_000,
  "4h": 14_400_000,
  "1d": 86_400_000,
};
const SYMBOLS_A_PAGE = 15;

/** Thrown by a route: the venue's rejections travel with HTTP 200. */
class Rejection extends Error {
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
    const list = listSources(venue, query).map((source) => {
      const { tickDirection: _, ...fields } = source.readTicker(venue.now());
      return { symbol: source.market.symbol, ...fields };
    });
    return { category: "linear", list };
  },
  "/v5/market/instruments-info": (venue, query) => {
    requireLinear(query);
    const limit = readLimit(query, { fallback: 500, most: 1_000 });
    const { page, nextPageCursor } = paginate(contracts(venue, query), query, limit);
    return { category: "linear", list: page.map(({ row }) => row), nextPageCursor };
  },
  "/v5/market/risk-limit": (venue, query) => {
    requireLinear(query);
    const symbols = query.has("symbol")
      ? [requireInstrument(venue, query).symbol]
      : venue.catalogue.symbols();
    const instruments = symbols.flatMap((symbol) => venue.catalogue.describe(symbol) ?? []);
    const { page, nextPageCursor } = paginate(instruments, query, SYMBOLS_A_PAGE);
    return { category: "linear", list: page.flatMap(listRiskLimits), nextPageCursor };
  },
  "/v5/market/orderbook": (venue, query) => {
    const source = requireSymbol(venue, query);
    const nowMs = venue.now();
    const depth = readLimit(query, { fallback: 25, most: 1_000 });
    return { s: source.market.symbol, ...source.readBook(depth, nowMs), ts: nowMs, cts: nowMs - 2 };
  },
  "/v5/market/recent-trade": (venue, query) => {
    const source = requireSymbol(venue, query);
    const limit = readLimit(query, { fallback: 500, most: 1_000 });
    return { category: "linear", list: source.recentTrades(limit, venue.now()) };
  },
  "/v5/market/funding/history": (venue, query) => {
    const source = requireSymbol(venue, query);
    const limit = readLimit(query, { fallback: 200, most: 200 });
    const fundingMs = requireInstrument(venue, query).fundingMinutes * 60_000;
    const last = Math.floor(Math.min(venue.now(), Number(query.get("endTime") ?? Infinity)) / fundingMs);
    const list = Array.from({ length: limit }, (_, back) => ({
      symbol: source.market.symbol,
      fundingRate: source.fundingRate((last - back) * fundingMs),
      fundingRateTimestamp: String((last - back) * fundingMs),
    }));
    return { category: "linear", list };
  },
  "/v5/market/open-interest": (venue, query) => {
    const source = requireSymbol(venue, query);
    const lengthMs = OPEN_INTEREST_MS[query.get("intervalTime") ?? ""];
    if (!lengthMs) throw new Rejection(10001, "params error: intervalTime invalid");
    const limit = readLimit(query, { fallback: 50, most: 200 });
    const last = Math.floor(Math.min(venue.now(), Number(query.get("endTime") ?? Infinity)) / lengthMs);
    const list = Array.from({ length: limit }, (_, back) => ({
      openInterest: source.openInterest((last - back) * lengthMs),
      timestamp: String((last - back) * lengthMs),
    }));
    return { category: "linear", symbol: source.market.symbol, list, nextPageCursor: "" };
  },
  "/v5/market/price-limit": (venue, query) => {
    const source = requireSymbol(venue, query);
    const nowMs = venue.now();
    const mark = Number(source.readTicker(nowMs).markPrice);
    const { tick } = source.market.base.units;
    const limits = {
      buyLmt: source.paddedPrice(Math.floor((mark * 1.02) / tick)),
      sellLmt: source.paddedPrice(Math.ceil((mark * 0.98) / tick)),
    };
    return { symbol: source.market.symbol, ...limits, ts: String(nowMs) };
  },
};

/** Responds to one request as the venue does: its envelope, HTTP 200 for every rejection. */
export async function respondToRest(venue: Venue, url: URL): Promise<object> {
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
    if (error instanceof Rejection) return envelope(error.retCode, error.message, {});
    throw error;
  }
}

async function readKlines(venue: Venue, query: Query, of: "last" | "mark" | "index"): Promise<object> {
  const source = requireSymbol(venue, query);
  const interval = requireInterval(query);
  const nowMs = venue.now();
  const candles = await source.market.readCandles({
    interval,
    startMs: Number(query.get("start") ?? 0),
    endMs: Number(query.get("end") ?? nowMs),
    limit: readLimit(query, { fallback: 200, most: 1_000 }),
    nowMs,
  });
  const list = candles.map((candle) => {
    const prices = [candle.open, candle.high, candle.low, candle.close].map((ticks) =>
      source.trimmedPrice(ticks),
    );
    const amounts = of === "last" ? [source.qty(candle.volume), source.turnover(candle)] : [];
    return [String(candle.startMs), ...prices, ...amounts];
  });
  // Newest first.
  return { category: "linear", symbol: source.market.symbol, list: list.reverse() };
}

function toInstrumentRow(one: InstrumentDto): object {
  return {
    symbol: one.symbol,
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
    priceFilter: {
      minPrice: one.tickSize,
      maxPrice: (Number(one.tickSize) * 19_999_998).toFixed(one.priceScale),
      tickSize: one.tickSize,
    },
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
    isPreListing: one.status === "PreLaunch",
    preListingInfo: null,
    riskParameters: { priceLimitRatioX: "0.01", priceLimitRatioY: "0.02" },
    displayName: one.symbol,
    symbolType: "",
    fullName: one.name,
    marketRegion: "",
    underlyingTicker: "",
    tags: [],
  };
}

function listSources(venue: Venue, query: Query): SymbolFrames[] {
  if (query.has("symbol")) return [requireSymbol(venue, query)];
  return venue.catalogue.symbols().flatMap((symbol) => venue.framesOf(symbol) ?? []);
}

/** Contracts of the list with their symbols: only those that are traded unless another status is asked for. */
function contracts(venue: Venue, query: Query): { symbol: string; row: object }[] {
  if (query.has("symbol")) {
    const instrument = requireInstrument(venue, query);
    return [{ symbol: instrument.symbol, row: toInstrumentRow(instrument) }];
  }
  const status = query.get("status") ?? "Trading";
  const rows = venue.catalogue.symbols(status).flatMap((symbol) => {
    const instrument = venue.catalogue.describe(symbol);
    return instrument ? [{ symbol, row: toInstrumentRow(instrument) }] : [];
  });
  const foreign = FOREIGN_CONTRACTS.filter((one) => one.status === status);
  return [...rows, ...foreign.map((row) => ({ symbol: row.symbol, row }))].sort((a, b) =>
    a.symbol < b.symbol ? -1 : 1,
  );
}

function requireSymbol(venue: Venue, query: Query): SymbolFrames {
  requireLinear(query);
  const source = venue.framesOf(query.get("symbol") ?? "");
  if (!source) throw new Rejection(10001, "params error: symbol invalid");
  return source;
}

function requireInstrument(venue: Venue, query: Query): InstrumentDto {
  const instrument = venue.catalogue.describe(query.get("symbol") ?? "");
  if (!instrument) throw new Rejection(10001, "params error: symbol invalid");
  return instrument;
}

function requireLinear(query: Query): void {
  const category = query.get("category") ?? "linear";
  if (category !== "linear") throw new Rejection(10001, "params error: Category is invalid");
}

function requireInterval(query: Query): Interval {
  const interval = query.get("interval") ?? "";
  if (!isInterval(interval)) throw new Rejection(10001, "Invalid period!");
  return interval;
}

function readLimit(query: Query, bounds: { fallback: number; most: number }): number {
  const limit = Number(query.get("limit") ?? bounds.fallback);
  if (!Number.isInteger(limit) || limit < 1) throw new Rejection(10001, "params error: limit invalid");
  return Math.min(limit, bounds.most);
}

/** The cursor is escaped already, as the venue's is: `first%3DADAUSDT%26last%3DBTCUSDT`. */
function paginate<T extends { symbol: string }>(all: readonly T[], query: Query, limit: number) {
  const after = /last=([\w-]+)/.exec(decodeURIComponent(query.get("cursor") ?? ""))?.[1];
  const from = after ? all.findIndex(({ symbol }) => symbol === after) + 1 : 0;
  const page = all.slice(from, from + limit);
  const [first, last] = [page[0]?.symbol, page.at(-1)?.symbol];
  const isLastPage = from + limit >= all.length;
  return { page, nextPageCursor: isLastPage ? "" : encodeURIComponent(`first=${first}&last=${last}`) };
}
