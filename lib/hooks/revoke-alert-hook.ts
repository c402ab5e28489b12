import "server-only";
import { assertRecentProof } from "@/lib/auth/recent-proof";
import { revokeStoredHook } from "@/lib/db/hooks/alert-hooks";
import { AppError } from "@/lib/schemas/api-error";

/** Revokes a hook of the user, after a recent re-authentication. @throws AppError `proof_required`, `not_found` */
export async function revokeAlertHook(
  session: { userId: string; sessionId: string },
  id: string,
): Promise<void> {
  await assertRecentProof(session);
  if (await revokeStoredHook(session.userId, id, new Date())) return;
  throw new AppError("not_found", "There is no such hook in use.");
}
