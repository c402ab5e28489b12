import "server-only";
import { formatRounded, fromNumber } from "@/lib/core/decimal";
import type { StandingRow } from "@/lib/db/competitions/competition-standings";
import type { StoredCompetition } from "@/lib/db/competitions/competitions";
import {
  COMPETITION_STATUSES,
  type CompetitionDto,
  type StandingDto,
} from "@/lib/schemas/challenge/competitions";

/** A competition as shown to `userId`: its code only to the trader who made it. */
export function toCompetitionDto(row: StoredCompetition, userId: string | null): CompetitionDto {
  return {
    id: row.id,
    name: row.name,
    isPublic: row.code === null,
    code: row.ownerId === userId ? row.code : null,
    status: toStatus(row.status),
    startsAt: row.startsAt.toISOString(),
    entryUntil: row.entryUntil.toISOString(),
    endsAt: row.endsAt.toISOString(),
    opening: row.opening.toNumber(),
    symbols: row.symbols,
    maxDrawdown: row.maxDrawdown?.toNumber() ?? null,
    minTrades: row.minTrades,
    entries: row.entries,
    maxEntries: row.maxEntries,
  };
}

/** The status of a stored competition. */
export function toStatus(status: string): CompetitionDto["status"] {
  return COMPETITION_STATUSES.find((one) => one === status) ?? "ENDED";
}

/** A line of the table, without the user's id. */
export function toStandingDto({ userId: _, portfolioId, equity, ...figures }: StandingRow): StandingDto {
  return { entry: portfolioId, equity: Number(formatRounded(fromNumber(equity))), ...figures };
}
