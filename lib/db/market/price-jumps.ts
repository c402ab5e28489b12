import "server-only";
import { getDb } from "@/lib/db/client";

/**
 * A move of the mark price by this fraction within a second covers a taker's fees for both sides and more.
 */
const JUMP_FRACTION = 0.002;
/** The newest seconds may not be written yet. */
const RECORD_DELAY_MS = 60_000;
/** Several intervals of the review, so that a failed run is made up for by the next one. */
const LOOKBACK_MS = 3_600_000;

/**
 * Records the seconds of the last hour in which the mark price jumped from that of the second before.
 * Idempotent. Returns how many were new.
 */
export function recordPriceJumps(now: Date): Promise<number> {
  const from = new Date(now.getTime() - LOOKBACK_MS);
  const until = new Date(now.getTime() - RECORD_DELAY_MS);
  return getDb().$executeRaw`
    INSERT INTO "PriceJump" ("symbol", "at", "side")
    SELECT s."symbol", s."startAt", move."side"
    FROM (
      SELECT "symbol", "startAt", "high", "low", lag("startAt") OVER symbol AS "startBefore",
        lag("high") OVER symbol AS "highBefore", lag("low") OVER symbol AS "lowBefore"
      FROM "PriceRange" WHERE "resolution" = 'S' AND "startAt" >= ${from} AND "startAt" < ${until}
      WINDOW symbol AS (PARTITION BY "symbol" ORDER BY "startAt")
    ) s
    CROSS JOIN LATERAL (VALUES
      ('buy', s."high" >= s."highBefore" * (1 + ${JUMP_FRACTION}::numeric)),
      ('sell', s."low" <= s."lowBefore" * (1 - ${JUMP_FRACTION}::numeric))) AS move("side", "isJump")
    -- What moved while no price came is for the review of gaps.
    WHERE move."isJump" AND s."startAt" - s."startBefore" <= interval '2 seconds'
    ON CONFLICT DO NOTHING`;
}

/** Deletes rows before `before`. Returns how many. */
export async function deletePriceJumps(before: Date): Promise<number> {
  const { count } = await getDb().priceJump.deleteMany({ where: { at: { lt: before } } });
  return count;
}
