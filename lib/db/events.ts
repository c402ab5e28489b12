import "server-only";
import type { PortfolioEvent } from "@/lib/core/engine/events";
import { getDb } from "@/lib/db/client";
import { type EventRow, openEvent } from "@/lib/db/event-text";

type StoredEvent = { seq: number; type: string; payload: string; atMs: bigint; hash: string };

/** The events after `afterSeq` and up to `throughSeq`, oldest first, at most `limit`: for a stream that resumes. */
export async function findEvents(
  portfolioId: string,
  range: { afterSeq: number; throughSeq?: number; limit: number },
): Promise<PortfolioEvent[]> {
  const rows = await findEventRows(portfolioId, range);
  return rows.map(openEvent);
}

/** The same events as they are stored, with their hashes. */
export async function findEventRows(
  portfolioId: string,
  range: { afterSeq: number; throughSeq?: number; limit: number },
): Promise<EventRow[]> {
  const throughSeq = range.throughSeq ?? 2 ** 31 - 1;
  const rows = await getDb().$queryRaw<StoredEvent[]>`
    SELECT "seq", "type", "payload"::text AS "payload", epoch_ms("at") AS "atMs", "hash"
    FROM "PortfolioEvent"
    WHERE "portfolioId" = ${portfolioId} AND "seq" > ${range.afterSeq}::int AND "seq" <= ${throughSeq}::int
    ORDER BY "seq" LIMIT ${range.limit}::int`;
  return rows.map((row) => ({ ...row, atMs: Number(row.atMs) }));
}

/** The newest events before `beforeSeq`, newest first: for a list that is paged. */
export async function findNewestEvents(
  portfolioId: string,
  page: { beforeSeq?: number; limit: number },
): Promise<PortfolioEvent[]> {
  const beforeSeq = page.beforeSeq ?? 2 ** 31 - 1;
  const rows = await getDb().$queryRaw<StoredEvent[]>`
    SELECT "seq", "type", "payload"::text AS "payload", epoch_ms("at") AS "atMs", "hash"
    FROM "PortfolioEvent"
    WHERE "portfolioId" = ${portfolioId} AND "seq" < ${beforeSeq}::int
    ORDER BY "seq" DESC LIMIT ${page.limit}::int`;
  return rows.map((row) => openEvent({ ...row, atMs: Number(row.atMs) }));
}

/** Whether the log has the event `seq` with exactly this hash, so that a write in doubt is known to have happened. */
export async function hasEvent(portfolioId: string, seq: number, hash: string): Promise<boolean> {
  const found = await getDb().portfolioEvent.findFirst({
    where: { portfolioId, seq, hash },
    select: { seq: true },
  });
  return found !== null;
}
