import "server-only";
import { getDb } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import { withPatience } from "@/lib/db/with-patience";
import type { LeaderboardLine, LeaderboardMeasure, LeaderboardWindow } from "@/lib/schemas/leaderboard";

const TOP = 100;
/** The job ranks everybody. */
const JOB_TIMEOUT_MS = 60_000;
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
 * Ranks everybody who closed a trade since `from`, in one set-based statement: by net profit of closed trades, by
 * the part of the window's first balance that this is, and by profit ÷ √Σ profit², which rises with evenness.
 * Left out: who is banned, gone or not listed, and portfolios begun anew or given money in the window.
 * @returns how many are ranked
 */
export async function rankWindow(run: number, window: LeaderboardWindow, from: Date): Promise<number> {
  const statement = getDb().$executeRaw`
    WITH spoiled AS (
      SELECT DISTINCT "portfolioId" FROM "PortfolioEvent"
      WHERE "type" IN ('portfolio-reset', 'balance-adjusted') AND "at" >= ${from}
    ), traded AS (
      SELECT j."userId", sum(j."net"::float8) AS "pnl", sum(j."net"::float8 ^ 2) AS "squares", count(*)::int AS "trades"
      FROM "JournalEntry" j
      WHERE j."closedAt" >= ${from} AND j."portfolioId" NOT IN (SELECT "portfolioId" FROM spoiled)
      GROUP BY j."userId"
    ), held AS (
      SELECT p."userId", sum(p."balance"::float8) AS "balance" FROM "Portfolio" p
      WHERE p."id" NOT IN (SELECT "portfolioId" FROM spoiled)
      GROUP BY p."userId"
    ), measured AS (
      SELECT t."userId", t."pnl", t."pnl" / greatest(h."balance" - t."pnl", 1) AS "return",
        CASE WHEN t."squares" > 0 THEN t."pnl" / sqrt(t."squares") ELSE 0 END AS "score", t."trades"
      FROM traded t
      JOIN held h ON h."userId" = t."userId"
      JOIN "User" u ON u."id" = t."userId"
      WHERE u."isListed" AND u."bannedAt" IS NULL AND u."deletedAt" IS NULL
    )
    INSERT INTO "LeaderboardEntry" ("run", "window", "userId", "pnl", "return", "score", "trades", "rankPnl",
      "rankReturn", "rankScore")
    SELECT ${run}::int, ${window}, "userId", "pnl", "return", "score", "trades",
      rank() OVER (ORDER BY "pnl" DESC), rank() OVER (ORDER BY "return" DESC), rank() OVER (ORDER BY "score" DESC)
    FROM measured`;
  return withPatience(JOB_TIMEOUT_MS, statement);
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
