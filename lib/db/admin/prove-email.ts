import "server-only";
import { getDb } from "@/lib/db/client";

/**
 * Notes that a user's address was verified for the first time. Until then anybody may have opened the account: in the
 * same statement every way to get in that was set up before is dropped (accounts at providers, second factor, recovery
 * codes, sessions), and the password unless `keepsPassword`.
 *
 * @returns false when the address was verified before, also by another account, is another by now, or the account is gone
 */
export async function proveEmail(proof: {
  userId: string;
  email: string;
  keepsPassword: boolean;
  at: Date;
}): Promise<boolean> {
  const { userId, email, keepsPassword, at } = proof;
  const rows = await getDb().$queryRaw<{ id: string }[]>`
    WITH verified AS (
      UPDATE "User" SET "emailVerifiedAt" = ${at}, "sessionsEndedAt" = ${at}, "totpSecret" = NULL,
        "totpConfirmedAt" = NULL, "totpLastStep" = NULL,
        "passwordHash" = CASE WHEN ${keepsPassword} THEN "passwordHash" END
      WHERE "id" = ${userId} AND "email" = ${email} AND "emailVerifiedAt" IS NULL AND "deletedAt" IS NULL
        AND NOT EXISTS (SELECT 1 FROM "User" o WHERE o."email" = ${email} AND o."emailVerifiedAt" IS NOT NULL)
      RETURNING "id"
    ), codes AS (
      DELETE FROM "RecoveryCode" WHERE "userId" IN (SELECT "id" FROM verified)
    ), logins AS (
      DELETE FROM "ProviderLogin" WHERE "userId" IN (SELECT "id" FROM verified)
    )
    SELECT "id" FROM verified`;
  return rows.length === 1;
}
