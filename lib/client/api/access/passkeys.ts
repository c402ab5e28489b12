import type * as WebAuthn from "@simplewebauthn/browser";
import { sendVerified } from "@/lib/client/api/access/send-verified";
import { send } from "@/lib/client/api/send";
import type { Assertion, PasskeyDto } from "@/lib/schemas/access/passkeys";

type CreationOptions = Parameters<typeof WebAuthn.startRegistration>[0]["optionsJSON"];
type RequestOptions = Parameters<typeof WebAuthn.startAuthentication>[0]["optionsJSON"];

/** Asks the browser for an assertion of one of the user's passkeys. Throws when the user declines. */
export async function requestAssertion(): Promise<Assertion> {
  const optionsJSON = await send<RequestOptions>("POST", "/api/auth/passkey", {});
  const { startAuthentication } = await import("@simplewebauthn/browser");
  return (await startAuthentication({ optionsJSON })) as Assertion;
}

/** Lets the browser create a passkey, and stores it with a name. Throws when the user declines. */
export async function createPasskey(name: string): Promise<PasskeyDto[]> {
  const optionsJSON = await sendVerified<CreationOptions>("POST", "/api/account/passkeys/options");
  const { startRegistration } = await import("@simplewebauthn/browser");
  const credential = await startRegistration({ optionsJSON });
  const { passkeys } = await sendVerified<{ passkeys: PasskeyDto[] }>("POST", "/api/account/passkeys", {
    name,
    credential,
  });
  return passkeys;
}
