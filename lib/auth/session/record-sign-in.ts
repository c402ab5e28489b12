import "server-only";
import type { Origin } from "@/lib/auth/session/begin-session";
import { storeSignIn } from "@/lib/db/access/sign-ins";
import { runLater } from "@/lib/infra/run-later";
import type { SignInMethod } from "@/lib/schemas/access/sign-in";

const METHODS: Readonly<Record<string, SignInMethod>> = {
  credentials: "password",
  passkey: "passkey",
  google: "google",
  github: "github",
  "second-factor": "provider",
};

/** Records a sign-in for the user's own list, after the response. `provider` is next-auth's. */
export function recordSignIn(userId: string, provider: string, { clientIp, userAgent }: Origin): void {
  const method = METHODS[provider];
  if (method === undefined) throw new Error(`Unknown sign-in: ${provider}`);
  const at = new Date();
  runLater(() => storeSignIn({ userId, at, method, clientIp, userAgent: userAgent.slice(0, 300) }));
}
