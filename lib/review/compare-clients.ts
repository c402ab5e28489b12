import "server-only";
import { listSessions } from "@/lib/auth/session/session-store";
import { findOpenPairs, recordSameClient } from "@/lib/db/journal/review-pairs";
import { UNKNOWN_CLIENT_IP } from "@/lib/infra/unknown-client-ip";

/**
 * Adds to each open item about two users whether both now have a session from the same client IP, and the
 * same browser there. Only the result is stored: the client IP itself stays in the session. Returns the
 * number of updated items. A recorded result stays after the sessions end. A shared client IP alone opens no
 * item: households and companies share one.
 */
export async function compareClients(): Promise<number> {
  let shared = 0;
  for (const { id, userId, otherUserId } of await findOpenPairs()) {
    const [own, other] = await Promise.all([listSessions(userId), listSessions(otherUserId)]);
    const pairs = own.flatMap((a) =>
      other.filter((b) => isSameIp(a.clientIp, b.clientIp)).map((b) => ({ a, b })),
    );
    if (pairs.length === 0) continue;
    shared += 1;
    const sameBrowser = pairs.some(({ a, b }) => a.userAgent === b.userAgent);
    await recordSameClient(id, { sameClientIp: true, sameBrowser });
  }
  return shared;
}

function isSameIp(a: string, b: string): boolean {
  return a === b && a !== UNKNOWN_CLIENT_IP;
}
