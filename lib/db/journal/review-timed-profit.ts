import "server-only";
import { Prisma } from "@/lib/db/generated/client";
import { openReviewItems } from "@/lib/db/journal/open-review-items";
import { feedGaps } from "@/lib/db/journal/review-outages";

/** An order within this time of a jump, in seconds, may have been decided on a newer price than ours. */
const JUMP_SECONDS = 2;
/** If a symbol jumps for more than this share of the time, too many portfolios would match. */
const MAX_JUMP_SHARE = 0.1;

const MIN_WINNERS = 8;
const MIN_MOMENTS = 3;
/**
 * Share of all profit that comes from such orders. It is weighted by money, so that small orders elsewhere
 * don't dilute it.
 */
const PROFIT_SHARE = 0.5;
/** A trader who guesses the direction has losses nearly as large as the profits, above this share. */
const MAX_LOSS_SHARE = 0.2;
const EXAMPLES = 5;

/**
 * Portfolios that make most of their profit with orders within two seconds of a price jump, in its direction.
 */
export function reviewJumpProfit(from: Date, now: Date): Promise<number> {
  return openReviewItems("price-jump-profit", from, timedProfit(from, ordersNearJumps(from, now)));
}

/**
 * Portfolios that make most of their profit with orders while the feed is unavailable or has just recovered.
 */
export function reviewOutageProfit(from: Date, now: Date): Promise<number> {
  return openReviewItems("outage-profit", from, timedProfit(from, ordersNearGaps(from, now)));
}

/**
 * Orders and jumps are joined by the second, so that the join is an equi-join. Orders that rested before the
 * jump don't count.
 */
function ordersNearJumps(from: Date, now: Date): Prisma.Sql {
  const width = 2 * JUMP_SECONDS + 1;
  return Prisma.sql`
    SELECT DISTINCT o."portfolioId", o."clientOrderId", j."at" AS "moment"
    FROM (
      SELECT "symbol", "at", "side", count(*) OVER (PARTITION BY "symbol") AS "jumps"
      FROM "PriceJump" WHERE "at" >= ${from}
    ) j
    CROSS JOIN generate_series(${-JUMP_SECONDS}::int, ${JUMP_SECONDS}::int) AS step("seconds")
    JOIN "Order" o ON o."symbol" = j."symbol" AND o."side" = j."side"
      AND floor(extract(epoch FROM o."acceptedAt"))::bigint = extract(epoch FROM j."at")::bigint + step."seconds"
    WHERE o."acceptedAt" >= ${from} AND o."filled" > 0 AND o."purpose" IN ('manual', 'close')
      AND j."jumps" * ${width}::int
        <= ${MAX_JUMP_SHARE}::float8 * extract(epoch FROM ${now}::timestamptz - ${from}::timestamptz)`;
}

function ordersNearGaps(from: Date, now: Date): Prisma.Sql {
  return Prisma.sql`
    SELECT o."portfolioId", o."clientOrderId", g."fromAt" AS "moment"
    FROM (${feedGaps(from, now)}) g
    JOIN "Order" o ON o."acceptedAt" BETWEEN g."fromAt" AND g."overAt"
    WHERE o."filled" > 0 AND o."purpose" IN ('manual', 'close')`;
}

/**
 * Portfolios whose profit comes from the orders that `near` selects. A round trip counts by the share of its
 * entries or of its exits, whichever is larger, that these orders executed, so that a small first entry can't
 * hide the rest.
 */
function timedProfit(from: Date, near: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    WITH near AS MATERIALIZED (${near}), near_order AS MATERIALIZED (
      SELECT DISTINCT "portfolioId", "clientOrderId" FROM near
    ), candidate AS MATERIALIZED (
      SELECT "portfolioId", count(DISTINCT "moment") AS "moments" FROM near GROUP BY "portfolioId"
      HAVING count(DISTINCT "clientOrderId") >= ${MIN_WINNERS}::int
        AND count(DISTINCT "moment") >= ${MIN_MOMENTS}::int
    ), trip AS (
      SELECT e."userId", e."portfolioId", e."id", e."closedAt", e."net", c."moments", coalesce(part."near", 0) AS "part"
      FROM candidate c
      JOIN "JournalEntry" e ON e."portfolioId" = c."portfolioId" AND e."closedAt" >= ${from}
      CROSS JOIN LATERAL (
        SELECT greatest(
          sum(t."qty") FILTER (WHERE side."isEntry" AND n."clientOrderId" IS NOT NULL)
            / nullif(sum(t."qty") FILTER (WHERE side."isEntry"), 0),
          sum(t."qty") FILTER (WHERE NOT side."isEntry" AND n."clientOrderId" IS NOT NULL)
            / nullif(sum(t."qty") FILTER (WHERE NOT side."isEntry"), 0)) AS "near"
        FROM "Trade" t
        CROSS JOIN LATERAL (SELECT (t."side" = 'buy') = (e."side" = 'long') AS "isEntry") side
        LEFT JOIN near_order n ON n."portfolioId" = t."portfolioId" AND n."clientOrderId" = t."clientOrderId"
        WHERE t."portfolioId" = e."portfolioId" AND t."symbol" = e."symbol"
          AND trade_side(t."qtyChange", t."cost") = e."side"
          AND t."seq" BETWEEN e."roundTripId" AND e."closedSeq"
      ) part
    )
    SELECT "userId", "portfolioId" AS "subject", jsonb_build_object('trips', count(*),
      'winners', count(*) FILTER (WHERE "net" > 0 AND "part" >= 0.5), 'moments', "moments",
      'profit', round(sum("net") FILTER (WHERE "net" > 0), 2),
      'profitNear', round(sum("net" * "part") FILTER (WHERE "net" > 0), 2),
      'lossNear', round(coalesce(-sum("net" * "part") FILTER (WHERE "net" < 0), 0), 2),
      'examples', to_jsonb((array_agg(jsonb_build_object('trip', "id", 'net', "net", 'closedAt', "closedAt")
        ORDER BY "net" * "part" DESC))[1:${EXAMPLES}::int])) AS "evidence"
    FROM trip
    GROUP BY "userId", "portfolioId", "moments"
    HAVING count(*) FILTER (WHERE "net" > 0 AND "part" >= 0.5) >= ${MIN_WINNERS}::int
      AND sum("net" * "part") FILTER (WHERE "net" > 0)
        >= ${PROFIT_SHARE}::numeric * sum("net") FILTER (WHERE "net" > 0)
      AND coalesce(-sum("net" * "part") FILTER (WHERE "net" < 0), 0)
        <= ${MAX_LOSS_SHARE}::numeric * sum("net" * "part") FILTER (WHERE "net" > 0)`;
}
