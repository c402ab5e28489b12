import "server-only";
import { assertOwnPassword } from "@/lib/accounts/set-password";
import { endSessions } from "@/lib/auth/session-store";
import { forgetUser } from "@/lib/db/users";
import { AppError } from "@/lib/schemas/api-error";

/**
 * Deletes the account of a user who asks for it: the person is forgotten and every session ends.
 *
 * @throws AppError `wrong_password`, `forbidden` for an admin, whose actions others must be able to look up.
 */
export async function deleteAccount(userId: string, password: string | undefined): Promise<void> {
  const user = await assertOwnPassword(userId, password);
  if (user.role === "ADMIN") {
    throw new AppError("forbidden", "An admin's account can't be deleted. Give the role up first.");
  }
  await forgetUser(userId);
  await endSessions(userId);
}
