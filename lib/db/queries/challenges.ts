import "server-only";
import { COMPETITION_PLAN_ID } from "@/lib/core/competition/build-competition-plan";
import { getDb } from "@/lib/db/client";
import type { Challenge, ChallengePhase } from "@/lib/db/generated/client";
import { withTimeout } from "@/lib/db/with-timeout";

/** A challenge with its phases, in order. */
export type StoredChallenge = Challenge & { phases: ChallengePhase[] };

const withPhases = { phases: { orderBy: { phase: "asc" } } } as const;

/** Timeout in ms for a sweep over a million challenges. */
const SWEEP_TIMEOUT_MS = 30_000;

/** A user's challenges without the entries of competitions, newest first. */
export function listChallengesOf(userId: string): Promise<StoredChallenge[]> {
  return getDb().challenge.findMany({
    where: { userId, planId: { not: COMPETITION_PLAN_ID } },
    orderBy: { startedAt: "desc" },
    include: withPhases,
    take: 200,
  });
}

/** A user's challenges under one plan. */
export function listTriesOf(userId: string, planId: string): Promise<StoredChallenge[]> {
  return getDb().challenge.findMany({ where: { userId, planId }, include: withPhases });
}

/** One challenge of a user; null when it does not exist or belongs to another user. */
export function findChallenge(userId: string, id: string): Promise<StoredChallenge | null> {
  return getDb().challenge.findFirst({ where: { id, userId }, include: withPhases });
}

/** Challenges whose newest phase was passed and is followed by one that is not yet open; at most `limit`. */
export async function findChallengesToContinue(limit: number): Promise<StoredChallenge[]> {
  const challenges = await getDb().challenge.findMany({
    where: { status: "RUNNING", voidedAt: null, phases: { none: { status: "RUNNING" } } },
    include: withPhases,
    take: limit,
  });
  return challenges;
}

/**
 * Consumes a grant for a challenge; returns its product, or null if the grant is not this user's or was
 * revoked.
 */
export async function claimChallengeGrant(userId: string, grantId: string): Promise<string | null> {
  const db = getDb();
  await db.grant.updateMany({
    where: { id: grantId, userId, usedAt: null, revokedAt: null },
    data: { usedAt: new Date() },
  });
  const grant = await db.grant.findFirst({
    where: { id: grantId, userId, usedAt: { not: null }, revokedAt: null },
    select: { product: true },
  });
  return grant?.product ?? null;
}

/** Portfolios of challenges whose daily reset or rule deadline is due, those with a position first; at most `limit`. */
export async function findDueChallenges(now: Date, limit: number): Promise<string[]> {
  const rows = await getDb().$queryRaw<{ portfolioId: string }[]>`
    SELECT w."portfolioId" FROM "ChallengeThreshold" w
    WHERE w."resetAt" <= ${now}
    ORDER BY EXISTS (SELECT 1 FROM "Position" s WHERE s."portfolioId" = w."portfolioId") DESC, w."resetAt"
    LIMIT ${limit}::int`;
  return rows.map(({ portfolioId }) => portfolioId);
}

/**
 * Portfolios of challenges whose equity at these marks crosses a level of their rules: one set-based
 * statement over all that have a position. It looks up each mark by symbol row by row, so that its time is
 * linear and it needs no memory for a join. It uses floats, since the command handler decides exactly. As in
 * the command handler, a position without a mark counts at its entry price, and an unrealised profit at a
 * stale mark does not raise the peak.
 */
export async function findChallengesToEvaluate(
  marks: readonly { symbol: string; mark: number; isFresh: boolean }[],
): Promise<string[]> {
  const prices = JSON.stringify(Object.fromEntries(marks.map(({ symbol, mark }) => [symbol, mark])));
  const fresh = JSON.stringify(marks.filter(({ isFresh }) => isFresh).map(({ symbol }) => symbol));
  const statement = getDb().$queryRaw<{ portfolioId: string }[]>`
    SELECT w."portfolioId"
    FROM "ChallengeThreshold" w CROSS JOIN LATERAL (
      SELECT sum(p."profit") AS "profit",
        sum(CASE WHEN ${fresh}::jsonb ? l."symbol" THEN p."profit" ELSE least(p."profit", 0) END) AS "freshProfit"
      FROM unnest(w."symbols", w."qtys", w."costs") AS l("symbol", "qty", "cost") CROSS JOIN LATERAL (
        SELECT coalesce(l."qty" * (${prices}::jsonb ->> l."symbol")::float8 - l."cost", 0) AS "profit"
      ) p
    ) e
    WHERE w."symbols" <> '{}'
      AND (w."balance" + e."profit" <= w."below" OR w."balance" + e."freshProfit" > w."above")`;
  const rows = await withTimeout(SWEEP_TIMEOUT_MS, statement);
  return rows.map(({ portfolioId }) => portfolioId);
}

/** Symbols in which challenges have positions. */
export async function findChallengeSymbols(): Promise<string[]> {
  const rows = await withTimeout(
    SWEEP_TIMEOUT_MS,
    getDb().$queryRaw<{ symbol: string }[]>`
      SELECT DISTINCT unnest(w."symbols") AS "symbol" FROM "ChallengeThreshold" w`,
  );
  return rows.map(({ symbol }) => symbol);
}

/** Running challenges of which a half of a limit is used at these marks, with their owners. */
export async function findChallengesToWarn(
  marks: readonly { symbol: string; mark: number }[],
): Promise<{ portfolioId: string; userId: string }[]> {
  const prices = JSON.stringify(Object.fromEntries(marks.map(({ symbol, mark }) => [symbol, mark])));
  const statement = getDb().$queryRaw<{ portfolioId: string; userId: string }[]>`
    SELECT w."portfolioId", c."userId"
    FROM "ChallengeThreshold" w
      JOIN "ChallengePhase" s ON s."portfolioId" = w."portfolioId"
      JOIN "Challenge" c ON c."id" = s."challengeId"
      CROSS JOIN LATERAL (
        SELECT coalesce(sum(l."qty" * (${prices}::jsonb ->> l."symbol")::float8 - l."cost"), 0) AS "profit"
        FROM unnest(w."symbols", w."qtys", w."costs") AS l("symbol", "qty", "cost")
      ) e
    WHERE c."voidedAt" IS NULL AND c."planId" <> ${COMPETITION_PLAN_ID}
      AND w."balance" + e."profit" <= w."halfBelow"`;
  return withTimeout(SWEEP_TIMEOUT_MS, statement);
}
