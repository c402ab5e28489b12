import "server-only";
import { buildCompetitionPlan } from "@/lib/core/competition/build-competition-plan";
import { fromNumber, type Money } from "@/lib/core/decimal";
import { BYBIT } from "@/lib/core/engine/venues/bybit";
import type { StoredCompetition } from "@/lib/db/competitions/competitions";
import { openPortfolio } from "@/lib/db/portfolio/open-portfolio";

/** Initial leverage of an entry; the trader may change it. */
const FIRST_LEVERAGE = fromNumber(10);

/** Opens the portfolio of a stored entry. Idempotent. */
export async function openEntry(
  entry: { userId: string; portfolioId: string; nowMs: number },
  competition: StoredCompetition,
): Promise<void> {
  const { userId, portfolioId, nowMs } = entry;
  const { name, opening, symbols, startsAt, endsAt, maxDrawdown } = competition;
  const plan = buildCompetitionPlan(name, {
    symbols,
    startsAtMs: startsAt.getTime(),
    endsAtMs: endsAt.getTime(),
    maxDrawdown: maxDrawdown === null ? null : fromNumber(maxDrawdown.toNumber()),
  });
  await openPortfolio({
    id: portfolioId,
    userId,
    name,
    kind: "CHALLENGE",
    marginMode: "isolated",
    opening: fromNumber(opening.toNumber()) as Money,
    leverage: FIRST_LEVERAGE,
    rules: BYBIT,
    nowMs,
    challenge: { challengeId: portfolioId, plan, phase: 1 },
  });
}
