import "server-only";
import { verifyAuthenticationResponse } from "@simplewebauthn/server";
import { getRelyingParty } from "@/lib/auth/passkey/get-relying-party";
import { consumeChallenge } from "@/lib/auth/passkey/passkey-challenge";
import { readAnsweredChallenge } from "@/lib/auth/passkey/read-answered-challenge";
import { findPasskey, recordPasskeyUse } from "@/lib/db/access/passkeys";
import type { Assertion } from "@/lib/schemas/access/passkeys";

/**
 * The id of the user whose passkey signed our challenge; null when the passkey is unknown, the signature or the
 * challenge is wrong, or the authenticator's counter shows a copy of it. Throws when Redis is unavailable.
 */
export async function verifyAssertion(assertion: Assertion): Promise<string | null> {
  const passkey = await findPasskey(assertion.id);
  const { userHandle, ...response } = assertion.response;
  if (!passkey || (userHandle !== undefined && userHandle !== toUserHandle(passkey.userId))) return null;
  const challenge = readAnsweredChallenge(response.clientDataJSON);
  if (challenge === null || !(await consumeChallenge("assertion", challenge))) return null;
  const { id: expectedRPID, origin: expectedOrigin } = getRelyingParty();
  const verified = await verifyAuthenticationResponse({
    response: { ...assertion, response },
    expectedChallenge: challenge,
    expectedOrigin,
    expectedRPID,
    credential: { id: passkey.id, publicKey: passkey.publicKey, counter: Number(passkey.counter) },
    requireUserVerification: true,
  }).catch(() => null);
  if (!verified?.verified) return null;
  const isRecorded = await recordPasskeyUse(passkey, verified.authenticationInfo.newCounter, new Date());
  return isRecorded ? passkey.userId : null;
}

/** The user's id as authenticators store it, base64url. */
function toUserHandle(userId: string): string {
  return Buffer.from(userId).toString("base64url");
}
