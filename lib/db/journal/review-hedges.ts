import "server-only";
import { Prisma } from "@/lib/db/generated/client";
import { openReviewItems } from "@/lib/db/journal/open-review-items";

/** Executions of a symbol within this many seconds count as one, however they were split. */
const SLOT_SECONDS = 5;
/** Sizes within this ratio are similar. */
const SIZE_RATIO = 1.25;
/** Three round trips of two users. */
const MIN_HEDGED = 6;
/** Share of each portfolio's traded value that must be hedged. */
const HEDGED_SHARE = 0.5;
/**
 * Of two challenges of one user a single entry is enough, and its share of the one that traded less: the losing one may
 * end with it, and the other one trades on. Entry and exit of that one differ by its loss.
 */
const OWN_SHARE = 0.4;
const EXAMPLES = 5;

/**
 * Pairs of portfolios that trade the same symbol at the same time, in a similar size, on opposite sides: of
 * two users, or two challenges of one user. In any market one of the two gains.
 */
export function reviewHedges(from: Date): Promise<number> {
  return openReviewItems(
    "hedged-portfolios",
    from,
    hedges(from, { portfolios: Prisma.sql`TRUE`, leastSlots: MIN_HEDGED }),
  );
}

/** The same among challenges only. They are few, so that a longer window is affordable. */
export function reviewChallengeHedges(from: Date): Promise<number> {
  const portfolios = Prisma.sql`p."kind" = 'CHALLENGE'`;
  return openReviewItems("hedged-portfolios", from, hedges(from, { portfolios, leastSlots: 1 }));
}

/**
 * Slots match by symbol, time and size class including the neighbouring ones, so that the join is an
 * equi-join. The traded quantity is summed for each slot: neither the type nor the number of orders matters.
 * Both shares must reach the bound, so that a portfolio that trades all the time does not match every other
 * one. `leastSlots`: portfolios with fewer are left out before the join.
 */
function hedges(
  from: Date,
  { portfolios, leastSlots }: { portfolios: Prisma.Sql; leastSlots: number },
): Prisma.Sql {
  return Prisma.sql`
    WITH slot AS MATERIALIZED (
      SELECT p."userId", p."kind", t."portfolioId", t."symbol",
        sign(sum(t."qtyChange")) AS "sign", abs(sum(t."qtyChange")) AS "qty",
        floor(extract(epoch FROM t."at") / ${SLOT_SECONDS}::int)::bigint AS "slot", min(t."at") AS "at",
        sum(t."qty" * t."price") AS "value",
        floor(ln(abs(sum(t."qtyChange"))) / ln(${SIZE_RATIO}::numeric))::int AS "class"
      FROM "Trade" t
      JOIN "Portfolio" p ON p."id" = t."portfolioId" AND ${portfolios}
      WHERE t."at" >= ${from}
      GROUP BY p."userId", p."kind", t."portfolioId", t."symbol", "slot"
      HAVING sum(t."qtyChange") <> 0
    ), busy AS MATERIALIZED (
      SELECT * FROM (
        SELECT *, count(*) OVER portfolio AS "slots", sum("value") OVER portfolio AS "traded"
        FROM slot WINDOW portfolio AS (PARTITION BY "portfolioId")
      ) counted WHERE "slots" >= ${leastSlots}::int
    ), hedged AS (
      SELECT a."userId", a."portfolioId", b."userId" AS "otherUser", b."portfolioId" AS "other", a."symbol", a."slot",
        a."traded", b."traded" AS "otherTraded", a."at", max(b."at") AS "otherAt", a."value",
        max(b."value") AS "otherValue", a."sign"
      FROM busy a
      CROSS JOIN (VALUES (-1), (0), (1)) AS step("slots")
      CROSS JOIN (VALUES (-1), (0), (1)) AS size("classes")
      JOIN busy b ON b."symbol" = a."symbol" AND b."slot" = a."slot" + step."slots"
        AND b."class" = a."class" + size."classes" AND b."sign" = -a."sign" AND b."portfolioId" <> a."portfolioId"
        AND greatest(a."qty", b."qty") <= ${SIZE_RATIO}::numeric * least(a."qty", b."qty")
        -- Among the portfolios of one user only challenges are worth it, and the pair is shown once.
        AND CASE WHEN a."userId" = b."userId"
          THEN a."kind" = 'CHALLENGE' AND b."kind" = 'CHALLENGE' AND a."portfolioId" < b."portfolioId"
          ELSE least(a."slots", b."slots") >= ${MIN_HEDGED}::int
            AND least(a."traded", b."traded") >= ${HEDGED_SHARE}::numeric * greatest(a."traded", b."traded") END
      GROUP BY a."userId", a."portfolioId", b."userId", b."portfolioId", a."symbol", a."slot", a."traded", b."traded",
        a."at", a."value", a."sign"
    )
    SELECT "userId", "portfolioId" || ' ' || "other" AS "subject", jsonb_build_object('hedged', count(*),
      'otherUser', "otherUser", 'portfolio', "portfolioId", 'otherPortfolio', "other",
      'value', round(sum("value"), 2), 'traded', round("traded", 2), 'otherTraded', round("otherTraded", 2),
      'examples', to_jsonb((array_agg(jsonb_build_object('symbol', "symbol", 'at', "at", 'otherAt', "otherAt",
        'side', CASE WHEN "sign" > 0 THEN 'buy' ELSE 'sell' END) ORDER BY "value" DESC))[1:${EXAMPLES}::int])) AS "evidence"
    FROM hedged
    GROUP BY "userId", "portfolioId", "otherUser", "other", "traded", "otherTraded"
    HAVING CASE WHEN "userId" = "otherUser"
      THEN sum("value") >= ${OWN_SHARE}::numeric * least("traded", "otherTraded")
      ELSE count(*) >= ${MIN_HEDGED}::int AND sum("value") >= ${HEDGED_SHARE}::numeric * "traded"
        AND sum("otherValue") >= ${HEDGED_SHARE}::numeric * "otherTraded" END`;
}
