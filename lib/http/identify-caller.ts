import "server-only";
import { readSession } from "@/lib/auth/session/read-session";
import { isSampleUser } from "@/lib/core/sample-account";
import { findClientIp } from "@/lib/http/limits/client-ip";

/** Rate limit key of a user. */
export const userKey = (userId: string): string => `user:${userId}`;
/** The same for a request; that of its client IP for a sample account, which many visitors share. */
export const signedInKey = (userId: string, headers: Headers): string =>
  isSampleUser(userId) ? clientKey(headers) : userKey(userId);
/** Rate limit key of a request without a session. */
export const clientKey = (headers: Headers): string => `ip:${findClientIp(headers)}`;

/** Rate limit key of a request to a public route; by client IP also while sessions can't be checked. */
export async function identifyCaller(headers: Headers): Promise<string> {
  const cookie = headers.get("cookie");
  const session = cookie ? await readSession({ cookie }).catch(() => null) : null;
  return session ? signedInKey(session.userId, headers) : clientKey(headers);
}
