import "server-only";
import { readCompetition } from "@/lib/competitions/read-competition";
import { deleteCompetitionEntry } from "@/lib/db/competitions/competitions";
import { AppError } from "@/lib/schemas/api-error";
import type { CompetitionResponse } from "@/lib/schemas/competitions";
import { commandPortfolio } from "@/lib/trading/portfolio/command-portfolio";

/**
 * Withdraws the user's entry before the start; its portfolio is locked. @throws AppError `not_found`,
 * `competition_closed` once the competition has begun
 */
export async function leaveCompetition(userId: string, id: string): Promise<CompetitionResponse> {
  const before = await readCompetition(userId, id);
  if (before.own === null) throw new AppError("not_found", "You have not entered this competition.");
  const portfolioId = await deleteCompetitionEntry(id, userId, new Date());
  if (portfolioId === null) {
    throw new AppError("competition_closed", "A competition that has begun can't be left.");
  }
  await commandPortfolio(portfolioId, { type: "lock", reason: "competition_left" }, "open");
  return readCompetition(userId, id);
}
