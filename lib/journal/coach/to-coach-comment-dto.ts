import type { StoredCoachComment } from "@/lib/db/journal/coach-comments";
import type { CoachCommentDto } from "@/lib/schemas/coach";

/** A comment as the trader and the coach see it. */
export function toCoachCommentDto({ id, author, text, createdAt }: StoredCoachComment): CoachCommentDto {
  return { id, author, text, createdAt: createdAt.toISOString() };
}
