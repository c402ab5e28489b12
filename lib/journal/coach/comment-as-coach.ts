import "server-only";
import { randomUUID } from "node:crypto";
import { storeCoachComment } from "@/lib/db/journal/coach-comments";
import { findEntry } from "@/lib/db/journal/journal";
import { findCoach } from "@/lib/journal/coach/find-coach";
import { toCoachCommentDto } from "@/lib/journal/coach/to-coach-comment-dto";
import { AppError } from "@/lib/schemas/api-error";
import type { CoachCommentBody, CoachCommentDto } from "@/lib/schemas/coach";

/** Comments that one link may write within a day, and those of a whole journal. */
const LIMITS = { day: 200, total: 5_000 };

/**
 * Writes a coach's comment on a trade or a day of the journal that the link belongs to.
 * @throws AppError `not_found` for a link that does not hold or a trade of another journal, `coach_limit_reached`
 */
export async function commentAsCoach(body: CoachCommentBody): Promise<CoachCommentDto> {
  const link = await findCoach(body.token);
  if (link === null) throw rejectLink();
  const { userId, id: linkId, name: author } = link;
  const { entryId = null, day = null, text } = body;
  if (entryId !== null && (await findEntry(userId, entryId)) === null)
    throw new AppError("not_found", "There is no such trade.");
  const comment = { userId, id: randomUUID(), linkId, author, entryId, day, text, createdAt: new Date() };
  const outcome = await storeCoachComment(comment, LIMITS);
  if (outcome === "revoked") throw rejectLink();
  if (outcome === "full") {
    const message = `A link may write ${LIMITS.day} comments a day, and a journal has at most ${LIMITS.total}.`;
    throw new AppError("coach_limit_reached", message, LIMITS);
  }
  return toCoachCommentDto(comment);
}

const rejectLink = () => new AppError("not_found", "This link does not exist, or was revoked.");
