import { z } from "zod";
import { ANNOUNCEMENT_LEVELS } from "@/lib/core/account-terms";
import { INTERVALS } from "@/lib/core/candle-interval";
import { candleSchema, instrumentSchema } from "@/lib/schemas/market/market";

/** Public responses about the market and the service, used by the API's description and its contract test. */

const decimal = z.string();
const market = z.enum(["live", "simulated", "replay"]);
const part = z.union([
  z.object({ ok: z.literal(true), latencyMs: z.number() }),
  z.object({ ok: z.literal(false), error: z.string() }),
]);

/** `GET /api/time`. */
export const timeSchema = z.object({ serverTimeMs: z.number() });

/** `GET /api/health`. */
export const healthSchema = z.object({
  ok: z.boolean(),
  feed: z.object({
    state: z.enum(["live", "slow", "stale", "starting"]),
    ageMs: z.number().nullable(),
    market,
    source: z.string(),
    /** Browsers on this process's streams. */
    viewers: z.number(),
    /**
     * Venue messages that the leaders have processed and dropped so far; null when no leader has published.
     */
    messages: z.number().nullable(),
    dropped: z.number().nullable(),
    rejected: z.array(z.string()),
    /**
     * Each leader's part of the market: one that is unavailable does not affect the others. Null where it has
     * not published.
     */
    shards: z.array(
      z.object({
        shard: z.string(),
        state: z.enum(["live", "slow", "stale", "starting"]),
        ageMs: z.number().nullable(),
        symbols: z.number().nullable(),
        /** Symbols whose trades and book are followed. */
        followed: z.number().nullable(),
        /** Connections to the venue, and whether all are open. */
        connections: z.number().nullable(),
        connected: z.boolean().nullable(),
      }),
    ),
  }),
  database: part,
  redis: part,
  /** Symbols that are no longer traded but have open positions. */
  delistedPositions: z.array(z.string()),
});
/** Current state of each part of the service. Times in ms. */
export type Health = z.infer<typeof healthSchema>;

const listedInstrumentSchema = instrumentSchema.pick({
  symbol: true,
  baseCoin: true,
  name: true,
  status: true,
  priceScale: true,
  tickSize: true,
  maxLeverage: true,
  fundingMinutes: true,
  launchMs: true,
});
/** Fields of an instrument in a list of markets. */
export type ListedInstrument = z.infer<typeof listedInstrumentSchema>;

/** `GET /api/instruments`: the fields of a list; all fields where the query names symbols. */
export const instrumentsSchema = z.object({
  instruments: z.array(instrumentSchema.partial().extend(listedInstrumentSchema.shape)),
  fetchedAtMs: z.number(),
  market,
  source: z.string(),
});
export type InstrumentsResponse = z.infer<typeof instrumentsSchema>;

const figuresSchema = z.tuple([
  z.string().describe("symbol"),
  decimal.describe("last price"),
  decimal.nullable().describe("24 h change as a fraction"),
  decimal.nullable().describe("24 h turnover in quote currency, whole"),
  decimal.nullable().describe("funding rate as a fraction for each funding interval"),
]);
/** One market of `GET /api/markets`: symbol, last price, 24 h change, 24 h turnover and funding rate. */
export type MarketFigures = z.infer<typeof figuresSchema>;

/** `GET /api/markets`; `atMs` is the server's clock when the figures were read. */
export const marketsSchema = z.object({ atMs: z.number(), markets: z.array(figuresSchema) });
export type MarketsResponse = z.infer<typeof marketsSchema>;

/** `GET /api/instruments/funding`: settled rates as fractions of the value, newest first; positive: longs pay. */
export const fundingRatesSchema = z.object({
  symbol: z.string(),
  rates: z.array(z.object({ rate: z.string(), at: z.string() })),
});
export type FundingRates = z.infer<typeof fundingRatesSchema>;

const level = z.tuple([decimal, decimal]);
/** `GET /api/instruments/book`: [price, size] of each level, best first. */
export const deepBookSchema = z.object({
  symbol: z.string(),
  bids: z.array(level),
  asks: z.array(level),
  at: z.string(),
});
export type DeepBook = z.infer<typeof deepBookSchema>;

/** `GET /api/instruments/costs`: filters, fees as fractions of the value, tiers ascending by position value. */
export const tradingCostsSchema = z.object({
  symbol: z.string(),
  instrument: instrumentSchema,
  makerRate: decimal,
  takerRate: decimal,
  tiers: z.array(z.object({ limit: decimal, maintenanceRate: decimal, maxLeverage: decimal })),
});
export type TradingCosts = z.infer<typeof tradingCostsSchema>;

/** `GET /api/announcements`. */
export const announcementsSchema = z.object({
  announcements: z.array(z.object({ id: z.string(), level: z.enum(ANNOUNCEMENT_LEVELS), text: z.string() })),
});

/**
 * `GET /api/candles`; `end` where there are no older ones, `isOpenMissing` where the venue is unavailable and
 * the newest stored candle is returned as the open one.
 */
export const candlesSchema = z.object({
  symbol: z.string(),
  interval: z.enum(INTERVALS),
  candles: z.array(candleSchema),
  end: z.boolean(),
  isOpenMissing: z.boolean(),
  serverTimeMs: z.number(),
});
