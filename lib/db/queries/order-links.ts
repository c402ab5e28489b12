import "server-only";
import { getPool } from "@/lib/db/client";

/** How long an id stays reserved after the end of its order, in ms: a retry must not make a second order. */
const REUSE_AFTER_MS = 600_000;
/** A reservation whose order was never accepted, by a process that ended in between, is given up after this, in ms. */
const ABANDONED_AFTER_MS = 60_000;

type Link = { portfolioId: string; clientOrderId: string; orderLinkId: string };

/**
 * Reserves a program's id for an order that is about to be submitted. @returns false when an open or recent
 * order has it
 */
export async function reserveLink(link: Link, nowMs: number): Promise<boolean> {
  if (await insertLink(link, nowMs)) return true;
  const { portfolioId, orderLinkId } = link;
  await getPool().query({
    name: "release-order-link",
    text: `UPDATE "OrderLink" l SET "releasedAt" = $3
      WHERE l."portfolioId" = $1 AND l."orderLinkId" = $2 AND l."releasedAt" IS NULL AND (
        EXISTS (SELECT 1 FROM "Order" o WHERE o."portfolioId" = l."portfolioId"
          AND o."clientOrderId" = l."clientOrderId" AND o."endedAt" < $4)
        OR l."reservedAt" < $5 AND NOT EXISTS (SELECT 1 FROM "Order" o WHERE o."portfolioId" = l."portfolioId"
          AND o."clientOrderId" = l."clientOrderId"))`,
    values: [
      portfolioId,
      orderLinkId,
      new Date(nowMs),
      new Date(nowMs - REUSE_AFTER_MS),
      new Date(nowMs - ABANDONED_AFTER_MS),
    ],
  });
  return insertLink(link, nowMs);
}

/** Gives up the reservation of an order that was not accepted. */
export async function dropLink(portfolioId: string, clientOrderId: string): Promise<void> {
  await getPool().query({
    name: "drop-order-link",
    text: `DELETE FROM "OrderLink" WHERE "portfolioId" = $1 AND "clientOrderId" = $2`,
    values: [portfolioId, clientOrderId],
  });
}

async function insertLink(
  { portfolioId, clientOrderId, orderLinkId }: Link,
  nowMs: number,
): Promise<boolean> {
  const { rowCount } = await getPool().query({
    name: "reserve-order-link",
    text: `INSERT INTO "OrderLink" ("portfolioId", "clientOrderId", "orderLinkId", "reservedAt")
      VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
    values: [portfolioId, clientOrderId, orderLinkId, new Date(nowMs)],
  });
  return rowCount === 1;
}
