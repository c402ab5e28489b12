import "server-only";
import { randomUUID } from "node:crypto";
import { readCompetition } from "@/lib/competitions/read-competition";
import { buildCompetitionPlan } from "@/lib/core/competition/build-competition-plan";
import { fromNumber, type Money } from "@/lib/core/decimal";
import { BYBIT } from "@/lib/core/engine/venues/bybit";
import {
  findCompetition,
  insertCompetitionEntry,
  type StoredCompetition,
} from "@/lib/db/competitions/competitions";
import { openPortfolio } from "@/lib/db/portfolio/open-portfolio";
import { AppError } from "@/lib/schemas/api-error";
import type { CompetitionResponse } from "@/lib/schemas/challenge/competitions";

/** Initial leverage of an entry; the trader may change it. */
const FIRST_LEVERAGE = fromNumber(10);

/**
 * Enters a competition with a portfolio of its own. Idempotent: a second call returns the first entry.
 * @throws AppError `not_found` (also for a wrong code), `competition_closed`, `competition_full`
 */
export async function enterCompetition(
  userId: string,
  id: string,
  code: string | undefined,
): Promise<CompetitionResponse> {
  const competition = await findCompetition(id);
  const isInvited =
    competition?.code === null || competition?.code === code || competition?.ownerId === userId;
  if (competition === null || !isInvited) throw new AppError("not_found", "There is no such competition.");
  const now = new Date();
  if (now >= competition.entryUntil || competition.status === "ENDED") {
    throw new AppError("competition_closed", "This competition takes no more entries.");
  }
  const portfolioId = await insertCompetitionEntry(competition, {
    userId,
    portfolioId: randomUUID(),
    joinedAt: now,
  });
  await openEntry(userId, portfolioId, competition);
  return readCompetition(userId, id);
}

async function openEntry(userId: string, portfolioId: string, competition: StoredCompetition): Promise<void> {
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
    nowMs: Date.now(),
    challenge: { challengeId: portfolioId, plan, phase: 1 },
  });
}
