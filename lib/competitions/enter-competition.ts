import "server-only";
import { randomUUID } from "node:crypto";
import { openEntry } from "@/lib/competitions/open-entry";
import { readCompetition } from "@/lib/competitions/read-competition";
import { findCompetition, insertCompetitionEntry } from "@/lib/db/competitions/competitions";
import { AppError } from "@/lib/schemas/api-error";
import type { CompetitionResponse } from "@/lib/schemas/challenge/competitions";

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
    throw new AppError("competition_closed", "This competition accepts no more entries.");
  }
  const portfolioId = await insertCompetitionEntry(competition, {
    userId,
    portfolioId: randomUUID(),
    joinedAt: now,
  });
  await openEntry({ userId, portfolioId, nowMs: now.getTime() }, competition);
  return readCompetition(userId, id);
}
