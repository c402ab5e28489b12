import "server-only";
import { generateAuthenticationOptions } from "@simplewebauthn/server";
import { getRelyingParty } from "@/lib/auth/passkey/get-relying-party";
import { CHALLENGE_LIFE_S, storeChallenge } from "@/lib/auth/passkey/passkey-challenge";

/**
 * Options for an assertion of any passkey of this site. They name no credential, so that they reveal nothing
 * about an account. Throws when Redis is unavailable.
 */
export async function createAssertionOptions(): Promise<{ challenge: string }> {
  const options = await generateAuthenticationOptions({
    rpID: getRelyingParty().id,
    userVerification: "required",
    timeout: CHALLENGE_LIFE_S * 1_000,
  });
  await storeChallenge("assertion", options.challenge);
  return options;
}
