import "server-only";
import { getDb } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import { type Bucket, buildAnchorTree, type Head, type ReadHeads } from "@/lib/db/proof/build-anchor-tree";

/** Timeout in ms; an anchor covers the head of every log. */
const ANCHOR_TIMEOUT_MS = 50_000;
/** Key of the advisory lock for making an anchor. */
const ANCHOR_LOCK = 1_145_324_612;

/** One day's anchor. */
export type Anchor = { day: string; root: string; portfolios: number; events: string };
/**
 * Stores the head of every log for a day (UTC), with the tree over them. Idempotent for each day; concurrent
 * calls wait.
 *
 * @returns whether this call made it
 */
export async function makeAnchor(madeAt: Date): Promise<boolean> {
  const day = madeAt.toISOString().slice(0, 10);
  if (await isAnchored(getDb(), day)) return false;
  return getDb().$transaction(
    async (tx) => {
      await tx.$executeRaw`SELECT set_config('statement_timeout', ${String(ANCHOR_TIMEOUT_MS)}, true)`;
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(${ANCHOR_LOCK}::bigint)`;
      if (await isAnchored(tx, day)) return false;
      const { portfolios, events } = await saveHeads(tx, day);
      const readHeads: ReadHeads = (after, limit) => findHeads(tx, { day, after, limit });
      const { buckets, root } = await buildAnchorTree(day, portfolios, readHeads);
      await tx.$executeRaw`
        INSERT INTO "ChainBucket" ("day", "index", "firstPortfolioId", "hash")
        SELECT ${day}::date, n - 1, first, hash
        FROM unnest(${buckets.map((one) => one.firstPortfolioId)}::text[], ${buckets.map((one) => one.hash)}::text[])
          WITH ORDINALITY AS bucket(first, hash, n)`;
      await tx.chainAnchor.create({
        data: { day: new Date(day), digest: root, portfolios, events, madeAt },
      });
      return true;
    },
    { timeout: ANCHOR_TIMEOUT_MS, maxWait: 5_000 },
  );
}

/** Anchors from the newest, at most `limit`. */
export async function findAnchors(limit: number): Promise<Anchor[]> {
  const rows = await getDb().chainAnchor.findMany({ orderBy: { day: "desc" }, take: limit });
  return rows.map(({ day, digest, portfolios, events }) => ({
    day: day.toISOString().slice(0, 10),
    root: digest,
    portfolios,
    events: String(events),
  }));
}

/** The anchored heads of a portfolio, newest first, each with the first day on which it was anchored. */
export async function findAnchoredHeads(
  portfolioId: string,
  limit: number,
): Promise<{ day: string; seq: number; hash: string }[]> {
  return getDb().$queryRaw`
    SELECT to_char(min(head."day"), 'YYYY-MM-DD') AS "day", head."seq", head."hash"
    FROM "ChainAnchor" anchor JOIN "ChainHead" head ON head."day" = anchor."day" AND head."portfolioId" = ${portfolioId}
    GROUP BY head."seq", head."hash" ORDER BY head."seq" DESC LIMIT ${limit}::int`;
}

/** The newest day in whose anchor a portfolio has a head, or null. */
export async function findNewestAnchorDay(portfolioId: string): Promise<string | null> {
  const rows = await getDb().$queryRaw<{ day: string }[]>`
    SELECT to_char(anchor."day", 'YYYY-MM-DD') AS "day" FROM "ChainAnchor" anchor
    JOIN "ChainHead" head ON head."day" = anchor."day" AND head."portfolioId" = ${portfolioId}
    ORDER BY anchor."day" DESC LIMIT 1`;
  return rows[0]?.day ?? null;
}

/**
 * The nodes for the path of a portfolio's head in one day's tree; null if the day has no tree or no such
 * head.
 */
export async function findBranch(
  day: string,
  portfolioId: string,
): Promise<{ anchor: Anchor; buckets: Bucket[]; index: number; heads: Head[] } | null> {
  const db = getDb();
  const row = await db.chainAnchor.findUnique({ where: { day: new Date(day) } });
  if (row === null) return null;
  const buckets = await db.$queryRaw<(Bucket & { isHere: boolean })[]>`
    SELECT "firstPortfolioId", "hash", "firstPortfolioId" <= ${portfolioId} AS "isHere"
    FROM "ChainBucket" WHERE "day" = ${day}::date ORDER BY "index"`;
  const index = buckets.findLastIndex(({ isHere }) => isHere);
  const bucket = buckets[index];
  if (bucket === undefined) return null;
  const range = { day, from: bucket.firstPortfolioId, until: buckets[index + 1]?.firstPortfolioId ?? null };
  const anchor = { day, root: row.digest, portfolios: row.portfolios, events: String(row.events) };
  return { anchor, buckets, index, heads: await findHeadsBetween(range) };
}

type Client = Pick<Prisma.TransactionClient, "$queryRaw" | "chainAnchor">;

async function isAnchored(db: Client, day: string): Promise<boolean> {
  return (await db.chainAnchor.findUnique({ where: { day: new Date(day) } })) !== null;
}

async function saveHeads(tx: Client, day: string): Promise<{ portfolios: number; events: bigint }> {
  const [kept] = await tx.$queryRaw<{ portfolios: bigint; events: bigint }[]>`
    WITH kept AS (
      INSERT INTO "ChainHead" ("day", "portfolioId", "seq", "hash")
      SELECT ${day}::date, "id", "seq", "headHash" FROM "Portfolio"
      RETURNING "seq"
    )
    SELECT count(*) AS "portfolios", coalesce(sum("seq"), 0)::bigint AS "events" FROM kept`;
  return { portfolios: Number(kept?.portfolios ?? 0), events: kept?.events ?? 0n };
}

function findHeads(tx: Client, page: { day: string; after: string; limit: number }): Promise<Head[]> {
  return tx.$queryRaw<Head[]>`
    SELECT "portfolioId", "seq", "hash" FROM "ChainHead"
    WHERE "day" = ${page.day}::date AND "portfolioId" > ${page.after}
    ORDER BY "portfolioId" LIMIT ${page.limit}::int`;
}

function findHeadsBetween(range: { day: string; from: string; until: string | null }): Promise<Head[]> {
  const { day, from, until } = range;
  const end = until === null ? Prisma.empty : Prisma.sql`AND "portfolioId" < ${until}`;
  return getDb().$queryRaw<Head[]>`
    SELECT "portfolioId", "seq", "hash" FROM "ChainHead"
    WHERE "day" = ${day}::date AND "portfolioId" >= ${from} ${end} ORDER BY "portfolioId"`;
}
