import "server-only";
import { randomBytes, randomUUID } from "node:crypto";
import { notifyAccessChange } from "@/lib/auth/notify-access-change";
import { assertRecentProof } from "@/lib/auth/recent-proof";
import { storeHook } from "@/lib/db/hooks/alert-hooks";
import { listPortfolios } from "@/lib/db/queries/portfolios";
import { findUser } from "@/lib/db/queries/users/users";
import { toHookDto } from "@/lib/hooks/list-alert-hooks";
import { getEnv } from "@/lib/infra/env/env";
import { sha256 } from "@/lib/infra/sha256";
import { AppError } from "@/lib/schemas/api-error";
import { type CreatedHook, type CreateHookBody, MAX_ALERT_HOOKS } from "@/lib/schemas/programs/hooks";

const TOKEN_BYTES = 32;

/**
 * Makes a hook for one portfolio of the user, after a recent re-authentication. Its URL contains a token that is
 * returned once and stored as a hash.
 *
 * @throws AppError `proof_required`, `not_found`, `too_many_hooks`
 */
export async function createAlertHook(
  session: { userId: string; sessionId: string },
  body: CreateHookBody,
): Promise<CreatedHook> {
  await assertRecentProof(session);
  const user = await findUser(session.userId);
  const portfolio = (await listPortfolios(session.userId)).find(({ id }) => id === body.portfolioId);
  if (!user || !portfolio) throw new AppError("not_found", "There is no such portfolio.");
  const token = randomBytes(TOKEN_BYTES).toString("base64url");
  const stored = {
    id: randomUUID(),
    portfolioId: portfolio.id,
    userId: user.id,
    name: body.name,
    tokenHash: sha256(token),
    createdAt: new Date(),
  };
  if (!(await storeHook(stored, user, MAX_ALERT_HOOKS))) {
    throw new AppError("too_many_hooks", `You may have at most ${MAX_ALERT_HOOKS} hooks; revoke one first.`);
  }
  notifyAccessChange(user, "hook-created");
  return {
    hook: toHookDto({ ...stored, revokedAt: null, portfolioName: portfolio.name }),
    url: new URL(`/api/hooks/alerts/${token}`, getEnv().APP_URL).href,
  };
}
