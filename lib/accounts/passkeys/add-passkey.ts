import "server-only";
import { verifyRegistrationResponse } from "@simplewebauthn/server";
import { listOwnPasskeys } from "@/lib/accounts/passkeys/list-own-passkeys";
import { notifyAccessChange } from "@/lib/auth/notify-access-change";
import { getRelyingParty } from "@/lib/auth/passkey/get-relying-party";
import { consumeChallenge } from "@/lib/auth/passkey/passkey-challenge";
import { readAnsweredChallenge } from "@/lib/auth/passkey/read-answered-challenge";
import { assertRecentProof } from "@/lib/auth/recent-proof";
import { storePasskey } from "@/lib/db/access/passkeys";
import { findUser } from "@/lib/db/queries/users/users";
import { type AddPasskeyBody, MAX_PASSKEYS, type PasskeyDto } from "@/lib/schemas/access/passkeys";
import { AppError } from "@/lib/schemas/api-error";

/**
 * Stores a passkey that a browser created with the options of `beginPasskey`; returns all of the user's.
 *
 * @throws AppError `proof_required`, `link_expired` when the challenge is not the user's or is too old,
 * `bad_request` for an unusable credential, `too_many_passkeys`, `unauthorized` when the sessions ended meanwhile
 */
export async function addPasskey(
  session: { userId: string; sessionId: string },
  body: AddPasskeyBody,
): Promise<PasskeyDto[]> {
  await assertRecentProof(session);
  const user = await findUser(session.userId);
  if (!user) throw new AppError("unauthorized", "Sign in first.");
  const { id, publicKey, counter, transports } = await readCredential(user.id, body.credential);
  const stored = await storePasskey(
    {
      id,
      userId: user.id,
      name: body.name,
      publicKey,
      counter: BigInt(counter),
      transports: transports ?? [],
    },
    user,
    MAX_PASSKEYS,
  );
  if (stored === "too-many") {
    throw new AppError(
      "too_many_passkeys",
      `You may have at most ${MAX_PASSKEYS} passkeys; remove one first.`,
    );
  }
  if (stored === "exists") throw new AppError("bad_request", "This passkey was added before.");
  notifyAccessChange(user, "passkey-added");
  return listOwnPasskeys(user.id);
}

async function readCredential(userId: string, credential: AddPasskeyBody["credential"]) {
  const { id: expectedRPID, origin: expectedOrigin } = getRelyingParty();
  const challenge = readAnsweredChallenge(credential.response.clientDataJSON);
  if (challenge === null || !(await consumeChallenge(`registration:${userId}`, challenge))) {
    throw new AppError("link_expired", "Adding the passkey took too long. Start it again.");
  }
  const verified = await verifyRegistrationResponse({
    response: credential,
    expectedChallenge: challenge,
    expectedOrigin,
    expectedRPID,
    requireUserVerification: true,
  }).catch(() => null);
  if (!verified?.verified) throw new AppError("bad_request", "This is not a usable passkey of this site.");
  return verified.registrationInfo.credential;
}
