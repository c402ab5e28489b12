import "server-only";
import { getDb } from "@/lib/db/client";
import type { Challenge, ChallengePhase } from "@/lib/db/generated/client";
import { withPatience } from "@/lib/db/with-patience";

/** A challenge with its phases, in order. */
export type StoredChallenge = Challenge & { phases: ChallengePhase[] };

const withPhases = { phases: { orderBy: { phase: "asc" } } } as const;

/** A sweep over a million challenges is worth waiting for. */
const SWEEP_TIMEOUT_MS = 30_000;
/** For its hashes, so that a million are not joined on disk; fewer take what they need. */
const SWEEP_MEMORY_MB = 128;

/** A user's challenges, newest first. */
export function listChallengesOf(userId: string): Promise<StoredChallenge[]> {
  return getDb().challenge.findMany({
    where: { userId },
    orderBy: { startedAt: "desc" },
    include: withPhases,
    take: 200,
  });
}

/** One challenge of a user, or null: also for one of somebody else. */
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

/** Uses up a grant for a challenge; answers its product, or null where the grant is not this user's or was revoked. */
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

/** Portfolios of challenges whose reset has come, those with a position first; at most `limit`. */
export async function findDueChallenges(now: Date, limit: number): Promise<string[]> {
  const rows = await getDb().$queryRaw<{ portfolioId: string }[]>`
    SELECT w."portfolioId" FROM "ChallengeWatch" w
    WHERE w."resetAt" <= ${now}
    ORDER BY EXISTS (SELECT 1 FROM "Position" s WHERE s."portfolioId" = w."portfolioId") DESC, w."resetAt"
    LIMIT ${limit}::int`;
  return rows.map(({ portfolioId }) => portfolioId);
}

/**
 * Portfolios of challenges whose equity at these marks is where their rules have something to say: one set-based
 * statement over all that have a position. Floats: the command handler decides exactly. As there, a position whose
 * symbol has no mark counts at its entry, and a mark that is not fresh raises no peak by a profit.
 */
export async function findChallengesToJudge(
  marks: readonly { symbol: string; mark: number; isFresh: boolean }[],
): Promise<string[]> {
  const symbols = marks.map(({ symbol }) => symbol);
  const prices = marks.map(({ mark }) => mark);
  const fresh = marks.map(({ isFresh }) => isFresh);
  const statement = getDb().$queryRaw<{ portfolioId: string }[]>`
    SELECT w."portfolioId"
    FROM "ChallengeWatch" w
    JOIN "Position" s ON s."portfolioId" = w."portfolioId"
    LEFT JOIN unnest(${symbols}::text[], ${prices}::float8[], ${fresh}::bool[]) AS m("symbol", "mark", "isFresh")
      ON m."symbol" = s."symbol"
    CROSS JOIN LATERAL (
      SELECT coalesce(s."qty"::float8 * m."mark" - sign(s."qty")::float8 * s."cost"::float8, 0) AS "profit"
    ) p
    GROUP BY w."portfolioId"
    HAVING w."balance" + sum(p."profit") <= w."below"
      OR w."balance" + sum(CASE WHEN m."isFresh" THEN p."profit" ELSE least(p."profit", 0) END) > w."above"`;
  const rows = await withPatience(SWEEP_TIMEOUT_MS, statement, { memoryMb: SWEEP_MEMORY_MB });
  return rows.map(({ portfolioId }) => portfolioId);
}
