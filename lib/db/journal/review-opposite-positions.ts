import "server-only";
import { Prisma } from "@/lib/db/generated/client";
import { openReviewItems } from "@/lib/db/journal/open-review-items";
import { UNKNOWN_CLIENT_IP } from "@/lib/infra/unknown-client-ip";

/** Share of the exposure (value × time) of the portfolio with less of it that must be hedged. */
const HEDGED_SHARE = 0.5;
/** The same for two users without a common client IP, who must also have opened large positions against each other. */
const UNRELATED_SHARE = 0.8;
/** That many of each one's largest positions are compared, so that the number of comparisons stays small. */
const LARGEST = 6;
const OPPOSITE = 3;
/** Openings of unrelated users belong together within one or two of these. */
const OPENING_MINUTES = 30;
/** A client IP with more users is not compared. */
const MOST_OF_ONE_IP = 20;
/** Pairs of unrelated users that are compared by what they held; those with the most openings against each other first. */
const MOST_UNRELATED = 2_000;
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
    ), fill AS (
      SELECT a."id", a."userId", t."symbol", t."price", t."seq", t."at" AS "since",
        coalesce(lead(t."at") OVER fills, ${now}) AS "until", sum(t."qtyChange") OVER fills AS "qty",
        sum(t."qtyChange") OVER fills - t."qtyChange" AS "before"
      FROM active a JOIN "Trade" t ON t."portfolioId" = a."id" AND t."epoch" = a."epoch"
      WINDOW fills AS (PARTITION BY a."id", t."symbol" ORDER BY t."seq")
    ), period AS MATERIALIZED (
      SELECT *, abs("qty") * "price" * extract(epoch FROM "until" - "since") AS "exposure",
        count(*) FILTER (WHERE sign("qty") <> sign("before")) OVER (PARTITION BY "id", "symbol" ORDER BY "seq") AS "trip"
      FROM fill
    ), exposure AS (
      SELECT "id", sum("exposure") AS "held" FROM period GROUP BY "id"
    ), largest AS MATERIALIZED (
      ${findLargest(from)}
    ), around AS MATERIALIZED (
      SELECT "id", "userId", "symbol", "sign", "slot" + step."slots" AS "slot"
      FROM largest CROSS JOIN (VALUES (-1), (0), (1)) AS step("slots")
    ), held AS MATERIALIZED (
      SELECT * FROM period WHERE "qty" <> 0
    ), pair AS MATERIALIZED (
      SELECT "id", "other", bool_or("isRelated") AS "isRelated" FROM (${findPairs()}) found GROUP BY "id", "other"
    ), overlap AS (
      SELECT pair."id", pair."other", pair."isRelated", a."userId", b."userId" AS "otherUser", a."symbol",
        sign(a."qty") AS "sign", least(abs(a."qty"), abs(b."qty")) * a."price" AS "value",
        greatest(a."since", b."since") AS "since", least(a."until", b."until") AS "until"
      FROM pair JOIN held a ON a."id" = pair."id" JOIN held b ON b."id" = pair."other"
        AND b."symbol" = a."symbol" AND sign(b."qty") = -sign(a."qty")
        AND b."since" < a."until" AND a."since" < b."until"
    ), hedged AS (
      SELECT "userId", "id", "otherUser", "other", "isRelated",
        sum(extract(epoch FROM "until" - "since")) AS "seconds",
        sum("value" * extract(epoch FROM "until" - "since")) AS "exposure",
        (array_agg(jsonb_build_object('symbol', "symbol", 'since', "since", 'until', "until",
          'side', CASE WHEN "sign" > 0 THEN 'long' ELSE 'short' END) ORDER BY "value" DESC))[1:${EXAMPLES}::int] AS "examples"
      FROM overlap GROUP BY "userId", "id", "otherUser", "other", "isRelated"
    )
    SELECT h."userId", h."id" || ' ' || h."other" AS "subject", jsonb_build_object(
      'portfolio', h."id", 'otherUser', h."otherUser", 'otherPortfolio', h."other",
      'hedgedHours', round(h."seconds" / 3600, 2),
      'hedgedShare', round(h."exposure" / least(a."held", b."held"), 4), 'examples', to_jsonb(h."examples")
    ) AS "evidence"
    FROM hedged h
    JOIN exposure a ON a."id" = h."id" JOIN exposure b ON b."id" = h."other"
    WHERE CASE WHEN h."isRelated" THEN h."exposure" >= ${HEDGED_SHARE}::numeric * least(a."held", b."held")
      ELSE h."exposure" >= ${UNRELATED_SHARE}::numeric * least(a."held", b."held")
        AND h."exposure" >= ${HEDGED_SHARE}::numeric * greatest(a."held", b."held") END`;
}

/**
 * The pairs worth comparing, so that not every portfolio is compared with every other: challenges of one user, users
 * who signed in from one client IP (related), and unrelated users whose largest positions were opened against each other.
 */
function findPairs(): Prisma.Sql {
  return Prisma.sql`
    SELECT a."id", b."id" AS "other", TRUE AS "isRelated"
    FROM active a JOIN active b ON b."userId" = a."userId" AND b."id" > a."id"
    WHERE a."kind" = 'CHALLENGE' AND b."kind" = 'CHALLENGE'
    UNION ALL
    SELECT a."id", b."id", TRUE
    FROM active a
    JOIN "SignIn" own ON own."userId" = a."userId" AND own."clientIp" <> ${UNKNOWN_CLIENT_IP}
    -- A carrier's or a company's network tells nothing.
    JOIN (SELECT "clientIp" FROM "SignIn" GROUP BY "clientIp" HAVING count(DISTINCT "userId") <= ${MOST_OF_ONE_IP}::int) few
      ON few."clientIp" = own."clientIp"
    JOIN "SignIn" others ON others."clientIp" = own."clientIp" AND others."userId" <> own."userId"
    JOIN active b ON b."userId" = others."userId"
    UNION ALL (
      SELECT a."id", b."id", FALSE
      FROM around a JOIN largest b USING ("symbol", "slot")
      WHERE b."userId" <> a."userId"
      GROUP BY a."id", b."id"
      -- A pair that also takes the same side does not hedge.
      HAVING count(*) >= ${OPPOSITE}::int AND bool_and(b."sign" = -a."sign")
      ORDER BY count(*) DESC LIMIT ${MOST_UNRELATED}::int
    )`;
}

/** The positions of each portfolio with the most exposure, in slots of their opening. */
function findLargest(from: Date): Prisma.Sql {
  return Prisma.sql`
    SELECT * FROM (
      SELECT "id", "userId", "symbol", sign(min("qty")) AS "sign",
        floor(extract(epoch FROM min("since")) / ${OPENING_MINUTES * 60}::int)::bigint AS "slot",
        row_number() OVER (PARTITION BY "id" ORDER BY sum("exposure") DESC) AS "rank"
      FROM period WHERE "qty" <> 0 GROUP BY "id", "userId", "symbol", "trip" HAVING min("since") >= ${from}
    ) ranked WHERE "rank" <= ${LARGEST}::int`;
}
