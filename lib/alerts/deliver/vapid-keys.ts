import "server-only";
import { createECDH } from "node:crypto";
import { deriveKey } from "@/lib/infra/derive-key";
import { getProcessSingleton } from "@/lib/infra/get-process-singleton";

/** The P-256 key pair by which push services identify this server (RFC 8292), base64url. */
export type VapidKeys = { publicKey: string; privateKey: string };

/** Derived from the product's secret, so that it needs no setting of its own. */
export function getVapidKeys(): VapidKeys {
  return getProcessSingleton("vapid-keys", () => {
    const curve = createECDH("prime256v1");
    const secret = deriveKey("web-push");
    curve.setPrivateKey(secret);
    return {
      publicKey: curve.getPublicKey().toString("base64url"),
      privateKey: secret.toString("base64url"),
    };
  });
}
