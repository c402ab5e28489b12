import "server-only";
import { takeLinkToken } from "@/lib/auth/mailed-link";
import { findUser, updateUser } from "@/lib/db/users";
import { AppError } from "@/lib/schemas/api-error";

/**
 * Takes a user's address as proven by the link that was mailed to it.
 *
 * @throws AppError `link_expired` for a link that is unknown, used, too old, or of an address since given up.
 */
export async function verifyEmail(token: string): Promise<void> {
  const grant = await takeLinkToken("verify-email", token);
  const user = grant && (await findUser(grant.userId));
  if (!user || user.email !== grant.email) {
    throw new AppError("link_expired", "This link is no longer good. Ask for a new one in the settings.");
  }
  await updateUser(user.id, { emailVerifiedAt: user.emailVerifiedAt ?? new Date() });
}
