import "server-only";
import { hashRecoveryCode, matchTotpStep } from "@/lib/auth/second-factor";
import { decryptTotpSecret } from "@/lib/auth/totp-secret";
import { consumeRecoveryCode, consumeTotpStep, type User } from "@/lib/db/queries/users/users";

/**
 * Consumes a code of a user's authenticator, or a recovery code. @returns which it was; null for a wrong or
 * used one, and for a user without a second factor
 */
export async function verifySecondFactor(user: User, code: string): Promise<"totp" | "recovery" | null> {
  if (!user.totpConfirmedAt || !user.totpSecret) return null;
  const step = matchTotpStep(await decryptTotpSecret(user.totpSecret), code.replace(/\s/g, ""));
  if (step !== null) return (await consumeTotpStep(user.id, step)) ? "totp" : null;
  return (await consumeRecoveryCode(user.id, hashRecoveryCode(code))) ? "recovery" : null;
}
