import "server-only";
import { OWN_PLAN_ID } from "@/lib/core/challenge/build-own-plan";
import { getDb } from "@/lib/db/client";

const DAY_MS = 86_400_000;
/** Anchors are made daily: a head that was final on one day is included within this many days. */
const ANCHOR_DAYS = 4;

/**
 * A passed challenge with the figures of each phase; null if it is not passed, under rules of one's own, or the trader's account is
 * deleted.
 */
export async function findCertificate(id: string) {
  const db = getDb();
  const head = { select: { opening: true, balance: true, headHash: true, seq: true } } as const;
  const challenge = await db.challenge.findFirst({
    where: {
      id,
      status: "PASSED",
      voidedAt: null,
      planId: { not: OWN_PLAN_ID },
      user: { bannedAt: null, deletedAt: null },
    },
    include: {
      user: { select: { id: true, displayName: true, isListed: true } },
      phases: { orderBy: { phase: "asc" }, include: { portfolio: head } },
    },
  });
  if (challenge === null) return null;
  const { phases, ...rest } = challenge;
  const figured = phases.map(async ({ portfolio, ...phase }) => {
    const { portfolioId, endedAt } = phase;
    const byTrader = { portfolioId, filled: { gt: 0 }, purpose: { in: ["manual", "close"] } };
    const [trades, wins, orders, programOrders, anchoredOn] = await Promise.all([
      db.journalEntry.count({ where: { portfolioId } }),
      db.journalEntry.count({ where: { portfolioId, net: { gt: 0 } } }),
      db.order.count({ where: byTrader }),
      db.order.count({ where: { ...byTrader, isByProgram: true } }),
      findAnchorDay({ portfolioId, hash: portfolio.headHash, from: endedAt ?? phase.startedAt }),
    ]);
    return { ...phase, ...portfolio, trades, wins, orders, programOrders, anchoredOn };
  });
  return { ...rest, phases: await Promise.all(figured) };
}

/** The portfolio of one phase of a passed challenge, or null. */
export async function findCertifiedPortfolio(id: string, phase: number): Promise<string | null> {
  const found = await getDb().challengePhase.findFirst({
    where: {
      challengeId: id,
      phase,
      challenge: {
        status: "PASSED",
        voidedAt: null,
        planId: { not: OWN_PLAN_ID },
        user: { bannedAt: null, deletedAt: null },
      },
    },
    select: { portfolioId: true },
  });
  return found?.portfolioId ?? null;
}

async function findAnchorDay(head: {
  portfolioId: string;
  hash: string;
  from: Date;
}): Promise<string | null> {
  const { portfolioId, hash, from } = head;
  const midnight = Math.floor(from.getTime() / DAY_MS) * DAY_MS;
  const days = Array.from({ length: ANCHOR_DAYS }, (_, index) => new Date(midnight + index * DAY_MS));
  const anchored = await getDb().chainHead.findFirst({
    where: { day: { in: days }, portfolioId, hash },
    orderBy: { day: "asc" },
    select: { day: true },
  });
  return anchored?.day.toISOString().slice(0, 10) ?? null;
}
