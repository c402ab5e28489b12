import { z } from "zod";

/** The most symbols that each list of a stream may have. */
export const MAX_STREAM_SYMBOLS = 50;
/** The most portfolios that one stream may have: one browser streams once for all its tabs. */
const MAX_STREAM_PORTFOLIOS = 10;

const symbolText = z.string().regex(/^[A-Za-z0-9-]{1,30}$/);
const wholeNumber = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number);

/** Query of `GET /api/candles`. Symbol and interval are evaluated later, where the valid ones are known. */
export const candlesQuerySchema = z.object({
  symbol: z.string(),
  interval: z.string(),
  /** Only candles that start before this instant, ms UTC. Absent: up to and including the open candle. */
  beforeMs: wholeNumber.pipe(z.number().max(8_640_000_000_000)).optional(),
  limit: wholeNumber.pipe(z.number().min(1).max(1_000)).default(500),
  /** The market that is meant ("bybit", "simulated-42"). Named, a closed range may stay in shared caches. */
  market: z
    .string()
    .regex(/^[a-z0-9-]{1,64}$/)
    .optional(),
});

/** Query of `GET /api/instruments/costs`. */
export const tradingCostsQuerySchema = z.object({ symbol: z.string().max(30) });

const symbolList = z
  .string()
  .transform((text) => [...new Set(text.split(",").filter((part) => part !== ""))].sort())
  .pipe(z.array(symbolText).max(MAX_STREAM_SYMBOLS));

/** Query of `GET /api/instruments`: these symbols alone, those that are not offered left out. Absent: all. */
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
 * Query of `GET /api/stream`; at least one symbol in `rows` or `symbols`.
 *
 * - `rows`: symbols of a list. Prices and 24 h figures, twice a second.
 * - `symbols`: symbols that are looked at closely. Everything of a tick, ten times a second.
 * - `depth`: those of `symbols` whose book and trades come along; absent: all of them.
 * - `saver`: "1" saves data: `symbols` come twice a second, with ten levels of the book and no trades.
 * - `portfolio`: portfolios of the reader's whose events come along,
 * - `after`: each from the event after this sequence on, in the same order; left out or empty: from now on. A reader of
 *   one portfolio that reconnects by itself says it in `Last-Event-ID`.
 */
export const streamQuerySchema = z
  .object({
    rows: symbolList.default([]),
    symbols: symbolList.default([]),
    depth: symbolList.optional(),
    saver: z.literal("1").optional(),
    portfolio: portfolioList.default([]),
    after: cursorList.default([]),
  })
  .refine(({ rows, symbols }) => rows.length + symbols.length > 0, "Name at least one symbol.")
  .transform(({ rows, symbols, depth = symbols, saver, portfolio, after }) => ({
    rows,
    symbols: [...new Set([...symbols, ...depth])].sort(),
    depth,
    saver: saver === "1",
    portfolios: portfolio.map((id, index) => ({ id, cursor: after[index] ?? null })),
  }));
