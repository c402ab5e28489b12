import { z } from "zod";

/** Decimal text as the venue writes it. Never compare two of them as text: padding differs by topic. */
const decimalText = z.string().regex(/^-?\d+(\.\d+)?$/);

/** One candle: prices in quote currency, volume in base currency, turnover in quote currency. */
export const candleSchema = z.object({
  startMs: z.number().int(),
  open: decimalText,
  high: decimalText,
  low: decimalText,
  close: decimalText,
  volume: decimalText,
  turnover: decimalText,
});
export type CandleDto = z.infer<typeof candleSchema>;

/** Limits of a tradable symbol. Prices in quote currency, quantities in base currency. */
export const instrumentSchema = z.object({
  symbol: z.string(),
  baseCoin: z.string(),
  quoteCoin: z.string(),
  /** The coin's name, "Bitcoin"; empty where the venue gives none. */
  name: z.string(),
  /**
   * "Trading", or why not: the venue's status, or "Closed" where the venue or this deployment has dropped it.
   */
  status: z.string(),
  /** When it was first found not trading, ms. Left out while it trades. */
  closedMs: z.number().int().optional(),
  /** Digits after the point of a displayed price; rounding uses `tickSize`, which may be coarser. */
  priceScale: z.number().int(),
  tickSize: decimalText,
  qtyStep: decimalText,
  minOrderQty: decimalText,
  maxOrderQty: decimalText,
  maxMarketQty: decimalText,
  minNotional: decimalText,
  maxLeverage: decimalText,
  /** Minutes between two funding instants. */
  fundingMinutes: z.number().int(),
  launchMs: z.number().int(),
});
export type InstrumentDto = z.infer<typeof instrumentSchema>;

/** The newest state of one symbol. Missing venue fields are null, never zero. */
export type Tick = {
  symbol: string;
  last: string;
  mark: string | null;
  index: string | null;
  bid: string | null;
  bidSize: string | null;
  ask: string | null;
  askSize: string | null;
  /** 24 h change as a fraction: "0.0123" is +1.23 %. */
  change24h: string | null;
  high24h: string | null;
  low24h: string | null;
  /** Base currency. */
  volume24h: string | null;
  /** Quote currency. */
  turnover24h: string | null;
  /** Fraction for each funding interval. */
  fundingRate: string | null;
  nextFundingMs: number | null;
  openInterest: string | null;
  /** The venue's current 1-minute candle: [startMs, open, high, low, close, volume]. */
  candle: [number, string, string, string, string, string] | null;
  /** The venue's clock at the newest message that changed this tick, in ms. */
  timeMs: number;
  /** Our clock when that message arrived, in ms. Age is counted from here. */
  receivedMs: number;
};

/** Price and size, in that order, as decimal text. */
export type BookLevelDto = [price: string, size: string];

/** The newest order book of one symbol, at most 50 levels a side, best first. */
export type BookDto = {
  symbol: string;
  bids: BookLevelDto[];
  asks: BookLevelDto[];
  /** The venue's update id; rises by one with each of its messages. */
  updateId: number;
  /** The matching engine's clock, in ms. */
  timeMs: number;
};

/** One trade on the venue. `side` is the taker's. On the stream `id` is the first part of the venue's. */
export type TradePrint = { id: string; side: "Buy" | "Sell"; price: string; qty: string; timeMs: number };

/**
 * The trades of one publish interval, oldest first.
 *
 * @internal
 */
export type Trades = { symbol: string; trades: TradePrint[] };

/** `simulated` and `replay` label a market that is not the live venue. */
export type MarketKind = "live" | "simulated" | "replay";

/** Freshness of the feed as evaluated by the web process. */
export type FeedState = "live" | "slow" | "stale" | "starting";
