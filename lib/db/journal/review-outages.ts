import "server-only";
import { Prisma } from "@/lib/db/generated/client";
import { openReviewItems } from "@/lib/db/journal/open-review-items";

/** How long prices are catching up after a gap, in seconds. */
const CATCH_UP_SECONDS = 10;
/** If the feed is unavailable for more than this share of the time, too many portfolios would match. */
const MAX_GAP_SHARE = 0.1;
const MIN_NEAR = 10;
const MIN_GAPS = 3;
/** Share of the value of all actions, so that many small ones elsewhere don't dilute it. */
const VALUE_SHARE = 0.6;
const EXAMPLES = 5;

/**
 * Gaps since `from` with the instant at which prices have caught up; none if the feed is unavailable too
 * often.
 */
export function feedGaps(from: Date, now: Date): Prisma.Sql {
  const overAt = Prisma.sql`"toAt" + make_interval(secs => ${CATCH_UP_SECONDS}::int)`;
  return Prisma.sql`
    SELECT "fromAt", "toAt", ${overAt} AS "overAt" FROM "FeedGap"
    WHERE "fromAt" >= ${from}
      AND (SELECT sum(extract(epoch FROM ${overAt} - "fromAt")) FROM "FeedGap" WHERE "fromAt" >= ${from})
        <= ${MAX_GAP_SHARE}::float8 * extract(epoch FROM ${now}::timestamptz - ${from}::timestamptz)`;
}

/**
 * Portfolios that place most of the value of their orders while the feed is unavailable or has just
 * recovered.
 */
export function reviewOutageOrders(from: Date, now: Date): Promise<number> {
  return openReviewItems("outage-trading", from, actionsNearGaps({ from, now, actions: PLACED }));
}

/**
 * Portfolios that make most of their cancellations and amendments, by value, during a feed gap or just after.
 */
export function reviewOutageChanges(from: Date, now: Date): Promise<number> {
  return openReviewItems("outage-changes", from, actionsNearGaps({ from, now, actions: CHANGED }));
}

const value = Prisma.sql`greatest(o."filledValue", o."qty" * coalesce(o."price", o."triggerPrice", 0))`;

const PLACED = Prisma.sql`
  SELECT o."portfolioId", o."clientOrderId", o."acceptedAt" AS "at", ${value} AS "value"
  FROM "Order" o WHERE o."purpose" IN ('manual', 'close')`;

const CHANGED = Prisma.sql`
  SELECT o."portfolioId", o."clientOrderId", o."endedAt" AS "at", ${value} AS "value"
  FROM "Order" o WHERE o."status" = 'CANCELLED' AND o."reason" = 'requested'
  UNION ALL
  SELECT e."portfolioId", o."clientOrderId", e."at", ${value} AS "value"
  FROM "PortfolioEvent" e
  JOIN "Order" o ON o."portfolioId" = e."portfolioId" AND o."clientOrderId" = e."payload" ->> 'orderId'
  WHERE e."type" = 'order-amended'
    -- Exits of a part also grow with the fills of their order.
    AND o."clientOrderId" !~ '^(oco:)?part:'`;

/** Starts from the few gaps, so that only the actions of matching portfolios are summed. */
function actionsNearGaps(input: { from: Date; now: Date; actions: Prisma.Sql }): Prisma.Sql {
  const { from, now, actions } = input;
  return Prisma.sql`
    WITH gap AS MATERIALIZED (${feedGaps(from, now)}), near AS MATERIALIZED (
      SELECT a."portfolioId", count(*) AS "actions", sum(a."value") AS "value", count(DISTINCT g."fromAt") AS "gaps",
        to_jsonb((array_agg(jsonb_build_object('order', a."clientOrderId", 'at', a."at", 'value', round(a."value", 2),
          'gapFrom', g."fromAt", 'gapTo', g."toAt") ORDER BY a."value" DESC))[1:${EXAMPLES}::int]) AS "examples"
      FROM gap g
      -- An action between two gaps that follow each other counts once.
      JOIN (${actions}) a ON a."at" BETWEEN g."fromAt" AND g."overAt"
        AND NOT EXISTS (SELECT 1 FROM gap later
          WHERE later."fromAt" > g."fromAt" AND a."at" BETWEEN later."fromAt" AND later."overAt")
      GROUP BY a."portfolioId"
      HAVING count(*) >= ${MIN_NEAR}::int AND count(DISTINCT g."fromAt") >= ${MIN_GAPS}::int
    )
    SELECT p."userId", n."portfolioId" AS "subject", jsonb_build_object('actions', total."actions",
      'near', n."actions", 'value', round(total."value", 2), 'valueNear', round(n."value", 2), 'gaps', n."gaps",
      'examples', n."examples") AS "evidence"
    FROM near n
    JOIN "Portfolio" p ON p."id" = n."portfolioId"
    CROSS JOIN LATERAL (
      SELECT count(*) AS "actions", sum(a."value") AS "value" FROM (${actions}) a
      WHERE a."portfolioId" = n."portfolioId" AND a."at" >= ${from}
    ) total
    WHERE n."value" >= ${VALUE_SHARE}::numeric * total."value"`;
}
