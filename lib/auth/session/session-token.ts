import "server-only";
import { decode, encode } from "next-auth/jwt";
import { getEnv } from "@/lib/infra/env/env";

/** Maximum lifetime of a sign-in, in seconds, even if it is used. */
export const SESSION_MAX_AGE_S = 30 * 86_400;

/** The content of the session cookie. Whether the session still exists is stored in Redis. */
export type SessionToken = { userId: string; sessionId: string; issuedMs: number };

/** True if cookies may only be sent over TLS, and have names that no plain page can set. */
export function usesSecureCookies(): boolean {
  return getEnv().APP_URL.startsWith("https://");
}

/** Name of one of next-auth's cookies; with `__Host-` browsers accept it only from this host over TLS. */
export function cookieName(cookie: string): string {
  return `${usesSecureCookies() ? "__Host-" : ""}next-auth.${cookie}`;
}

/** Name of the session cookie. */
export function sessionCookieName(): string {
  return cookieName("session-token");
}

/** The encrypted token for a session, in next-auth's format. */
export function encodeSessionToken(token: { userId: string; sessionId: string }): Promise<string> {
  return encode({
    token: { sub: token.userId, sid: token.sessionId },
    secret: getEnv().NEXTAUTH_SECRET,
    maxAge: SESSION_MAX_AGE_S,
  });
}

/** The token in the `cookie` header; null without one, and for one that is forged, foreign or expired. */
export async function readSessionToken(cookie: string | null | undefined): Promise<SessionToken | null> {
  const token = cookie && findCookie(cookie, sessionCookieName());
  if (!token) return null;
  const claims = await decode({ token, secret: getEnv().NEXTAUTH_SECRET }).catch(() => null);
  if (typeof claims?.sub !== "string" || typeof claims.sid !== "string") return null;
  return { userId: claims.sub, sessionId: claims.sid, issuedMs: Number(claims.iat) * 1_000 };
}

/** The `set-cookie` header for a session. */
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
