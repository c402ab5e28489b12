import "server-only";
import { createHash, randomBytes } from "node:crypto";
import { Secret, TOTP } from "otpauth";

const PERIOD_S = 30;

function totpOf(secret: string, email: string): TOTP {
  return new TOTP({
    issuer: "Terminal Zero",
    label: email,
    secret: Secret.fromBase32(secret),
    period: PERIOD_S,
  });
}

/** A new secret for an authenticator, and the URL for its QR code. */
export function createSecondFactor(email: string): { secret: string; url: string } {
  const secret = new Secret({ size: 20 }).base32;
  return { secret, url: totpOf(secret, email).toString() };
}

/**
 * The time step that a code of six digits belongs to, now or one step to either side; null for a wrong one.
 */
export function matchTotpStep(secret: string, code: string, nowMs = Date.now()): number | null {
  if (!/^\d{6}$/.test(code)) return null;
  const delta = totpOf(secret, "").validate({ token: code, timestamp: nowMs, window: 1 });
  return delta === null ? null : Math.floor(nowMs / 1_000 / PERIOD_S) + delta;
}

const CODES = 10;

/** Ten recovery codes, as text for the user and as hashes for the database. */
export function createRecoveryCodes(): { codes: string[]; hashes: string[] } {
  const codes = Array.from({ length: CODES }, () => {
    const text = randomBytes(8).toString("hex");
    return `${text.slice(0, 4)}-${text.slice(4, 8)}-${text.slice(8, 12)}-${text.slice(12)}`;
  });
  return { codes, hashes: codes.map(hashRecoveryCode) };
}

/** The stored form of a recovery code. A code has 64 random bits, so a plain hash is sufficient. */
export function hashRecoveryCode(code: string): string {
  return createHash("sha256")
    .update(code.toLowerCase().replace(/[^0-9a-f]/g, ""))
    .digest("base64url");
}
