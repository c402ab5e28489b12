import { z } from "zod";
import { max, min, type Price, parsePrice, parseQty } from "@/lib/core/decimal";
import type { PricePath } from "@/lib/core/engine/context";

const decimal = z.string().regex(/^\d{1,20}(\.\d{1,18})?$/);
const timeMs = z.number().int();

/** A price path as sent: prices are the venue's decimal text. */
const pathTextSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("points"),
    points: z.array(
      z.object({
        last: decimal,
        mark: decimal.nullable(),
        qty: decimal.nullable(),
        timeMs,
        seq: z.number().int(),
      }),
    ),
  }),
  z.object({
    kind: z.literal("candle"),
    candle: z.object({ open: decimal, high: decimal, low: decimal, close: decimal }),
    previousClose: decimal.nullable(),
    startMs: timeMs,
    endMs: timeMs.nullish(),
    volume: decimal.nullish(),
  }),
]);
export type PathText = z.infer<typeof pathTextSchema>;

/** Body of `POST /api/queue/price-path`: portfolios with a level inside the path. */
export const pricePathMessageSchema = z.object({
  symbol: z.string(),
  path: pathTextSchema,
  portfolioIds: z.array(z.string()).min(1),
  /** Recorded as finished once all of them have walked the path. */
  fanOut: z.object({ id: z.string(), chunk: z.number().int() }).optional(),
});
export type PricePathMessage = z.infer<typeof pricePathMessageSchema>;

/** Decodes the path for the engine. */
export function parsePath(path: PathText): PricePath {
  if (path.kind === "candle") {
    const { open, high, low, close } = path.candle;
    const { volume } = path;
    return {
      kind: "candle",
      candle: {
        open: parsePrice(open),
        high: parsePrice(high),
        low: parsePrice(low),
        close: parsePrice(close),
      },
      previousClose: path.previousClose === null ? null : parsePrice(path.previousClose),
      startMs: path.startMs,
      endMs: path.endMs,
      volume: volume == null ? null : parseQty(volume),
    };
  }
  return {
    kind: "points",
    points: path.points.map(({ last, mark, qty, ...rest }) => ({
      last: parsePrice(last),
      mark: mark === null ? null : parsePrice(mark),
      qty: qty === null ? null : parseQty(qty),
      ...rest,
    })),
  };
}

/** Lowest and highest price of a path, last and mark alike; null for one without a usable price. */
export function findRange(path: PricePath): { low: Price; high: Price } | null {
  const prices: Price[] = [];
  if (path.kind === "candle") {
    prices.push(path.candle.low, path.candle.high);
    if (path.previousClose !== null) prices.push(path.previousClose);
  } else {
    for (const { last, mark } of path.points) {
      prices.push(last);
      if (mark !== null) prices.push(mark);
    }
  }
  let range: { low: Price; high: Price } | null = null;
  for (const price of prices) {
    if (price <= 0n) continue;
    range = range
      ? { low: min(range.low, price), high: max(range.high, price) }
      : { low: price, high: price };
  }
  return range;
}
