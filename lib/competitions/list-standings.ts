import "server-only";
import { readStandings } from "@/lib/competitions/read-standings";
import { toStandingDto } from "@/lib/competitions/to-competition-dto";
import { findCompetition } from "@/lib/db/competitions/competitions";
import { AppError } from "@/lib/schemas/api-error";
import type { StandingsResponse } from "@/lib/schemas/challenge/competitions";

const SHOWN = 100;

/** The first hundred of a competition's table. @throws AppError `not_found` */
export async function listStandings(id: string): Promise<StandingsResponse> {
  const competition = await findCompetition(id);
  if (competition === null) throw new AppError("not_found", "There is no such competition.");
  const { computedAtMs, rows } = await readStandings(competition);
  return {
    computedAt: new Date(computedAtMs).toISOString(),
    entries: rows.length,
    lines: rows.slice(0, SHOWN).map(toStandingDto),
  };
}
