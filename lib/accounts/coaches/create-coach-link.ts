import "server-only";
import { randomBytes, randomUUID } from "node:crypto";
import { toCoachLinkDto } from "@/lib/accounts/coaches/to-coach-link-dto";
import { notifyAccessChange } from "@/lib/auth/notify-access-change";
import { assertRecentProof } from "@/lib/auth/recent-proof";
import { storeCoachLink } from "@/lib/db/journal/coach-links";
import { findUser } from "@/lib/db/queries/users/users";
import { getEnv } from "@/lib/infra/env/env";
import { sha256 } from "@/lib/infra/sha256";
import { AppError } from "@/lib/schemas/api-error";
import { type CreatedCoach, MAX_COACHES } from "@/lib/schemas/coach";

const TOKEN_BYTES = 32;

/**
 * Makes a link to the user's journal, after a recent re-authentication. Its token is returned once and stored as a hash.
 *
 * @throws AppError `proof_required`, `coach_limit_reached`, `unauthorized` when the sessions ended meanwhile
 */
export async function createCoachLink(
  session: { userId: string; sessionId: string },
  name: string,
): Promise<CreatedCoach> {
  await assertRecentProof(session);
  const user = await findUser(session.userId);
  if (!user) throw new AppError("unauthorized", "Sign in first.");
  const token = randomBytes(TOKEN_BYTES).toString("base64url");
  const { id: userId } = user;
  const stored = { userId, id: randomUUID(), name, tokenHash: sha256(token), createdAt: new Date() };
  if (!(await storeCoachLink(stored, user, MAX_COACHES))) {
    const message = `You have ${MAX_COACHES} links for coaches, the most that one account may have. Take one back first.`;
    throw new AppError("coach_limit_reached", message, { limit: MAX_COACHES });
  }
  notifyAccessChange(user, "coach-link-created");
  return {
    coach: toCoachLinkDto({ ...stored, revokedAt: null }),
    url: new URL(`/coach/${token}`, getEnv().APP_URL).href,
  };
}
