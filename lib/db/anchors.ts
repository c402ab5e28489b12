import "server-only";
import { getDb } from "@/lib/db/client";
import { withPatience } from "@/lib/db/with-patience";

/** Every log has its head in it. */
const ANCHOR_TIMEOUT_MS = 30_000;

/** One day's anchor. */
export type Anchor = { day: string; digest: string; portfolios: number; events: string };

/**
 * Writes down the head of every log for the day that `madeAt` lies in, and one digest over all of them: SHA-256 over
 * "id seq hash", one a line, in the order of the ids. Once a day: a second time changes nothing.
 * @returns whether this call made it
 */
export async function makeAnchor(madeAt: Date): Promise<boolean> {
  const day = madeAt.toISOString().slice(0, 10);
  const statement = getDb().$queryRaw<{ made: bigint }[]>`
    WITH heads AS MATERIALIZED (
      SELECT "id", "seq", "headHash" FROM "Portfolio"
      WHERE NOT EXISTS (SELECT 1 FROM "ChainAnchor" WHERE "day" = ${day}::date)
    ), anchor AS (
      INSERT INTO "ChainAnchor" ("day", "digest", "portfolios", "events", "madeAt")
      SELECT ${day}::date,
        encode(sha256(convert_to(coalesce(string_agg("id" || ' ' || "seq" || ' ' || "headHash", E'\n' ORDER BY "id"),
          ''), 'UTF8')), 'hex'),
        count(*), coalesce(sum("seq"), 0), ${madeAt}
      FROM heads
      ON CONFLICT ("day") DO NOTHING
      RETURNING "day"
    ), kept AS (
      INSERT INTO "ChainHead" ("day", "portfolioId", "seq", "hash")
      SELECT anchor."day", heads."id", heads."seq", heads."headHash" FROM heads, anchor
      RETURNING 1
    )
    SELECT count(*) AS "made" FROM anchor`;
  const rows = await withPatience(ANCHOR_TIMEOUT_MS, statement);
  return Number(rows[0]?.made ?? 0) > 0;
}

/** The newest anchors, newest first. */
export async function findAnchors(limit: number): Promise<Anchor[]> {
  const rows = await getDb().chainAnchor.findMany({ orderBy: { day: "desc" }, take: limit });
  return rows.map(({ day, digest, portfolios, events }) => ({
    day: day.toISOString().slice(0, 10),
    digest,
    portfolios,
    events: String(events),
  }));
}
