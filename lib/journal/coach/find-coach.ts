import "server-only";
import { findUsableCoachLink, type UsableCoachLink } from "@/lib/db/journal/coach-links";
import { sha256 } from "@/lib/infra/sha256";
import { coachTokenSchema } from "@/lib/schemas/coach";

/** The link that a token belongs to; null when there is none, or it was taken back. */
export async function findCoach(token: string): Promise<UsableCoachLink | null> {
  const parsed = coachTokenSchema.safeParse(token);
  return parsed.success ? findUsableCoachLink(sha256(parsed.data)) : null;
}
