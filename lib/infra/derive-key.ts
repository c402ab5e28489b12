import "server-only";
import { hkdfSync } from "node:crypto";
import { getEnv } from "@/lib/infra/env/env";
import { getProcessSingleton } from "@/lib/infra/get-process-singleton";

type Purpose =
  | "totp-secret"
  | "pending-mfa"
  | "api-key-secret"
  | "webhook-secret"
  | "tick-proof"
  | "share"
  | "unsubscribe"
  | "challenge-id"
  | "web-push";

/** A key of 32 bytes for one purpose, derived from the product's secret. */
export function deriveKey(purpose: Purpose): Buffer {
  return getProcessSingleton(`key-${purpose}`, () =>
    Buffer.from(hkdfSync("sha256", getEnv().NEXTAUTH_SECRET, "terminal-zero", purpose, 32)),
  );
}
