import "server-only";
import { OWN_PLAN_ID } from "@/lib/core/challenge/build-own-plan";
import { TRIAL_PLAN } from "@/lib/core/challenge/trial-plan";
import { COMPETITION_PLAN_ID } from "@/lib/core/competition/build-competition-plan";
import { STANDARD_OPENING } from "@/lib/core/opening";
import { getDb } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import { withTimeout } from "@/lib/db/with-timeout";
import {
  type Board,
  LEADERBOARD_MINIMUM,
  LEADERBOARD_WINDOWS,
  type LeaderboardLine,
  type LeaderboardMeasure,
  type LeaderboardWindow,
  type OwnPlace,
} from "@/lib/schemas/leaderboard";
import { SMALLEST_OPENING } from "@/lib/schemas/trading/trading";

const TOP = 100;
const OPENING = Number(STANDARD_OPENING);
const DAY_MS = 86_400_000;
/** The job ranks everybody. */
const JOB_TIMEOUT_MS = 60_000;
/** For each of its sorts and hashes, so that a million traders are not sorted on disk. */
const JOB_MEMORY_MB = 128;
const RANKS = { pnl: "rankPnl", return: "rankReturn", score: "rankScore" } as const;

/** Number of the next run; what an earlier run under it left unfinished is taken away. */
export async function beginRun(): Promise<number> {
  const db = getDb();
  const newest = await db.leaderboardRun.aggregate({ _max: { id: true } });
  const run = (newest._max.id ?? 0) + 1;
  await withTimeout(JOB_TIMEOUT_MS, db.leaderboardEntry.deleteMany({ where: { run: { gte: run } } }));
  return run;
}

/**
 * Ranks the traders of both lists in every window, in one statement. Of each person it adds up all portfolios of a list:
 *
 * - profit: the change of equity since the window's first instant, by the equity series, open positions at their mark now,
 *   less what came without trading (openings, resets, adjustments). So a loss stays when its portfolio is reset, and each
 *   booking counts when it was made.
 * - return: profit as a fraction of the capital: equity at the first instant, or the opening of a portfolio that is newer;
 *   each reset adds its opening, each deposit its amount. It counts as at least the smallest opening, so that a withdrawal
 *   does not raise the return.
 * - score: profit / sqrt(sum of the squared results of trades, open ones included), which rises with evenness.
 *
 * Left out: users who are banned, deleted or not listed, challenges that are void, free trials, own rulebooks, competitions,
 * imported trades, from the ranks by profit those whose capital was not the standard opening, and traders with fewer trades or days than `LEADERBOARD_MINIMUM`. Figures are rounded before they
 * are ranked, so that equal ones tie.
 *
 * @param froms the first instant of each window
 * @param marks the newest mark of each symbol; a position without one counts at its entry
 */
export async function rankTraders(
  run: number,
  froms: Record<LeaderboardWindow, Date>,
  marks: readonly { symbol: string; mark: number }[],
): Promise<void> {
  const windows = LEADERBOARD_WINDOWS.map((window) => ({
    window,
    from: froms[window],
    ...LEADERBOARD_MINIMUM[window],
  }));
  const earliest = froms["30d"];
  const firstDay = Math.floor(earliest.getTime() / DAY_MS);
  const statement = getDb().$executeRaw`
    WITH windows AS MATERIALIZED (
      SELECT * FROM json_to_recordset(${JSON.stringify(windows)}::json)
        AS w("window" text, "from" timestamptz, "trades" int, "days" int)
    ), marks AS MATERIALIZED (
      SELECT * FROM json_to_recordset(${JSON.stringify(marks)}::json) AS m("symbol" text, "mark" float8)
    ), excluded AS MATERIALIZED (
      -- They are few: leaving them out is cheaper than looking everybody up.
      SELECT "id" FROM "User" WHERE NOT "isListed" OR "bannedAt" IS NOT NULL OR "deletedAt" IS NOT NULL
    ), uncounted AS MATERIALIZED (
      SELECT f."portfolioId" FROM "Challenge" c JOIN "ChallengePhase" f ON f."challengeId" = c."id"
      WHERE c."voidedAt" IS NOT NULL OR c."planId" IN (${TRIAL_PLAN.id}, ${OWN_PLAN_ID}, ${COMPETITION_PLAN_ID})
      UNION ALL SELECT "id" FROM "Portfolio" WHERE "kind" = 'IMPORTED'
    ), traded AS (
      -- By the trades alone, which name their user; a challenge's portfolio is one of its phases. So nothing else is read
      -- of those who don't trade enough in any window, and each trade is looked at once.
      SELECT "userId", "isChallenge", ${Prisma.join(windows.map(sumTrades))}
      FROM (
        -- Converted once for each trade: without the fence every sum above would do it again.
        SELECT "userId", "portfolioId" IN (SELECT "portfolioId" FROM "ChallengePhase") AS "isChallenge", "closedAt",
          "net"::float8 AS "net",
          1::bigint << (floor(extract(epoch FROM "closedAt") / 86400)::int - ${firstDay}::int) AS "day"
        FROM "JournalEntry"
        WHERE "closedAt" >= ${earliest} AND "userId" NOT IN (SELECT "id" FROM excluded)
          AND "portfolioId" NOT IN (SELECT "portfolioId" FROM uncounted)
        OFFSET 0
      ) j GROUP BY "userId", "isChallenge"
      HAVING count(*) >= ${Math.min(...windows.map(({ trades }) => trades))}::int
    ), active AS MATERIALIZED (
      SELECT t."userId", CASE WHEN t."isChallenge" THEN 'CHALLENGE' ELSE 'PRACTICE' END AS "kind", f.*
      FROM traded t CROSS JOIN LATERAL (VALUES ${Prisma.join(windows.map(nameSums))})
        AS f("window", "trades", "days", "squares")
      JOIN windows w ON w."window" = f."window" AND f."trades" >= w."trades"
        AND bit_count(f."days"::bit(64)) >= w."days"
    ), running AS MATERIALIZED (
      -- Of the open trades: what is not booked yet, and their result with what is.
      SELECT "portfolioId", sum("unrealised") AS "unrealised", sum(("booked" + "unrealised") ^ 2) AS "squares"
      FROM (
        SELECT o."portfolioId", ((o."roundTrip" ->> 'realised')::numeric - (o."roundTrip" ->> 'fees')::numeric
            - (o."roundTrip" ->> 'funding')::numeric)::float8 AS "booked",
          coalesce(o."qty"::float8 * m."mark" - sign(o."qty")::float8 * o."cost"::float8, 0) AS "unrealised"
        FROM "Position" o LEFT JOIN marks m ON m."symbol" = o."symbol" OFFSET 0
      ) s GROUP BY "portfolioId"
    ), flows AS MATERIALIZED (
      SELECT s."portfolioId", w."window", sum(s."flow")::float8 AS "net", min(s."at") AS "first"
      FROM "EquitySnapshot" s JOIN windows w ON s."at" > w."from"
      WHERE s."flow" <> 0 GROUP BY s."portfolioId", w."window"
    ), inflows AS MATERIALIZED (
      SELECT e."portfolioId", w."window",
        coalesce(sum((e."payload" ->> 'opening')::float8), 0)
          + coalesce(sum(greatest((e."payload" ->> 'amount')::float8, 0)), 0) AS "amount",
        bool_and(e."type" = 'portfolio-reset' AND (e."payload" ->> 'opening')::float8 = ${OPENING})
          AS "isStandard", bool_or(e."type" = 'portfolio-reset') AS "hasReset"
      FROM "PortfolioEvent" e JOIN windows w ON e."at" > w."from"
      WHERE e."type" IN ('portfolio-reset', 'balance-adjusted') AND e."at" >= ${earliest}
      GROUP BY e."portfolioId", w."window"
    ), results AS (
      SELECT a."userId", a."kind", a."window", a."trades", a."squares" AS "closedSquares",
        p."balance"::float8 + coalesce(r."unrealised", 0) - coalesce(b."equity", 0) - coalesce(f."net", 0) AS "pnl",
        coalesce(r."squares", 0) AS "openSquares",
        coalesce(b."equity", o."opening", 0) + coalesce(i."amount", 0) AS "capital",
        p."opening" = ${OPENING} AND p."adjustments" = 0 AND coalesce(i."isStandard", TRUE)
          AND coalesce(n."opening", o."opening", ${OPENING}) = ${OPENING} AS "isStandard"
      FROM active a
      JOIN windows w ON w."window" = a."window"
      JOIN "Portfolio" p ON p."userId" = a."userId" AND p."kind" = a."kind"
      LEFT JOIN running r ON r."portfolioId" = p."id"
      LEFT JOIN flows f ON f."portfolioId" = p."id" AND f."window" = a."window"
      LEFT JOIN inflows i ON i."portfolioId" = p."id" AND i."window" = a."window"
      LEFT JOIN LATERAL (
        SELECT s."equity"::float8 AS "equity" FROM "EquitySnapshot" s
        WHERE s."portfolioId" = p."id" AND s."at" <= w."from" ORDER BY s."at" DESC, s."seq" DESC LIMIT 1
      ) b ON TRUE
      LEFT JOIN LATERAL (
        -- The first flow of a portfolio that is newer than the window.
        SELECT s."flow"::float8 AS "opening" FROM "EquitySnapshot" s
        WHERE b."equity" IS NULL AND s."portfolioId" = p."id" AND s."at" = f."first" ORDER BY s."seq" LIMIT 1
      ) o ON TRUE
      LEFT JOIN LATERAL (
        -- The opening that the window began with, where a reset has replaced it: equity at the flow before the window.
        SELECT s."equity"::float8 AS "opening" FROM "EquitySnapshot" s
        WHERE i."hasReset" AND b."equity" IS NOT NULL AND s."portfolioId" = p."id" AND s."flow" <> 0 AND s."at" <= w."from"
        ORDER BY s."at" DESC, s."seq" DESC LIMIT 1
      ) n ON TRUE
      WHERE p."id" NOT IN (SELECT "portfolioId" FROM uncounted)
    ), people AS (
      SELECT lower("kind") AS "list", "window", "userId", max("trades") AS "trades", sum("pnl") AS "pnl",
        max("closedSquares") + sum("openSquares") AS "squares", sum("capital") AS "capital", bool_and("isStandard") AS "isStandard"
      FROM results GROUP BY "kind", "window", "userId"
    ), measured AS (
      SELECT "list", "window", "userId", "trades", "isStandard", round("pnl"::numeric, 8)::float8 AS "pnl",
        round(("pnl" / greatest("capital", ${SMALLEST_OPENING}))::numeric, 8)::float8 AS "return",
        CASE WHEN "squares" > 0 THEN round(("pnl" / sqrt("squares"))::numeric, 8)::float8 ELSE 0 END AS "score"
      FROM people
    )
    INSERT INTO "LeaderboardEntry" ("run", "list", "window", "userId", "pnl", "return", "score", "trades", "rankPnl",
      "rankReturn", "rankScore")
    SELECT ${run}::int, "list", "window", "userId", "pnl", "return", "score", "trades",
      CASE WHEN "isStandard" THEN rank() OVER (PARTITION BY "list", "window", "isStandard" ORDER BY "pnl" DESC) END,
      rank() OVER (PARTITION BY "list", "window" ORDER BY "return" DESC),
      rank() OVER (PARTITION BY "list", "window" ORDER BY "score" DESC)
    FROM measured
    -- In the order of the key, which its index is written fastest in.
    ORDER BY "list", "window", "userId"`;
  await withTimeout(JOB_TIMEOUT_MS, statement, { memoryMb: JOB_MEMORY_MB });
}

/** Number, days (a bit each) and squared results of the trades of a window, as columns that `nameSums` names. */
function sumTrades({ window, from }: { window: LeaderboardWindow; from: Date }): Prisma.Sql {
  const [trades, days, squares] = ["trades", "days", "squares"].map((sum) =>
    Prisma.raw(`"${sum} ${window}"`),
  );
  const isIn = Prisma.sql`FILTER (WHERE "closedAt" >= ${from})`;
  return Prisma.sql`count(*) ${isIn} AS ${trades}, bit_or("day") ${isIn} AS ${days},
    sum("net" * "net") ${isIn} AS ${squares}`;
}

function nameSums({ window }: { window: LeaderboardWindow }): Prisma.Sql {
  return Prisma.raw(`('${window}', "trades ${window}"::int, "days ${window}", "squares ${window}")`);
}

/** How many a run has ranked in each list and window, by measure. */
export async function countRanked(
  run: number,
): Promise<{ list: string; window: string; ranked: Record<LeaderboardMeasure, number> }[]> {
  const statement = getDb().leaderboardEntry.groupBy({
    by: ["list", "window"],
    where: { run },
    _count: { rankPnl: true, rankReturn: true, rankScore: true },
  });
  const rows = await withTimeout(JOB_TIMEOUT_MS, statement);
  return rows.map(({ list, window, _count }) => ({
    list,
    window,
    ranked: { pnl: _count.rankPnl, return: _count.rankReturn, score: _count.rankScore },
  }));
}

/** Shows a run that is whole, and forgets those before it. */
export async function finishRun(run: number, computedAt: Date): Promise<void> {
  const db = getDb();
  await db.leaderboardRun.create({ data: { id: run, computedAt } });
  await withTimeout(JOB_TIMEOUT_MS, db.leaderboardEntry.deleteMany({ where: { run: { lt: run } } }));
  await db.leaderboardRun.deleteMany({ where: { id: { lt: run } } });
}

/** The first hundred of a board in a run. */
export async function findTop(run: number, { list, window, by }: Board): Promise<LeaderboardLine[]> {
  const rank = Prisma.raw(`"${RANKS[by]}"`);
  const statement = getDb().$queryRaw<LeaderboardLine[]>`
    SELECT top."rank", u."id", u."displayName" AS "name", top."pnl", top."return", top."score", top."trades"
    FROM (
      SELECT e.${rank} AS "rank", e."userId", e."pnl", e."return", e."score", e."trades" FROM "LeaderboardEntry" e
      WHERE e."run" = ${run}::int AND e."list" = ${list} AND e."window" = ${window} AND e.${rank} IS NOT NULL
      ORDER BY e.${rank}, e."userId" LIMIT ${TOP}::int
    ) top
    JOIN "User" u ON u."id" = top."userId"
    ORDER BY top."rank", top."userId"`;
  return withTimeout(JOB_TIMEOUT_MS, statement);
}

/** Where a user stands in the newest run, or null for one who is not ranked. */
export async function findOwnPlace(
  userId: string,
  { list, window }: Pick<Board, "list" | "window">,
): Promise<OwnPlace | null> {
  const rows = await getDb().$queryRaw<
    (Omit<OwnPlace, "ranks"> & { rankPnl: number | null; rankReturn: number; rankScore: number })[]
  >`
    SELECT "pnl", "return", "score", "rankPnl", "rankReturn", "rankScore" FROM "LeaderboardEntry"
    WHERE "run" = (SELECT max("id") FROM "LeaderboardRun") AND "list" = ${list} AND "window" = ${window}
      AND "userId" = ${userId}`;
  const [row] = rows;
  if (row === undefined) return null;
  const { rankPnl, rankReturn, rankScore, ...figures } = row;
  return { ...figures, ranks: { pnl: rankPnl, return: rankReturn, score: rankScore } };
}

/** Whether a user wants to be listed. */
export async function findListing(userId: string): Promise<boolean> {
  const user = await getDb().user.findUnique({ where: { id: userId }, select: { isListed: true } });
  return user?.isListed ?? false;
}

/** Notes whether a user wants to be listed; it counts from the next run on. */
export async function setListing(userId: string, isListed: boolean): Promise<void> {
  await getDb().user.updateMany({ where: { id: userId }, data: { isListed } });
}
