import "server-only";
import type { PortfolioEvent } from "@/lib/core/engine/events";
import { type EventRow, openEvent } from "@/lib/core/proof/event-text";
import { eventsQuery, newestEventsQuery } from "@/lib/db/admin/hot-queries";
import { getDb } from "@/lib/db/client";
import type { Prisma } from "@/lib/db/generated/client";

/**
 * The events after `afterSeq` and up to `throughSeq`, oldest first, at most `limit`: for a stream that
 * resumes.
 */
export async function findEvents(
  portfolioId: string,
  range: { afterSeq: number; throughSeq?: number; limit: number },
): Promise<PortfolioEvent[]> {
  return (await findEventRows(portfolioId, range)).map(openEvent);
}

/** The same events as stored, with their hashes. */
export async function findEventRows(
  portfolioId: string,
  range: { afterSeq: number; throughSeq?: number; limit: number },
): Promise<EventRow[]> {
  return readRows(eventsQuery(portfolioId, range));
}

/** The newest events before `beforeSeq`, newest first: for a list that is paged. */
export async function findNewestEvents(
  portfolioId: string,
  page: { beforeSeq?: number; limit: number },
): Promise<PortfolioEvent[]> {
  return (await readRows(newestEventsQuery(portfolioId, page))).map(openEvent);
}

/** Whether the log contains the event `seq` with exactly this hash, to find out if a write was committed. */
export async function hasEvent(portfolioId: string, seq: number, hash: string): Promise<boolean> {
  const found = await getDb().portfolioEvent.findFirst({
    where: { portfolioId, seq, hash },
    select: { seq: true },
  });
  return found !== null;
}

async function readRows(query: Prisma.Sql): Promise<EventRow[]> {
  type Row = { seq: number; type: string; payload: string; at: Date; hash: string };
  const rows = await getDb().$queryRaw<Row[]>(query);
  return rows.map(({ at, ...row }) => ({ ...row, atMs: at.getTime() }));
}
