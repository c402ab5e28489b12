import "server-only";
import { randomBytes, randomUUID } from "node:crypto";
import { storeCoachLink } from "@/lib/db/journal/coach-links";
import { getEnv } from "@/lib/infra/env/env";
import { sha256 } from "@/lib/infra/sha256";
import { toCoachLinkDto } from "@/lib/journal/coach/to-coach-dto";
import { AppError } from "@/lib/schemas/api-error";
import { type CreatedCoach, MAX_COACHES } from "@/lib/schemas/coach";

const TOKEN_BYTES = 32;

/** Makes a link to the user's journal. Its token is returned once and stored as a hash. @throws AppError `coach_limit_reached` */
export async function createCoachLink(userId: string, name: string): Promise<CreatedCoach> {
  const token = randomBytes(TOKEN_BYTES).toString("base64url");
  const stored = { userId, id: randomUUID(), name, tokenHash: sha256(token), createdAt: new Date() };
  if (!(await storeCoachLink(stored, MAX_COACHES))) {
    const message = `You have ${MAX_COACHES} links for coaches, the most that one account may have. Take one back first.`;
    throw new AppError("coach_limit_reached", message, { limit: MAX_COACHES });
  }
  return {
    coach: toCoachLinkDto({ ...stored, revokedAt: null }),
    url: new URL(`/coach/${token}`, getEnv().APP_URL).href,
  };
}
