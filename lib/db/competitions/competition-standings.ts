import "server-only";
import { getDb } from "@/lib/db/client";
import { withTimeout } from "@/lib/db/with-timeout";
import type { CompetitionExclusion } from "@/lib/schemas/challenge/competitions";

/** One entry of a competition's table; `name` is null for a trader who is not listed, or banned. */
export type StandingRow = {
  userId: string;
  portfolioId: string;
  name: string | null;
  equity: number;
  change: number;
  drawdown: number;
  trades: number;
  exclusion: CompetitionExclusion | null;
  rank: number | null;
};

/** Timeout in ms of a statement over all entries. */
const TABLE_TIMEOUT_MS = 10_000;

type Marks = readonly { symbol: string; mark: number }[];

/** The table of a running competition at these marks, by rank; entries without a rank come last. */
export function findStandings(competitionId: string, marks: Marks): Promise<StandingRow[]> {
  const statement = getDb().$queryRaw<StandingRow[]>`
    SELECT s."userId", s."portfolioId", CASE WHEN u."isListed" AND u."bannedAt" IS NULL THEN u."displayName" END AS "name",
      s."equity"::float8 AS "equity", s."change", s."drawdown", s."trades", s."exclusion", s."rank"
    FROM competition_standings(${competitionId}, ${toMarksText(marks)}::jsonb) s JOIN "User" u ON u."id" = s."userId"
    ORDER BY s."rank" NULLS LAST, s."change" DESC, s."userId"`;
  return withTimeout(TABLE_TIMEOUT_MS, statement);
}

/** The frozen table of a competition that has ended, in the same order. */
export function findResults(competitionId: string): Promise<StandingRow[]> {
  const statement = getDb().$queryRaw<StandingRow[]>`
    SELECT e."userId", e."portfolioId", CASE WHEN u."isListed" AND u."bannedAt" IS NULL THEN u."displayName" END AS "name",
      e."equity"::float8 AS "equity", e."change", e."drawdown", e."trades", e."exclusion", e."rank"
    FROM "CompetitionEntry" e JOIN "User" u ON u."id" = e."userId"
    WHERE e."competitionId" = ${competitionId}
    ORDER BY e."rank" NULLS LAST, e."change" DESC, e."userId"`;
  return withTimeout(TABLE_TIMEOUT_MS, statement);
}

/** Stores the highest equity and the largest drawdown so far of all entries. */
export function recordDrawdowns(competitionId: string, marks: Marks): Promise<number> {
  const statement = getDb().$executeRaw`
    UPDATE "CompetitionEntry" e SET "peak" = s."peak", "drawdown" = s."drawdown"
    FROM competition_standings(${competitionId}, ${toMarksText(marks)}::jsonb) s
    WHERE e."competitionId" = ${competitionId} AND e."userId" = s."userId"
      AND (e."peak" <> s."peak" OR e."drawdown" <> s."drawdown")`;
  return withTimeout(TABLE_TIMEOUT_MS, statement);
}

/**
 * Freezes the results of a competition whose portfolios are all locked, each with the head of its log, and
 * ends it, in one transaction. False when it was ended before.
 */
export async function freezeResults(competitionId: string, now: Date): Promise<boolean> {
  return getDb().$transaction(async (tx) => {
    const ended = await tx.competition.updateMany({
      where: { id: competitionId, status: "RUNNING" },
      data: { status: "ENDED", endedAt: now },
    });
    if (ended.count === 0) return false;
    await tx.$executeRaw`
      UPDATE "CompetitionEntry" e SET "rank" = s."rank", "equity" = s."equity", "change" = s."change",
        "peak" = s."peak", "drawdown" = s."drawdown", "trades" = s."trades", "exclusion" = s."exclusion",
        "headSeq" = p."seq", "headHash" = p."headHash"
      FROM competition_standings(${competitionId}, '{}'::jsonb) s JOIN "Portfolio" p ON p."id" = s."portfolioId"
      WHERE e."competitionId" = ${competitionId} AND e."userId" = s."userId"`;
    return true;
  });
}

/** Portfolios of a competition that are still open, at most `limit`. */
export async function findOpenEntries(competitionId: string, limit: number): Promise<string[]> {
  const rows = await getDb().$queryRaw<{ portfolioId: string }[]>`
    SELECT e."portfolioId" FROM "CompetitionEntry" e JOIN "Portfolio" p ON p."id" = e."portfolioId"
    WHERE e."competitionId" = ${competitionId} AND p."lockReason" IS NULL ORDER BY e."portfolioId" LIMIT ${limit}::int`;
  return rows.map(({ portfolioId }) => portfolioId);
}

/** Begins the competitions whose time has come. */
export async function beginCompetitions(now: Date): Promise<number> {
  const { count } = await getDb().competition.updateMany({
    where: { status: "ANNOUNCED", startsAt: { lte: now } },
    data: { status: "RUNNING" },
  });
  return count;
}

/** The running competitions; `isOver`: their time has ended. */
export async function findRunningCompetitions(now: Date): Promise<{ id: string; isOver: boolean }[]> {
  const rows = await getDb().competition.findMany({
    where: { status: "RUNNING" },
    select: { id: true, endsAt: true },
    orderBy: { endsAt: "asc" },
  });
  return rows.map(({ id, endsAt }) => ({ id, isOver: endsAt <= now }));
}

/** Where an entry broke the drawdown limit: the event of its log; null where it did not. */
export async function findDisqualification(
  portfolioId: string,
): Promise<{ seq: number; at: Date; equity: string; floor: string } | null> {
  const [row] = await getDb().$queryRaw<{ seq: number; at: Date; equity: string; floor: string }[]>`
    SELECT "seq", "at", "payload" ->> 'equity' AS "equity", "payload" ->> 'floor' AS "floor"
    FROM "PortfolioEvent" WHERE "portfolioId" = ${portfolioId} AND "type" = 'challenge-breached'
    ORDER BY "seq" LIMIT 1`;
  return row ?? null;
}

function toMarksText(marks: Marks): string {
  return JSON.stringify(Object.fromEntries(marks.map(({ symbol, mark }) => [symbol, mark])));
}

/** The frozen result of one entry; null before the end, and for a banned or deleted account. */
export async function findEntryResult(competitionId: string, portfolioId: string) {
  const [row] = await getDb().$queryRaw<
    (Pick<StandingRow, "rank" | "change" | "drawdown" | "trades" | "exclusion"> & {
      trader: string | null;
      headSeq: number;
      headHash: string;
    })[]
  >`
    SELECT CASE WHEN u."isListed" THEN u."displayName" END AS "trader", e."rank", e."change", e."drawdown",
      e."trades", e."exclusion", e."headSeq", e."headHash"
    FROM "CompetitionEntry" e JOIN "User" u ON u."id" = e."userId"
    WHERE e."competitionId" = ${competitionId} AND e."portfolioId" = ${portfolioId} AND e."headHash" IS NOT NULL
      AND u."bannedAt" IS NULL AND u."deletedAt" IS NULL`;
  return row ?? null;
}
