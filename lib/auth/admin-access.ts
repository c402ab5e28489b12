import "server-only";
import { ADMIN_PROOF_S, assertRecentProof } from "@/lib/auth/recent-proof";
import { findUser } from "@/lib/db/queries/users/users";
import { AppError } from "@/lib/schemas/api-error";

/** Whether a user is currently an admin with a confirmed second factor, read from the database. */
export async function hasAdminAccess(userId: string): Promise<boolean> {
  const user = await findUser(userId);
  return user?.role === "ADMIN" && user.totpConfirmedAt !== null;
}

/**
 * Requires an admin with a second factor, and for writes a recent re-authentication.
 *
 * @throws AppError `second_factor_missing`, `proof_required`
 */
export async function assertAdminAccess(
  session: { userId: string; sessionId: string },
  { isWrite }: { isWrite: boolean },
): Promise<void> {
  if (!(await hasAdminAccess(session.userId))) {
    throw new AppError("second_factor_missing", "Admins need two-factor sign-in. Set it up in the settings.");
  }
  if (isWrite) await assertRecentProof(session, ADMIN_PROOF_S);
}
