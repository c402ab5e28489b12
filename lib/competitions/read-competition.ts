import "server-only";
import { readStandings } from "@/lib/competitions/read-standings";
import { toCompetitionDto, toStandingDto } from "@/lib/competitions/to-competition-dto";
import {
  findCompetition,
  findCompetitionByCode,
  findCompetitionEntry,
  listCompetitions,
} from "@/lib/db/competitions/competitions";
import { AppError } from "@/lib/schemas/api-error";
import type { CompetitionDto, CompetitionResponse } from "@/lib/schemas/challenge/competitions";

/** A competition, with the user's own entry. @throws AppError `not_found` */
export async function readCompetition(userId: string | null, id: string): Promise<CompetitionResponse> {
  const competition = await findCompetition(id);
  if (competition === null) throw new AppError("not_found", "There is no such competition.");
  const entry = userId === null ? null : await findCompetitionEntry(id, userId);
  const row = entry && (await readStandings(competition)).byPortfolio.get(entry.portfolioId);
  return {
    competition: toCompetitionDto(competition, userId),
    own: entry && { portfolioId: entry.portfolioId, standing: row ? toStandingDto(row) : null },
  };
}

/** Public competitions and the user's own ones, or the one of an invitation code. */
export async function readCompetitions(userId: string | null, code?: string): Promise<CompetitionDto[]> {
  const found = code === undefined ? await listCompetitions(userId) : [await findCompetitionByCode(code)];
  return found.flatMap((one) => (one === null ? [] : [toCompetitionDto(one, userId)]));
}
