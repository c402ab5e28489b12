import "server-only";
import { findDisqualification, findEntryResult } from "@/lib/db/competitions/competition-standings";
import { findCompetition } from "@/lib/db/competitions/competitions";
import type { CompetitionExclusion } from "@/lib/schemas/challenge/competitions";

/** The frozen result of one entry, with the head of its log. */
export type CompetitionCertificate = {
  competition: { id: string; name: string; startsAt: string; endsAt: string; entries: number };
  /** Null for a trader who is not listed. */
  trader: string | null;
  portfolioId: string;
  rank: number | null;
  change: number;
  drawdown: number;
  trades: number;
  exclusion: CompetitionExclusion | null;
  /** Where it broke the drawdown limit: the event of its log. */
  evidence: { seq: number; at: string; equity: string; floor: string } | null;
  headSeq: number;
  headHash: string;
};

/** The certificate of an entry of a competition that has ended; null where there is none. */
export async function readCompetitionCertificate(
  competitionId: string,
  portfolioId: string,
): Promise<CompetitionCertificate | null> {
  const [competition, result] = await Promise.all([
    findCompetition(competitionId),
    findEntryResult(competitionId, portfolioId),
  ]);
  if (competition?.status !== "ENDED" || result === null) return null;
  const broken = result.exclusion === "drawdown" ? await findDisqualification(portfolioId) : null;
  const { id, name, startsAt, endsAt, entries } = competition;
  return {
    competition: { id, name, entries, startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() },
    portfolioId,
    ...result,
    evidence: broken && { ...broken, at: broken.at.toISOString() },
  };
}
