import "server-only";
import { findChallenge } from "@/lib/db/queries/challenges";
import { findEventRows } from "@/lib/db/queries/events";
import { AppError } from "@/lib/schemas/api-error";
import type { EvidenceDto } from "@/lib/schemas/challenge/challenge-responses";

/** The evidence for the result of an ended challenge's newest phase. @throws AppError `not_found` */
export async function readEvidence(userId: string, id: string): Promise<EvidenceDto> {
  const row = await findChallenge(userId, id);
  if (row === null) throw new AppError("not_found", "There is no such challenge.");
  const ended = row.phases.findLast(({ endedSeq }) => endedSeq !== null);
  if (!ended || ended.endedSeq === null) throw new AppError("not_found", "Nothing has been decided yet.");
  const { portfolioId, endedSeq } = ended;
  const [event] = await findEventRows(portfolioId, {
    afterSeq: endedSeq - 1,
    throughSeq: endedSeq,
    limit: 1,
  });
  if (event === undefined) throw new Error(`The log of ${portfolioId} has no event ${endedSeq}.`);
  return {
    challengeId: id,
    portfolioId,
    type: event.type as EvidenceDto["type"],
    seq: event.seq,
    at: new Date(event.atMs).toISOString(),
    hash: event.hash,
    payload: JSON.parse(event.payload),
  };
}
