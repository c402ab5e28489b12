import "server-only";
import { readCompetition } from "@/lib/competitions/read-competition";
import { REJECT_SENTENCES } from "@/lib/core/engine/orders/reject-reason";
import { deleteCompetitionEntry } from "@/lib/db/competitions/competitions";
import { AppError } from "@/lib/schemas/api-error";
import type { CompetitionResponse } from "@/lib/schemas/challenge/competitions";
import { commandPortfolio } from "@/lib/trading/portfolio/command-portfolio";

/**
 * Withdraws the user's entry before the start; its portfolio is locked. @throws AppError `not_found`,
 * `competition_closed` once the competition has begun
 */
export async function leaveCompetition(userId: string, id: string): Promise<CompetitionResponse> {
  const before = await readCompetition(userId, id);
  if (before.own === null) throw new AppError("not_found", "You have not entered this competition.");
  const now = new Date();
  if (now >= new Date(before.competition.startsAt)) throw begun();
  // Locked first: a portfolio without its entry would be tradable, a locked one with it is left by the next call.
  const lock = { type: "lock", reason: "competition_left" } as const;
  const locked = await commandPortfolio(before.own.portfolioId, lock, "open");
  if (!locked.ok && locked.reason !== "portfolio_locked") {
    throw new AppError(locked.reason, REJECT_SENTENCES[locked.reason]);
  }
  if (!(await deleteCompetitionEntry(id, userId, now))) throw begun();
  return readCompetition(userId, id);
}

const begun = () => new AppError("competition_closed", "A competition that has begun can't be left.");
