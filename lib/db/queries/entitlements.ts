import "server-only";
import { isSampleUser } from "@/lib/core/sample-account";
import { getDb } from "@/lib/db/client";
import { highestTier, type Tier } from "@/lib/schemas/products";

/** A user's current tier: the highest of the active grants. A sample account shows all that there is. */
export async function findUserTier(userId: string): Promise<Tier> {
  if (isSampleUser(userId)) return "ELITE";
  const now = new Date();
  const grants = await getDb().grant.findMany({
    where: { userId, revokedAt: null, startsAt: { lte: now }, endsAt: { gt: now } },
    select: { product: true },
  });
  return highestTier(grants.map(({ product }) => product));
}

/** Challenge grants of a user that have not been used. */
export async function listUnusedChallengeGrants(userId: string): Promise<{ id: string; product: string }[]> {
  return getDb().grant.findMany({
    where: { userId, revokedAt: null, usedAt: null, endsAt: null },
    select: { id: true, product: true },
    orderBy: { grantedAt: "asc" },
  });
}
