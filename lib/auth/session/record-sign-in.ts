import "server-only";
import type { Origin } from "@/lib/auth/session/begin-session";
import { isNewDevice } from "@/lib/auth/session/is-new-device";
import { listSignIns, storeSignIn } from "@/lib/db/access/sign-ins";
import { type NewMail, queueMails } from "@/lib/db/mails/queued-mails";
import { storeFirstLocale } from "@/lib/db/queries/users/users";
import { runLater } from "@/lib/infra/run-later";
import { sha256 } from "@/lib/infra/sha256";
import { readAgent } from "@/lib/schemas/access/read-agent";
import type { SignInMethod } from "@/lib/schemas/access/sign-in";

const METHODS: Readonly<Record<string, SignInMethod>> = {
  credentials: "password",
  passkey: "passkey",
  google: "google",
  github: "github",
  "second-factor": "provider",
};

/**
 * Records a sign-in for the user's own list, after the response, and queues a mail when it is from a new device.
 * The language of the first one is that of the mails, unless the user has chosen one. `provider` is next-auth's.
 */
export function recordSignIn(userId: string, provider: string, origin: Origin): void {
  const method = METHODS[provider];
  if (method === undefined) throw new Error(`Unknown sign-in: ${provider}`);
  const at = new Date();
  const { clientIp } = origin;
  const userAgent = origin.userAgent.slice(0, 300);
  runLater(async () => {
    const earlier = await listSignIns(userId);
    await storeFirstLocale(userId, origin.locale);
    await storeSignIn({ userId, at, method, clientIp, userAgent });
    if (isNewDevice({ clientIp, userAgent }, earlier)) await queueMails([describeDevice(userId, origin, at)]);
  });
}

/** A device that signs in again and again while it is new is one mail a day. */
function describeDevice(userId: string, { clientIp, userAgent }: Origin, at: Date): NewMail {
  const { browser = null, system = null } = readAgent(userAgent);
  const device = `${browser} on ${system}`;
  return {
    userId,
    id: `new-device-${at.toISOString().slice(0, 10)}-${sha256(`${device} ${clientIp}`).slice(0, 16)}`,
    facts: { kind: "new-device", device, browser, system, clientIp, atMs: at.getTime() },
  };
}
