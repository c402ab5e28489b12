import { z } from "zod";

/** The most symbols in each list of a stream. */
export const MAX_STREAM_SYMBOLS = 50;
/** The most portfolios of one stream: one browser uses a single stream for all its tabs. */
const MAX_STREAM_PORTFOLIOS = 10;

const symbolText = z.string().regex(/^[A-Za-z0-9-]{1,30}$/);
const wholeNumber = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number);

/** Query of `GET /api/candles`. Symbol and interval are checked later, where the valid ones are known. */
export const candlesQuerySchema = z.object({
  symbol: z.string(),
  interval: z.string(),
  /** Only candles that start before this instant, ms UTC. Absent: up to and including the open candle. */
  beforeMs: wholeNumber.pipe(z.number().max(8_640_000_000_000)).optional(),
  limit: wholeNumber.pipe(z.number().min(1).max(1_000)).default(500),
  /**
   * The requested market ("bybit", "simulated-42"). If present, a closed range may be stored in shared
   * caches.
   */
  market: z
    .string()
    .regex(/^[a-z0-9-]{1,64}$/)
    .optional(),
});

/** Query of `GET /api/candles/file`. */
export const candleFileQuerySchema = z.object({
  symbol: z.string().max(30),
  /** A month, "2025-06", or a day, "2025-06-01", UTC, that has ended. */
  period: z.string().regex(/^\d{4}-\d\d(-\d\d)?$/, "must be a month or a day"),
  /** The candles, or the mark prices and the funding. */
  part: z.enum(["candles", "marks"]).default("candles"),
  /** The requested market, as of `GET /api/candles`: the file may then be kept for ever. */
  market: z
    .string()
    .regex(/^[a-z0-9-]{1,64}$/)
    .optional(),
});

/** Query of `GET /api/instruments/costs`, `/api/instruments/funding` and `/api/instruments/book`. */
export const tradingCostsQuerySchema = z.object({ symbol: z.string().max(30) });

const symbolList = z
  .string()
  .transform((text) => [...new Set(text.split(",").filter((part) => part !== ""))].sort())
  .pipe(z.array(symbolText).max(MAX_STREAM_SYMBOLS));

/** Query of `GET /api/instruments`: these symbols only, unavailable ones left out. Absent: all. */
export const instrumentsQuerySchema = z.object({ symbols: symbolList.optional() });

const portfolioList = z
  .string()
  .transform((text) => text.split(","))
  .pipe(z.array(z.string().min(1).max(64)).max(MAX_STREAM_PORTFOLIOS));

const cursorList = z
  .string()
  .transform((text) => text.split(","))
  .pipe(z.array(z.union([z.literal("").transform(() => null), wholeNumber])).max(MAX_STREAM_PORTFOLIOS));

/**
 * Query of `GET /api/stream`; at least one symbol in `rows` or `symbols`, or a competition.
 *
 * - `rows`: symbols of a list. Prices and 24 h figures, twice a second.
 * - `symbols`: symbols shown in detail. Everything of a tick, ten times a second.
 * - `depth`: those of `symbols` whose book and trades are included; absent: all of them.
 * - `saver`: "1" saves data: `symbols` come twice a second, with ten levels of the book and no trades.
 * - `portfolio`: portfolios of the reader whose events are included,
 * - `after`: the newest known sequence of each, in the same order; left out or empty: from now on. A reader
 *   of one portfolio that reconnects by itself sends it in `Last-Event-ID`.
 * - `competition`: the competition whose table is included.
 */
export const streamQuerySchema = z
  .object({
    rows: symbolList.default([]),
    symbols: symbolList.default([]),
    depth: symbolList.optional(),
    saver: z.literal("1").optional(),
    portfolio: portfolioList.default([]),
    after: cursorList.default([]),
    competition: z.string().min(1).max(64).optional(),
  })
  .refine(
    ({ rows, symbols, competition }) => rows.length + symbols.length > 0 || competition !== undefined,
    "Name at least one symbol.",
  )
  .transform(({ rows, symbols, depth = symbols, saver, portfolio, after, competition = null }) => ({
    rows,
    symbols: [...new Set([...symbols, ...depth])].sort(),
    depth,
    saver: saver === "1",
    portfolios: portfolio.map((id, index) => ({ id, cursor: after[index] ?? null })),
    competition,
  }));
