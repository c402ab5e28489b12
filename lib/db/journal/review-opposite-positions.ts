import "server-only";
import { Prisma } from "@/lib/db/generated/client";
import { openReviewItems } from "@/lib/db/journal/open-review-items";
import { UNKNOWN_CLIENT_IP } from "@/lib/infra/unknown-client-ip";

/** Share of the exposure (value × time) of the portfolio with less of it that must be hedged. */
const HEDGED_SHARE = 0.5;
/** The same for two users without a common client IP, who then must also have opened positions against each other. */
const STRANGERS_SHARE = 0.8;
const STRANGERS_OPENINGS = 3;
/** Openings of strangers belong together within one or two of these. */
const OPENING_MINUTES = 30;
const EXAMPLES = 5;

/**
 * Pairs of portfolios that held opposite positions of a symbol at the same time, whenever and in whatever size each was
 * opened: in any market one of the two gains. Two challenges of one user, or portfolios of two users. Looks at
 * portfolios with a trade since `from`; a position that is open counts until `now`. A pair of two users is shown from
 * both sides.
 */
export function reviewOppositePositions(from: Date, now: Date): Promise<number> {
  return openReviewItems("opposite-positions", from, findOppositePositions(from, now));
}

/** A fill begins a period of one position, which lasts until the symbol's next fill. */
function findOppositePositions(from: Date, now: Date): Prisma.Sql {
  return Prisma.sql`
    WITH active AS MATERIALIZED (
      SELECT p."id", p."userId", p."kind", p."epoch" FROM "Portfolio" p
      WHERE p."kind" <> 'IMPORTED' AND p."id" IN (SELECT "portfolioId" FROM "Trade" WHERE "at" >= ${from})
    ), period AS MATERIALIZED (
      SELECT a."id", a."userId", t."symbol", t."price", t."seq", t."at" AS "since",
        coalesce(lead(t."at") OVER fills, ${now}) AS "until", sum(t."qtyChange") OVER fills AS "qty",
        sum(t."qtyChange") OVER fills - t."qtyChange" AS "before"
      FROM active a JOIN "Trade" t ON t."portfolioId" = a."id" AND t."epoch" = a."epoch"
      WINDOW fills AS (PARTITION BY a."id", t."symbol" ORDER BY t."seq")
    ), exposure AS (
      SELECT "id", sum(abs("qty") * "price" * extract(epoch FROM "until" - "since")) AS "held"
      FROM period GROUP BY "id"
    ), pair AS MATERIALIZED (
      SELECT "id", "other", bool_or("known") AS "known" FROM (${findPairs(from)}) found GROUP BY "id", "other"
    ), overlap AS (
      SELECT pair."id", pair."other", pair."known", a."userId", b."userId" AS "otherUser", a."symbol",
        sign(a."qty") AS "sign", least(abs(a."qty"), abs(b."qty")) * a."price" AS "value",
        greatest(a."since", b."since") AS "since", least(a."until", b."until") AS "until"
      FROM pair JOIN period a ON a."id" = pair."id" JOIN period b ON b."id" = pair."other"
        AND b."symbol" = a."symbol" AND sign(b."qty") = -sign(a."qty")
        AND b."since" < a."until" AND a."since" < b."until"
      WHERE a."qty" <> 0
    ), hedged AS (
      SELECT "userId", "id", "otherUser", "other", "known",
        sum(extract(epoch FROM "until" - "since")) AS "seconds",
        sum("value" * extract(epoch FROM "until" - "since")) AS "exposure",
        (array_agg(jsonb_build_object('symbol', "symbol", 'since', "since", 'until', "until",
          'side', CASE WHEN "sign" > 0 THEN 'long' ELSE 'short' END) ORDER BY "value" DESC))[1:${EXAMPLES}::int] AS "examples"
      FROM overlap GROUP BY "userId", "id", "otherUser", "other", "known"
    )
    SELECT h."userId", h."id" || ' ' || h."other" AS "subject", jsonb_build_object(
      'portfolio', h."id", 'otherUser', h."otherUser", 'otherPortfolio', h."other",
      'hedgedHours', round(h."seconds" / 3600, 2),
      'hedgedShare', round(h."exposure" / least(a."held", b."held"), 4), 'examples', to_jsonb(h."examples")
    ) AS "evidence"
    FROM hedged h
    JOIN exposure a ON a."id" = h."id" JOIN exposure b ON b."id" = h."other"
    WHERE CASE WHEN h."known" THEN h."exposure" >= ${HEDGED_SHARE}::numeric * least(a."held", b."held")
      ELSE h."exposure" >= ${STRANGERS_SHARE}::numeric * least(a."held", b."held")
        AND h."exposure" >= ${HEDGED_SHARE}::numeric * greatest(a."held", b."held") END`;
}

/**
 * The pairs worth comparing, so that not every portfolio is compared with every other: challenges of one user, users
 * who signed in from one client IP ("known"), and strangers who repeatedly opened positions against each other.
 */
function findPairs(from: Date): Prisma.Sql {
  return Prisma.sql`
    SELECT a."id", b."id" AS "other", TRUE AS "known"
    FROM active a JOIN active b ON b."userId" = a."userId" AND b."id" > a."id"
    WHERE a."kind" = 'CHALLENGE' AND b."kind" = 'CHALLENGE'
    UNION ALL
    SELECT a."id", b."id", TRUE
    FROM active a
    JOIN "SignIn" own ON own."userId" = a."userId" AND own."clientIp" <> ${UNKNOWN_CLIENT_IP}
    JOIN "SignIn" others ON others."clientIp" = own."clientIp" AND others."userId" <> own."userId"
    JOIN active b ON b."userId" = others."userId"
    UNION ALL
    SELECT a."id", b."id", FALSE
    FROM (${findOpenings(from)}) a
    CROSS JOIN (VALUES (-1), (0), (1)) AS step("slots")
    JOIN (${findOpenings(from)}) b ON b."symbol" = a."symbol" AND b."slot" = a."slot" + step."slots"
      AND b."sign" = -a."sign" AND b."userId" <> a."userId"
    GROUP BY a."id", b."id" HAVING count(DISTINCT a."seq") >= ${STRANGERS_OPENINGS}::int`;
}

/** Fills after which a position is on another side than before, in slots of time. */
function findOpenings(from: Date): Prisma.Sql {
  return Prisma.sql`
    SELECT "id", "userId", "symbol", "seq", sign("qty") AS "sign",
      floor(extract(epoch FROM "since") / ${OPENING_MINUTES * 60}::int)::bigint AS "slot"
    FROM period WHERE "since" >= ${from} AND "qty" <> 0 AND sign("qty") <> sign("before")`;
}
