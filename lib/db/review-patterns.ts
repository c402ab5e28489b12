import "server-only";
import { getDb } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";

/** Nobody sees a price, decides and clicks within this, in ms. */
const IMPOSSIBLE_MS = 80;
/** A click that waits for nothing falls soon after a tick now and then, but not nearly every time. */
const MIN_PROVEN = 30;
const FAST_SHARE = 0.95;

/** Market orders of two users that agree by chance are a small part of what both of them send. */
const MIN_AGREED = 20;
const AGREED_SHARE = 0.8;
const APART_SECONDS = 1;

/** How long prices are catching up after a hole, in seconds. */
const AFTERMATH_SECONDS = 10;
const MIN_NEAR = 10;
const MIN_HOLES = 3;
const NEAR_SHARE = 0.8;
/** A feed that is away for more of the time than this makes suspects of everybody. */
const MAX_AWAY_SHARE = 0.1;

const EXAMPLES = 5;

/** Portfolios whose orders nearly all come sooner after their ticks than a person can react. */
export function reviewReactions(from: Date): Promise<number> {
  return openItems("reaction-time", from, reactionsQuery(from));
}

/** Pairs of users whose market orders are nearly all the same at the same time; each is an item about the other. */
export function reviewMirrors(from: Date): Promise<number> {
  return openItems("mirrored-account", from, mirrorsQuery(from));
}

/** Portfolios that trade hardly ever but while the feed is away or has just come back. */
export function reviewOutages(from: Date, now: Date): Promise<number> {
  return openItems("outage-trading", from, outagesQuery(from, now));
}

/**
 * Opens an item for each that `found` names, or renews the evidence of the open one. What was decided on since `from`
 * is left alone: the orders that were judged still count among those that are looked at.
 */
function openItems(kind: string, from: Date, found: Prisma.Sql): Promise<number> {
  return getDb().$executeRaw`
    WITH found AS (${found})
    INSERT INTO "ReviewItem" ("id", "kind", "userId", "subject", "evidence")
    SELECT gen_random_uuid()::text, ${kind}, f."userId", f."subject", f."evidence"
    FROM found f
    JOIN "User" u ON u."id" = f."userId" AND u."bannedAt" IS NULL
    WHERE NOT EXISTS (
      SELECT 1 FROM "ReviewItem" r WHERE r."userId" = f."userId" AND r."kind" = ${kind}
        AND r."subject" = f."subject" AND r."resolvedAt" >= ${from})
    ON CONFLICT ("userId", "kind", "subject") WHERE "resolvedAt" IS NULL
      DO UPDATE SET "evidence" = EXCLUDED."evidence"`;
}

function reactionsQuery(from: Date): Prisma.Sql {
  return Prisma.sql`
    SELECT p."userId", r."portfolioId" AS "subject", jsonb_build_object(
      'orders', count(*), 'fast', count(*) FILTER (WHERE r."ageMs" < ${IMPOSSIBLE_MS}::int),
      'medianMs', percentile_disc(0.5) WITHIN GROUP (ORDER BY r."ageMs"),
      'examples', to_jsonb((array_agg(
        jsonb_build_object('order', r."clientOrderId", 'ageMs', r."ageMs", 'at', r."at")
        ORDER BY r."ageMs"))[1:${EXAMPLES}::int])) AS "evidence"
    FROM "OrderReaction" r
    JOIN "Portfolio" p ON p."id" = r."portfolioId"
    WHERE r."at" >= ${from}
    GROUP BY p."userId", r."portfolioId"
    HAVING count(*) >= ${MIN_PROVEN}::int
      AND count(*) FILTER (WHERE r."ageMs" < ${IMPOSSIBLE_MS}::int) >= ${FAST_SHARE}::float8 * count(*)`;
}

/** Orders meet by the second they came in and its neighbours, so that the join is one of equals. */
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

/** Starts from the few holes, so that only the orders of suspects are counted. */
function outagesQuery(from: Date, now: Date): Prisma.Sql {
  return Prisma.sql`
    WITH hole AS MATERIALIZED (
      SELECT "fromAt", "toAt", "toAt" + make_interval(secs => ${AFTERMATH_SECONDS}::int) AS "overAt"
      FROM "FeedHole" WHERE "fromAt" >= ${from}
    ), near AS MATERIALIZED (
      SELECT o."portfolioId", count(DISTINCT o."clientOrderId") AS "near", count(DISTINCT h."fromAt") AS "holes",
        to_jsonb((array_agg(jsonb_build_object('order', o."clientOrderId", 'at', o."acceptedAt",
          'holeFrom', h."fromAt", 'holeTo', h."toAt") ORDER BY o."acceptedAt" DESC))[1:${EXAMPLES}::int]) AS "examples"
      FROM hole h
      JOIN "Order" o ON o."acceptedAt" BETWEEN h."fromAt" AND h."overAt" AND o."purpose" IN ('manual', 'close')
      WHERE (SELECT sum(extract(epoch FROM "overAt" - "fromAt")) FROM hole)
        <= ${MAX_AWAY_SHARE}::float8 * extract(epoch FROM ${now}::timestamptz - ${from}::timestamptz)
      GROUP BY o."portfolioId"
      HAVING count(DISTINCT o."clientOrderId") >= ${MIN_NEAR}::int AND count(DISTINCT h."fromAt") >= ${MIN_HOLES}::int
    )
    SELECT p."userId", n."portfolioId" AS "subject", jsonb_build_object('orders', total."orders", 'near', n."near",
      'holes', n."holes", 'examples', n."examples") AS "evidence"
    FROM near n
    JOIN "Portfolio" p ON p."id" = n."portfolioId"
    CROSS JOIN LATERAL (
      SELECT count(*) AS "orders" FROM "Order" o
      WHERE o."portfolioId" = n."portfolioId" AND o."acceptedAt" >= ${from} AND o."purpose" IN ('manual', 'close')
    ) total
    WHERE n."near" >= ${NEAR_SHARE}::float8 * total."orders"`;
}
