import "server-only";
import { Prisma } from "@/lib/db/generated/client";
import { openReviewItems } from "@/lib/db/journal/open-review-items";

/** Share of the exposure (value × time) of the challenge with less of it that must be hedged. */
const HEDGED_SHARE = 0.5;
const EXAMPLES = 5;

/**
 * Pairs of challenges of one user that held opposite positions of a symbol at the same time, whenever and in whatever
 * size each was opened: in any market one of the two gains. Looks at challenges with a trade since `from`; a position
 * that is open counts until `now`.
 */
export function reviewOppositePositions(from: Date, now: Date): Promise<number> {
  return openReviewItems("opposite-positions", from, findOppositePositions(from, now));
}

/** A fill begins a period of one position, which lasts until the symbol's next fill. */
function findOppositePositions(from: Date, now: Date): Prisma.Sql {
  return Prisma.sql`
    WITH challenge AS (
      SELECT * FROM (
        SELECT p."userId", p."id", count(*) OVER (PARTITION BY p."userId") AS "challenges"
        FROM "Portfolio" p
        WHERE p."kind" = 'CHALLENGE' AND p."id" IN (SELECT "portfolioId" FROM "Trade" WHERE "at" >= ${from})
      ) active WHERE "challenges" > 1
    ), period AS MATERIALIZED (
      SELECT c."userId", t."portfolioId", t."symbol", t."price", t."at" AS "since",
        coalesce(lead(t."at") OVER fills, ${now}) AS "until", sum(t."qtyChange") OVER fills AS "qty"
      FROM challenge c JOIN "Trade" t ON t."portfolioId" = c."id"
      WINDOW fills AS (PARTITION BY t."portfolioId", t."epoch", t."symbol" ORDER BY t."seq")
    ), exposure AS (
      SELECT "portfolioId", sum(abs("qty") * "price" * extract(epoch FROM "until" - "since")) AS "held"
      FROM period GROUP BY "portfolioId"
    ), overlap AS (
      SELECT a."userId", a."portfolioId", b."portfolioId" AS "other", a."symbol", sign(a."qty") AS "sign",
        least(abs(a."qty"), abs(b."qty")) * a."price" AS "value",
        greatest(a."since", b."since") AS "since", least(a."until", b."until") AS "until"
      FROM period a JOIN period b ON b."userId" = a."userId" AND b."portfolioId" > a."portfolioId"
        AND b."symbol" = a."symbol" AND sign(b."qty") = -sign(a."qty") AND a."qty" <> 0
        AND b."since" < a."until" AND a."since" < b."until"
    )
    SELECT o."userId", o."portfolioId" || ' ' || o."other" AS "subject", jsonb_build_object(
      'portfolio', o."portfolioId", 'otherPortfolio', o."other",
      'hedgedHours', round(sum(extract(epoch FROM o."until" - o."since")) / 3600, 2),
      'hedgedShare', round(sum(o."value" * extract(epoch FROM o."until" - o."since")) / least(a."held", b."held"), 4),
      'examples', to_jsonb((array_agg(jsonb_build_object('symbol', o."symbol", 'since', o."since", 'until', o."until",
        'side', CASE WHEN o."sign" > 0 THEN 'long' ELSE 'short' END) ORDER BY o."value" DESC))[1:${EXAMPLES}::int])
    ) AS "evidence"
    FROM overlap o
    JOIN exposure a ON a."portfolioId" = o."portfolioId" JOIN exposure b ON b."portfolioId" = o."other"
    GROUP BY o."userId", o."portfolioId", o."other", a."held", b."held"
    HAVING sum(o."value" * extract(epoch FROM o."until" - o."since"))
      >= ${HEDGED_SHARE}::numeric * least(a."held", b."held")`;
}
