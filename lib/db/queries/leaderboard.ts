import "server-only";
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
  STANDARD_OPENING,
} from "@/lib/schemas/leaderboard";

const TOP = 100;
const DAY_MS = 86_400_000;
/** Timeout in ms; the job ranks all users. */
const JOB_TIMEOUT_MS = 60_000;
/** Memory in MB for each sort and hash, so that a million traders are not sorted on disk. */
const JOB_MEMORY_MB = 128;
const RANKS = { pnl: "rankPnl", return: "rankReturn", score: "rankScore" } as const;

/** Number of the next run; deletes what an unfinished run left under it. */
export async function beginRun(): Promise<number> {
  const db = getDb();
  const newest = await db.leaderboardRun.aggregate({ _max: { id: true } });
  const run = (newest._max.id ?? 0) + 1;
  await withTimeout(JOB_TIMEOUT_MS, db.leaderboardEntry.deleteMany({ where: { run: { gte: run } } }));
  return run;
}

/**
 * Ranks the traders of both lists in every window, in one statement. It sums all portfolios of a user in each
 * list:
 *
 * - profit: the change of equity since the window's first instant, by the equity series, with open positions
 * at their current mark, less cash flows other than trading (openings, resets, adjustments). A loss therefore
 * stays when its portfolio is reset, and each booking counts at its time.
 * - return: profit as a fraction of the capital: equity at the first instant, or the opening balance of a
 * newer portfolio; each reset adds its opening, each deposit its amount.
 * - score: profit / sqrt(sum of the squared results of trades, open ones included), which is higher for even
 * results.
 *
 * Left out: users who are banned, deleted or not listed, void challenges, and traders with fewer trades or
 * days than `LEADERBOARD_MINIMUM`. Figures are rounded before they are ranked, so that equal figures tie.
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
    ), closed AS MATERIALIZED (
      SELECT j."portfolioId", w."window", sum(j."net" * j."net") AS "squares", count(*) AS "trades",
        bit_or(j."day") AS "days"
      FROM (
        -- Converted once for each trade: without the fence every sum above would do it again.
        SELECT "portfolioId", "closedAt", "net"::float8 AS "net",
          1::bigint << (floor(extract(epoch FROM "closedAt") / 86400)::int - ${firstDay}::int) AS "day"
        FROM "JournalEntry" WHERE "closedAt" >= ${earliest} OFFSET 0
      ) j JOIN windows w ON j."closedAt" >= w."from"
      GROUP BY j."portfolioId", w."window"
    ), excluded AS MATERIALIZED (
      -- They are few: leaving them out is cheaper than looking everybody up.
      SELECT "id" FROM "User" WHERE NOT "isListed" OR "bannedAt" IS NOT NULL OR "deletedAt" IS NOT NULL
    ), void AS MATERIALIZED (
      SELECT f."portfolioId" FROM "Challenge" c JOIN "ChallengePhase" f ON f."challengeId" = c."id"
      WHERE c."voidedAt" IS NOT NULL
    ), active AS MATERIALIZED (
      SELECT p."userId", p."kind", c."window", sum(c."trades")::int AS "trades"
      FROM closed c JOIN "Portfolio" p ON p."id" = c."portfolioId" JOIN windows w ON w."window" = c."window"
      WHERE p."userId" NOT IN (SELECT "id" FROM excluded) AND p."id" NOT IN (SELECT "portfolioId" FROM void)
      GROUP BY p."userId", p."kind", c."window"
      HAVING sum(c."trades") >= max(w."trades") AND bit_count(bit_or(c."days")::bit(64)) >= max(w."days")
    ), running AS MATERIALIZED (
      -- Of the open trades: what is not booked yet, and their result with what is.
      SELECT "portfolioId", sum("unrealised") AS "unrealised", sum(("booked" + "unrealised") ^ 2) AS "squares"
      FROM (
        SELECT o."portfolioId", ((o."trade" ->> 'realised')::numeric - (o."trade" ->> 'fees')::numeric
            - (o."trade" ->> 'funding')::numeric)::float8 AS "booked",
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
        bool_and(e."type" = 'portfolio-reset' AND (e."payload" ->> 'opening')::float8 = ${STANDARD_OPENING})
          AS "isStandard"
      FROM "PortfolioEvent" e JOIN windows w ON e."at" > w."from"
      WHERE e."type" IN ('portfolio-reset', 'balance-adjusted') AND e."at" >= ${earliest}
      GROUP BY e."portfolioId", w."window"
    ), results AS (
      SELECT a."userId", a."kind", a."window", a."trades",
        p."balance"::float8 + coalesce(r."unrealised", 0) - coalesce(b."equity", 0) - coalesce(f."net", 0) AS "pnl",
        coalesce(c."squares", 0) + coalesce(r."squares", 0) AS "squares",
        coalesce(b."equity", o."opening", 0) + coalesce(i."amount", 0) AS "capital",
        p."opening" = ${STANDARD_OPENING} AND coalesce(i."isStandard", TRUE) AS "isStandard"
      FROM active a
      JOIN windows w ON w."window" = a."window"
      JOIN "Portfolio" p ON p."userId" = a."userId" AND p."kind" = a."kind"
      LEFT JOIN closed c ON c."portfolioId" = p."id" AND c."window" = a."window"
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
      WHERE p."id" NOT IN (SELECT "portfolioId" FROM void)
    ), people AS (
      SELECT lower("kind") AS "list", "window", "userId", max("trades") AS "trades", sum("pnl") AS "pnl",
        sum("squares") AS "squares", sum("capital") AS "capital", bool_and("isStandard") AS "isStandard"
      FROM results GROUP BY "kind", "window", "userId"
    ), measured AS (
      SELECT "list", "window", "userId", "trades", "isStandard", round("pnl"::numeric, 8)::float8 AS "pnl",
        round(("pnl" / greatest("capital", 1))::numeric, 8)::float8 AS "return",
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

/** Number of ranked traders of a run in each list and window, by measure. */
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

/** Publishes a complete run and deletes the earlier ones. */
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

/** A user's place in the newest run; null for one who is not ranked. */
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

/** Whether a user opted in to be listed. */
export async function findListing(userId: string): Promise<boolean> {
  const user = await getDb().user.findUnique({ where: { id: userId }, select: { isListed: true } });
  return user?.isListed ?? false;
}

/** Stores whether a user opted in to be listed; effective from the next run. */
export async function setListing(userId: string, isListed: boolean): Promise<void> {
  await getDb().user.updateMany({ where: { id: userId }, data: { isListed } });
}
