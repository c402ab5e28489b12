import "server-only";
import { generateRegistrationOptions } from "@simplewebauthn/server";
import { getRelyingParty } from "@/lib/auth/passkey/get-relying-party";
import { CHALLENGE_LIFE_S, storeChallenge } from "@/lib/auth/passkey/passkey-challenge";
import { assertRecentProof } from "@/lib/auth/recent-proof";
import { listPasskeys } from "@/lib/db/access/passkeys";
import { findUser } from "@/lib/db/queries/users/users";
import { AppError } from "@/lib/schemas/api-error";

/**
 * Options with which a browser creates a passkey, after a recent re-authentication.
 *
 * @throws AppError `proof_required`, `email_not_verified`
 */
export async function beginPasskey(session: {
  userId: string;
  sessionId: string;
}): Promise<{ challenge: string }> {
  const user = await findUser(session.userId);
  if (!user) throw new AppError("unauthorized", "Sign in first.");
  await assertRecentProof(session);
  if (!user.emailVerifiedAt) {
    // Otherwise someone who registered another person's email could keep a way into the account.
    throw new AppError("email_not_verified", "Verify your email first, by the link in our mail.");
  }
  const { id, name } = getRelyingParty();
  const passkeys = await listPasskeys(user.id);
  const options = await generateRegistrationOptions({
    rpName: name,
    rpID: id,
    userName: user.email,
    userDisplayName: user.displayName,
    userID: new Uint8Array(Buffer.from(user.id)),
    timeout: CHALLENGE_LIFE_S * 1_000,
    excludeCredentials: passkeys.map((passkey) => ({ id: passkey.id, transports: passkey.transports })),
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
  });
  await storeChallenge(`registration:${user.id}`, options.challenge);
  return options;
}
