import "server-only";
import { assertOwnPassword } from "@/lib/accounts/set-password";
import { sealText, unsealText } from "@/lib/auth/sealed-text";
import { createRecoveryCodes, createSecondFactor, findTotpStep } from "@/lib/auth/second-factor";
import { findUser, storeRecoveryCodes, takeTotpStep, updateUser } from "@/lib/db/users";
import { AppError } from "@/lib/schemas/api-error";

/**
 * Makes a secret for an authenticator. It counts for nothing until a code of it was confirmed.
 *
 * @throws AppError `wrong_password`, `bad_request` when there is a second factor already.
 */
export async function beginTwoFactor(
  userId: string,
  password: string | undefined,
): Promise<{ secret: string; url: string }> {
  const user = await assertOwnPassword(userId, password);
  if (user.totpConfirmedAt) throw new AppError("bad_request", "Two-factor sign-in is on already.");
  const factor = createSecondFactor(user.email);
  await updateUser(userId, { totpSecret: sealText(factor.secret) });
  return factor;
}

/**
 * Switches two-factor sign-in on and returns the recovery codes, which are shown this once.
 *
 * @throws AppError `second_factor_wrong`.
 */
export async function confirmTwoFactor(userId: string, code: string): Promise<string[]> {
  const user = await findUser(userId);
  if (!user?.totpSecret || user.totpConfirmedAt) {
    throw new AppError("bad_request", "Begin with a new secret.");
  }
  const step = findTotpStep(unsealText(user.totpSecret), code);
  if (step === null || !(await takeTotpStep(userId, step))) {
    throw new AppError("second_factor_wrong", "That is not the code of this moment.", { field: "code" });
  }
  const { codes, hashes } = createRecoveryCodes();
  await storeRecoveryCodes(userId, hashes);
  await updateUser(userId, { totpConfirmedAt: new Date() });
  return codes;
}

/** Switches two-factor sign-in off. @throws AppError `wrong_password`. */
export async function endTwoFactor(userId: string, password: string | undefined): Promise<void> {
  await assertOwnPassword(userId, password);
  await updateUser(userId, { totpSecret: null, totpConfirmedAt: null, totpLastStep: null });
  await storeRecoveryCodes(userId, []);
}
