import "server-only";
import { EncryptJWT, type JWTPayload, jwtDecrypt } from "jose";
import { deriveKey } from "@/lib/infra/derive-key";

/** The purpose of a token: its audience, from which its key is derived. */
type Purpose = "totp-secret" | "pending-mfa" | "api-key-secret" | "webhook-secret";

const ISSUER = "terminal-zero";
const ENCRYPTION = { alg: "dir", enc: "A256GCM" } as const;

/**
 * Encrypts claims as a JWT for one purpose. `expiresAtMs`: rounded down to the second; without it, it never
 * expires.
 */
export function encryptToken(
  purpose: Purpose,
  claims: JWTPayload,
  { expiresAtMs }: { expiresAtMs?: number } = {},
): Promise<string> {
  const token = new EncryptJWT(claims).setProtectedHeader(ENCRYPTION).setIssuer(ISSUER).setAudience(purpose);
  if (expiresAtMs !== undefined) token.setExpirationTime(Math.floor(expiresAtMs / 1_000));
  return token.encrypt(deriveKey(purpose));
}

/**
 * The claims of a token. @throws Error when it was made for another purpose or with another secret, was
 * changed, or has expired.
 */
export async function decryptToken(purpose: Purpose, token: string, nowMs = Date.now()): Promise<JWTPayload> {
  const { payload } = await jwtDecrypt(token, deriveKey(purpose), {
    issuer: ISSUER,
    audience: purpose,
    currentDate: new Date(nowMs),
    keyManagementAlgorithms: [ENCRYPTION.alg],
    contentEncryptionAlgorithms: [ENCRYPTION.enc],
  });
  return payload;
}
