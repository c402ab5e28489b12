import "server-only";
import { getDb } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import { withPatience } from "@/lib/db/with-patience";
import type { LeaderboardLine, LeaderboardMeasure, LeaderboardWindow } from "@/lib/schemas/leaderboard";

const TOP = 100;
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
  await withPatience(JOB_TIMEOUT_MS, db.leaderboardEntry.deleteMany({ where: { run: { gte: run } } }));
  return run;
}

/**
 * Ranks everybody who closed a trade in a window, for all windows in one statement that reads each table once: by net
 * profit of closed trades, by the part of the window's first balance that this is, and by profit ÷ √Σ profit², which
 * rises with evenness. Left out: who is banned, gone or not listed, and portfolios begun anew or given money in the
 * window.
 * @param froms the first instant of each window
 */
export async function rankTraders(run: number, froms: Record<LeaderboardWindow, Date>): Promise<void> {
  const { "24h": day, "7d": week, "30d": month } = froms;
  const statement = getDb().$executeRaw`
    WITH spoiled AS MATERIALIZED (
      SELECT "portfolioId", max("at") AS "at" FROM "PortfolioEvent"
      WHERE "type" IN ('portfolio-reset', 'balance-adjusted') AND "at" >= ${month} GROUP BY "portfolioId"
    ), closed AS (
      -- Converted once for each trade: without the fence every sum below would do it again.
      SELECT j."userId", j."closedAt", coalesce(s."at", '-infinity') AS "spoiledAt", j."net"::float8 AS "net"
      FROM "JournalEntry" j LEFT JOIN spoiled s ON s."portfolioId" = j."portfolioId"
      WHERE j."closedAt" >= ${month}
      OFFSET 0
    ), traded AS (
      SELECT "userId",
        sum("net") FILTER (WHERE "closedAt" >= ${day} AND "spoiledAt" < ${day}) AS pnl1,
        sum("net" * "net") FILTER (WHERE "closedAt" >= ${day} AND "spoiledAt" < ${day}) AS squares1,
        count(*) FILTER (WHERE "closedAt" >= ${day} AND "spoiledAt" < ${day}) AS trades1,
        sum("net") FILTER (WHERE "closedAt" >= ${week} AND "spoiledAt" < ${week}) AS pnl7,
        sum("net" * "net") FILTER (WHERE "closedAt" >= ${week} AND "spoiledAt" < ${week}) AS squares7,
        count(*) FILTER (WHERE "closedAt" >= ${week} AND "spoiledAt" < ${week}) AS trades7,
        sum("net") FILTER (WHERE "spoiledAt" < ${month}) AS pnl30,
        sum("net" * "net") FILTER (WHERE "spoiledAt" < ${month}) AS squares30,
        count(*) FILTER (WHERE "spoiledAt" < ${month}) AS trades30
      FROM closed GROUP BY "userId"
    ), held AS (
      SELECT p."userId",
        sum(p."balance"::float8) FILTER (WHERE s."at" IS NULL OR s."at" < ${day}) AS balance1,
        sum(p."balance"::float8) FILTER (WHERE s."at" IS NULL OR s."at" < ${week}) AS balance7,
        sum(p."balance"::float8) FILTER (WHERE s."at" IS NULL) AS balance30
      FROM "Portfolio" p LEFT JOIN spoiled s ON s."portfolioId" = p."id"
      GROUP BY p."userId"
    ), excluded AS MATERIALIZED (
      -- They are few: leaving them out is cheaper than looking everybody up.
      SELECT "id" FROM "User" WHERE NOT "isListed" OR "bannedAt" IS NOT NULL OR "deletedAt" IS NOT NULL
    ), places AS (
      -- One row for each window. A list of values that looks back at its row would be set up anew for each of them.
      SELECT w."window", t."userId",
        CASE w."window" WHEN '24h' THEN pnl1 WHEN '7d' THEN pnl7 ELSE pnl30 END AS "pnl",
        CASE w."window" WHEN '24h' THEN squares1 WHEN '7d' THEN squares7 ELSE squares30 END AS "squares",
        CASE w."window" WHEN '24h' THEN trades1 WHEN '7d' THEN trades7 ELSE trades30 END AS "trades",
        CASE w."window" WHEN '24h' THEN balance1 WHEN '7d' THEN balance7 ELSE balance30 END AS "balance"
      FROM traded t
      JOIN held h ON h."userId" = t."userId"
      CROSS JOIN (VALUES ('24h'), ('7d'), ('30d')) w("window")
      WHERE t."userId" NOT IN (SELECT "id" FROM excluded)
      OFFSET 0
    ), measured AS (
      SELECT "window", "userId", "pnl", "pnl" / greatest("balance" - "pnl", 1) AS "return",
        CASE WHEN "squares" > 0 THEN "pnl" / sqrt("squares") ELSE 0 END AS "score", "trades"::int
      FROM places WHERE "trades" > 0
    )
    INSERT INTO "LeaderboardEntry" ("run", "window", "userId", "pnl", "return", "score", "trades", "rankPnl",
      "rankReturn", "rankScore")
    SELECT ${run}::int, "window", "userId", "pnl", "return", "score", "trades",
      rank() OVER (PARTITION BY "window" ORDER BY "pnl" DESC),
      rank() OVER (PARTITION BY "window" ORDER BY "return" DESC),
      rank() OVER (PARTITION BY "window" ORDER BY "score" DESC)
    FROM measured
    -- In the order of the key, which its index is written fastest in.
    ORDER BY "window", "userId"`;
  await withPatience(JOB_TIMEOUT_MS, statement, { memoryMb: JOB_MEMORY_MB });
}

/** How many a run has ranked in each window. */
export async function countRanked(run: number): Promise<Record<LeaderboardWindow, number>> {
  const statement = getDb().leaderboardEntry.groupBy({ by: ["window"], where: { run }, _count: true });
  const counts = await withPatience(JOB_TIMEOUT_MS, statement);
  const ranked: Record<LeaderboardWindow, number> = { "24h": 0, "7d": 0, "30d": 0 };
  for (const { window, _count } of counts) if (window in ranked) ranked[window as LeaderboardWindow] = _count;
  return ranked;
}

/** Shows a run that is whole, and forgets those before it. */
export async function finishRun(run: number, computedAt: Date): Promise<void> {
  const db = getDb();
  await db.leaderboardRun.create({ data: { id: run, computedAt } });
  await withPatience(JOB_TIMEOUT_MS, db.leaderboardEntry.deleteMany({ where: { run: { lt: run } } }));
  await db.leaderboardRun.deleteMany({ where: { id: { lt: run } } });
}

/** The first hundred of a run. */
export async function findTop(
  run: number,
  window: LeaderboardWindow,
  by: LeaderboardMeasure,
): Promise<LeaderboardLine[]> {
  const rank = Prisma.raw(`"${RANKS[by]}"`);
  const statement = getDb().$queryRaw<LeaderboardLine[]>`
    SELECT top."rank", u."id", u."displayName" AS "name", top."pnl", top."return", top."score", top."trades"
    FROM (
      SELECT e.${rank} AS "rank", e."userId", e."pnl", e."return", e."score", e."trades" FROM "LeaderboardEntry" e
      WHERE e."run" = ${run}::int AND e."window" = ${window}
      ORDER BY e.${rank}, e."userId" LIMIT ${TOP}::int
    ) top
    JOIN "User" u ON u."id" = top."userId"
    ORDER BY top."rank", top."userId"`;
  return withPatience(JOB_TIMEOUT_MS, statement);
}

/** Where a user stands in the newest run, or null for one who is not ranked. */
export async function findOwnPlace(
  userId: string,
  window: LeaderboardWindow,
): Promise<{ ranks: Record<LeaderboardMeasure, number>; pnl: number; return: number; score: number } | null> {
  const rows = await getDb().$queryRaw<
    { pnl: number; return: number; score: number; rankPnl: number; rankReturn: number; rankScore: number }[]
  >`
    SELECT "pnl", "return", "score", "rankPnl", "rankReturn", "rankScore" FROM "LeaderboardEntry"
    WHERE "run" = (SELECT max("id") FROM "LeaderboardRun") AND "window" = ${window} AND "userId" = ${userId}`;
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
