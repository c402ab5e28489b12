import "server-only";
import { readSession } from "@/lib/auth/session/read-session";
import { findClientIp } from "@/lib/http/limits/client-ip";

/** Whose allowance a request of a signed-in user counts towards. */
export const userKey = (userId: string): string => `user:${userId}`;
/** Whose allowance a request without a session counts towards. */
export const clientKey = (headers: Headers): string => `ip:${findClientIp(headers)}`;

/** Whose allowance a request to a public route counts towards; by client IP also while sessions can't be checked. */
export async function identifyCaller(headers: Headers): Promise<string> {
  const cookie = headers.get("cookie");
  const session = cookie ? await readSession({ cookie }).catch(() => null) : null;
  return session ? userKey(session.userId) : clientKey(headers);
}
