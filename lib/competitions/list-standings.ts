import "server-only";
import { readStandings } from "@/lib/competitions/read-standings";
import { toStandingDto, toStatus } from "@/lib/competitions/to-competition-dto";
import { requireCompetition } from "@/lib/db/competitions/competitions";
import type { StandingsResponse } from "@/lib/schemas/challenge/competitions";

const SHOWN = 100;

/** The first hundred of a competition's table. @throws AppError `not_found` */
export async function listStandings(id: string): Promise<StandingsResponse> {
  const competition = await requireCompetition(id);
  const { computedAtMs, rows } = await readStandings(competition);
  return {
    status: toStatus(competition.status),
    computedAt: new Date(computedAtMs).toISOString(),
    entries: rows.length,
    lines: rows.slice(0, SHOWN).map(toStandingDto),
  };
}
