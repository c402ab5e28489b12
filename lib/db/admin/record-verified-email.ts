import "server-only";
import { getDb } from "@/lib/db/client";

/**
 * Records the first verification of a user's email. Until then the account may have been opened by someone
 * else: the same statement deletes everything that was set up before and can sign in (provider accounts,
 * second factor, recovery codes, sessions), trade (API keys, hooks) or read along (webhooks, links of coaches, push
 * subscriptions), and the password unless `keepsPassword`.
 *
 * @returns false when the email was verified before (also by another account), has changed since, or the
 * account is deleted
 */
export async function recordVerifiedEmail(proof: {
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
    ), keys AS (
      DELETE FROM "ApiKey" WHERE "userId" IN (SELECT "id" FROM verified)
    ), hooks AS (
      DELETE FROM "AlertHook" WHERE "userId" IN (SELECT "id" FROM verified)
    ), webhooks AS (
      DELETE FROM "Webhook" WHERE "userId" IN (SELECT "id" FROM verified)
    ), coaches AS (
      DELETE FROM "CoachLink" WHERE "userId" IN (SELECT "id" FROM verified)
    ), subscriptions AS (
      DELETE FROM "PushSubscription" WHERE "userId" IN (SELECT "id" FROM verified)
    )
    SELECT "id" FROM verified`;
  return rows.length === 1;
}
