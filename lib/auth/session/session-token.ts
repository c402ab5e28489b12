import "server-only";
import { hkdfSync, type webcrypto } from "node:crypto";
import { type JWTPayload, jwtDecrypt } from "jose";
import { encode } from "next-auth/jwt";
import { getEnv } from "@/lib/infra/env/env";
import { getProcessSingleton } from "@/lib/infra/get-process-singleton";

/** How long a sign-in lasts at most, in seconds, however much it is used. */
export const SESSION_MAX_AGE_S = 30 * 86_400;

/** What next-auth derives the key of its tokens for, and the skew of clocks that it tolerates, in seconds. */
const KEY_INFO = "NextAuth.js Generated Encryption Key";
const CLOCK_TOLERANCE_S = 15;
/** Tokens whose claims are kept in this process, each of some 500 bytes. */
const MAX_KNOWN = 5_000;

/** What the session cookie proves by itself. Whether the session still exists is Redis's to say. */
export type SessionToken = { userId: string; sessionId: string; issuedMs: number };

/** True where cookies may only travel over TLS, and have names that no plain page can set. */
export function usesSecureCookies(): boolean {
  return getEnv().APP_URL.startsWith("https://");
}

/** Name of one of next-auth's cookies; with `__Host-` browsers keep only what this very host set over TLS. */
export function cookieName(cookie: string): string {
  return `${usesSecureCookies() ? "__Host-" : ""}next-auth.${cookie}`;
}

/** Name of the session cookie. */
export function sessionCookieName(): string {
  return cookieName("session-token");
}

/** The encrypted token for a session, as next-auth itself would make it. */
export function encodeSessionToken(token: { userId: string; sessionId: string }): Promise<string> {
  return encode({
    token: { sub: token.userId, sid: token.sessionId },
    secret: getEnv().NEXTAUTH_SECRET,
    maxAge: SESSION_MAX_AGE_S,
  });
}

/** What the `cookie` header proves; null without a token, and for one that is forged, foreign or expired. */
export async function readSessionToken(cookie: string | null | undefined): Promise<SessionToken | null> {
  const token = cookie && findCookie(cookie, sessionCookieName());
  if (!token) return null;
  const claims = await readClaims(token);
  if (typeof claims?.sub !== "string" || typeof claims.sid !== "string") return null;
  return { userId: claims.sub, sessionId: claims.sid, issuedMs: Number(claims.iat) * 1_000 };
}

/**
 * The claims of a token, decrypted once for the process: a browser sends the same token with each request, and
 * decryption is work of another thread, whose start alone took a fifteenth of an order's processing time (measured).
 */
async function readClaims(token: string): Promise<JWTPayload | null> {
  const known = getProcessSingleton("session-claims", () => new Map<string, JWTPayload>());
  const cached = known.get(token);
  if (cached) {
    if (Number(cached.exp) + CLOCK_TOLERANCE_S > Date.now() / 1_000) return cached;
    known.delete(token);
    return null;
  }
  const claims = await decryptClaims(token).catch(() => null);
  if (claims?.exp === undefined) return claims;
  if (known.size >= MAX_KNOWN) known.clear();
  known.set(token, claims);
  return claims;
}

async function decryptClaims(token: string): Promise<JWTPayload> {
  const { payload } = await jwtDecrypt(token, await sessionKey(), {
    clockTolerance: CLOCK_TOLERANCE_S,
    keyManagementAlgorithms: ["dir"],
    contentEncryptionAlgorithms: ["A256GCM"],
  });
  return payload;
}

/** next-auth's own `decode` derives its key again for each token, which takes half of the time (measured). */
function sessionKey(): Promise<webcrypto.CryptoKey> {
  return getProcessSingleton("session-key", () => {
    const key = new Uint8Array(hkdfSync("sha256", getEnv().NEXTAUTH_SECRET, "", KEY_INFO, 32));
    return crypto.subtle.importKey("raw", key, "AES-GCM", false, ["decrypt"]);
  });
}

/** The `set-cookie` header that hands a session to a browser. */
export async function createSessionCookie(token: { userId: string; sessionId: string }): Promise<string> {
  const value = `${sessionCookieName()}=${await encodeSessionToken(token)}`;
  const secure = usesSecureCookies() ? "; Secure" : "";
  return `${value}; Path=/; Max-Age=${SESSION_MAX_AGE_S}; HttpOnly; SameSite=Lax${secure}`;
}

function findCookie(header: string, name: string): string | undefined {
  for (const part of header.split(";")) {
    const at = part.indexOf("=");
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim();
  }
  return undefined;
}
