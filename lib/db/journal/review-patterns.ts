import "server-only";
import { Prisma } from "@/lib/db/generated/client";
import { openReviewItems } from "@/lib/db/journal/open-review-items";

/** Faster than a person can see a price, decide and click, in ms. */
const IMPOSSIBLE_MS = 80;
/** Minimum number of orders: a random click sometimes falls right after a tick, but not nearly always. */
const MIN_VERIFIED = 30;
const FAST_SHARE = 0.95;

/** Market orders of two users that coincide by chance are a small share of all that they send. */
const MIN_AGREED = 20;
const AGREED_SHARE = 0.8;
const APART_SECONDS = 1;

const EXAMPLES = 5;

/** Portfolios with nearly all orders sooner after their ticks than a person can react. */
export function reviewReactions(from: Date): Promise<number> {
  return openReviewItems("reaction-time", from, reactionsQuery(from));
}

/**
 * Pairs of users whose market orders are nearly all equal and simultaneous; each user gets an item about the
 * other.
 */
export function reviewMirrors(from: Date): Promise<number> {
  return openReviewItems("mirrored-account", from, mirrorsQuery(from));
}

function reactionsQuery(from: Date): Prisma.Sql {
  return Prisma.sql`
    SELECT p."userId", r."portfolioId" AS "subject", jsonb_build_object(
      'orders', count(*), 'fast', count(*) FILTER (WHERE r."ageMs" < ${IMPOSSIBLE_MS}::int),
      'medianMs', percentile_disc(0.5) WITHIN GROUP (ORDER BY r."ageMs"),
      'examples', to_jsonb((array_agg(
        jsonb_build_object('order', r."clientOrderId", 'ageMs', r."ageMs", 'at', r."at")
        ORDER BY r."ageMs"))[1:${EXAMPLES}::int])) AS "evidence"
    FROM "OrderLatency" r
    JOIN "Portfolio" p ON p."id" = r."portfolioId"
    WHERE r."at" >= ${from}
    GROUP BY p."userId", r."portfolioId"
    HAVING count(*) >= ${MIN_VERIFIED}::int
      AND count(*) FILTER (WHERE r."ageMs" < ${IMPOSSIBLE_MS}::int) >= ${FAST_SHARE}::float8 * count(*)`;
}

/**
 * Orders are joined by the second of their acceptance and its neighbours, so that the join is an equi-join.
 */
function mirrorsQuery(from: Date): Prisma.Sql {
  return Prisma.sql`
    WITH placed AS MATERIALIZED (
      SELECT p."userId", o."portfolioId" || ' ' || o."clientOrderId" AS "order", o."symbol", o."side",
        o."acceptedAt" AS "at", floor(extract(epoch FROM o."acceptedAt"))::bigint AS "second",
        count(*) OVER (PARTITION BY p."userId") AS "orders"
      FROM "Order" o
      JOIN "Portfolio" p ON p."id" = o."portfolioId"
      WHERE o."acceptedAt" >= ${from} AND o."kind" = 'market' AND o."purpose" IN ('manual', 'close')
    ), busy AS MATERIALIZED (
      SELECT * FROM placed WHERE "orders" >= ${MIN_AGREED}::int
    )
    SELECT a."userId", b."userId" AS "subject", jsonb_build_object(
      'agreed', count(DISTINCT a."order"), 'orders', a."orders", 'ordersOfOther', b."orders",
      'examples', to_jsonb((array_agg(
        jsonb_build_object('symbol', a."symbol", 'side', a."side", 'at', a."at", 'otherAt', b."at")
        ORDER BY a."at" DESC))[1:${EXAMPLES}::int])) AS "evidence"
    FROM busy a
    CROSS JOIN (VALUES (-1), (0), (1)) AS step("seconds")
    JOIN busy b ON b."symbol" = a."symbol" AND b."side" = a."side" AND b."second" = a."second" + step."seconds"
      AND b."userId" <> a."userId"
      AND b."at" BETWEEN a."at" - make_interval(secs => ${APART_SECONDS}::int)
        AND a."at" + make_interval(secs => ${APART_SECONDS}::int)
      AND least(a."orders", b."orders") >= ${AGREED_SHARE}::float8 * greatest(a."orders", b."orders")
    GROUP BY a."userId", b."userId", a."orders", b."orders"
    HAVING count(DISTINCT a."order") >= ${MIN_AGREED}::int
      AND count(DISTINCT a."order") >= ${AGREED_SHARE}::float8 * greatest(a."orders", b."orders")`;
}
