import "server-only";
import { isTimeZone } from "@/lib/core/time-zone";
import { findUserZone } from "@/lib/db/queries/user-zone";

/** The zone that days are counted in: the one asked for, else the user's own, else UTC. */
export async function findZone(userId: string, asked: string | undefined): Promise<string> {
  if (asked !== undefined) return asked;
  const zone = await findUserZone(userId);
  return zone !== null && isTimeZone(zone) ? zone : "UTC";
}
