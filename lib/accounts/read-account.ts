import "server-only";
import { findUserTier } from "@/lib/db/queries/entitlements";
import { listConsents } from "@/lib/db/queries/users/consents";
import { countRecoveryCodes, findUser } from "@/lib/db/queries/users/users";
import { type AccountDto, preferencesSchema } from "@/lib/schemas/account";
import { AppError } from "@/lib/schemas/api-error";

/** A user's own account. */
export async function readAccount(userId: string): Promise<AccountDto> {
  const [user, recoveryCodesLeft, tier, consents] = await Promise.all([
    findUser(userId),
    countRecoveryCodes(userId),
    findUserTier(userId),
    listConsents(userId),
  ]);
  if (!user) throw new AppError("unauthorized", "Sign in first.");
  return {
    id: user.id,
    email: user.email,
    displayName: user.displayName,
    role: user.role === "ADMIN" ? "ADMIN" : "TRADER",
    timeZone: user.timeZone,
    preferences: preferencesSchema.strip().parse(user.preferences),
    isListed: user.isListed,
    tier,
    createdAt: user.createdAt.toISOString(),
    isEmailVerified: user.emailVerifiedAt !== null,
    hasPassword: user.passwordHash !== null,
    hasTwoFactor: user.totpConfirmedAt !== null,
    recoveryCodesLeft,
    consents,
  };
}
