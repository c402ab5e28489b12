import "server-only";
import { isTimeZone } from "@/lib/core/time-zone";
import { findUserZone } from "@/lib/db/queries/users/find-user-zone";

/** The zone in which days are counted: the requested one, else the user's own, else UTC. */
export async function findZone(userId: string, asked: string | undefined): Promise<string> {
  if (asked !== undefined) return asked;
  const zone = await findUserZone(userId);
  return zone !== null && isTimeZone(zone) ? zone : "UTC";
}
