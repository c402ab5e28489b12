import "server-only";
import { OWN_PLAN_ID } from "@/lib/core/challenge/build-own-plan";
import { getDb } from "@/lib/db/client";
import type { TraderProfileDto } from "@/lib/schemas/sharing/certificate";

const SHOWN_CERTIFICATES = 20;

/** A trader's public profile; null for a user who is not listed, is banned or deleted. */
export async function findTrader(id: string): Promise<TraderProfileDto | null> {
  const db = getDb();
  const user = await db.user.findFirst({
    where: { id, isListed: true, bannedAt: null, deletedAt: null },
    select: { id: true, displayName: true, createdAt: true },
  });
  if (user === null) return null;
  const [figures, places, passed] = await Promise.all([
    sumTrades(id),
    findPlaces(id),
    db.challenge.findMany({
      where: { userId: id, status: "PASSED", voidedAt: null, planId: { not: OWN_PLAN_ID } },
      orderBy: { endedAt: "desc" },
      take: SHOWN_CERTIFICATES,
      select: { id: true, planName: true, endedAt: true },
    }),
  ]);
  return {
    id,
    name: user.displayName,
    since: user.createdAt.toISOString(),
    ...figures,
    places,
    certificates: passed.map(({ endedAt, ...rest }) => ({ ...rest, endedAt: endedAt?.toISOString() ?? "" })),
  };
}

async function sumTrades(userId: string) {
  const [row] = await getDb().$queryRaw<
    { trades: number; wins: number; losses: number; net: string; profitFactor: number | null }[]
  >`
    SELECT count(*)::int AS "trades", (count(*) FILTER (WHERE "net" > 0))::int AS "wins",
      (count(*) FILTER (WHERE "net" < 0))::int AS "losses", trim_scale(round(coalesce(sum("net"), 0), 8))::text AS "net",
      round(coalesce(sum("net") FILTER (WHERE "net" > 0), 0) / -nullif(sum("net") FILTER (WHERE "net" < 0), 0), 8)::float8
        AS "profitFactor"
    FROM "JournalEntry" WHERE "userId" = ${userId}`;
  return row ?? { trades: 0, wins: 0, losses: 0, net: "0", profitFactor: null };
}

function findPlaces(userId: string): Promise<TraderProfileDto["places"]> {
  return getDb().$queryRaw<TraderProfileDto["places"]>`
    SELECT "window", "rankReturn" AS "rank", "return", "score" FROM "LeaderboardEntry"
    WHERE "run" = (SELECT max("id") FROM "LeaderboardRun") AND "list" = 'practice' AND "userId" = ${userId}
      AND "window" IN ('24h', '7d', '30d')
    ORDER BY array_position(ARRAY['24h', '7d', '30d'], "window")`;
}
