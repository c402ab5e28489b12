import "server-only";
import { TRIAL_DAYS, TRIAL_PLAN } from "@/lib/core/challenge/trial-plan";
import { getDb } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import { PRODUCTS_WITH_CHALLENGES } from "@/lib/schemas/products";

const DAY_MS = 86_400_000;

/** A client or the transaction that revokes a grant. */
type Executor = Pick<Prisma.TransactionClient, "$executeRaw">;

/**
 * Marks as void every challenge whose grant was revoked, passed ones included: one that was started from a
 * challenge grant, and one that a revoked tier included, unless another grant of such a tier covers its
 * start. Idempotent, so that a sweep also covers a challenge that was started while its grant was being
 * revoked.
 */
export async function voidChallenges(executor: Executor = getDb()): Promise<number> {
  const tiers = Prisma.join(PRODUCTS_WITH_CHALLENGES);
  return executor.$executeRaw`
    UPDATE "Challenge" c SET "voidedAt" = now()
    FROM "Grant" g
    WHERE g."revokedAt" IS NOT NULL AND c."voidedAt" IS NULL AND c."userId" = g."userId" AND (
      c."id" = g."id" OR (
        g."product" IN (${tiers}) AND c."startedAt" >= g."startsAt" AND c."startedAt" < g."endsAt"
        AND NOT EXISTS (SELECT 1 FROM "Grant" bought WHERE bought."id" = c."id")
        AND NOT EXISTS (
          SELECT 1 FROM "Grant" other WHERE other."userId" = c."userId" AND other."revokedAt" IS NULL
            AND other."product" IN (${tiers}) AND c."startedAt" >= other."startsAt" AND c."startedAt" < other."endsAt")
      ))`;
}

/** Marks as void every free trial that still runs after its days. */
export async function voidExpiredTrials(now: Date): Promise<number> {
  const startedAt = { lt: new Date(now.getTime() - TRIAL_DAYS * DAY_MS) };
  const where = { planId: TRIAL_PLAN.id, status: "RUNNING", voidedAt: null, startedAt };
  const { count } = await getDb().challenge.updateMany({ where, data: { voidedAt: now } });
  return count;
}

/** Portfolios of void challenges that can still be traded; at most `limit`. */
export async function findPortfoliosToLock(limit: number): Promise<string[]> {
  const rows = await getDb().challengePhase.findMany({
    where: { challenge: { voidedAt: { not: null } }, portfolio: { lockedAt: null } },
    select: { portfolioId: true },
    take: limit,
  });
  return rows.map(({ portfolioId }) => portfolioId);
}
