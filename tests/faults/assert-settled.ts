import { expect } from "vitest";
import { formatDecimal, parseQty, sum, ZERO } from "@/lib/core/decimal";
import { getDb } from "@/lib/db/client";
import { loadPortfolio } from "@/lib/db/portfolio/portfolio-repository";
import { verifyPortfolio } from "@/lib/db/portfolio/verify-portfolio";
import { findOrders } from "@/lib/db/queries/orders";

/**
 * Asserts that each of a portfolio's market buys has ended: filled exactly once or rejected, the position
 * equal to their sum, the log verified. `where` names the run in a failure.
 */
export async function assertSettled(portfolioId: string, ids: string[], where: string): Promise<void> {
  const ended = await findOrders(portfolioId, ids);
  expect(ended, where).toHaveLength(ids.length);
  const filled = ended.filter((order) => order.status === "FILLED");
  const others = ended.filter(({ status }) => status !== "FILLED" && status !== "REJECTED");
  expect(others, where).toEqual([]);
  const trades = await getDb().trade.groupBy({
    by: ["clientOrderId"],
    where: { portfolioId },
    _count: true,
  });
  const counts = trades.map((one) => one._count);
  expect(counts, where).toEqual(filled.map(() => 1));
  const state = (await loadPortfolio(portfolioId))?.state;
  const expected = sum(filled.map((order) => parseQty(order.filled)));
  expect(formatDecimal(state?.positions[0]?.qty ?? ZERO), where).toBe(formatDecimal(expected));
  expect(await verifyPortfolio(portfolioId), where).toBeNull();
}

/** Asserts that no acknowledged order is missing. */
export async function assertKept(portfolioId: string, acknowledged: string[], where: string): Promise<void> {
  const known = new Set((await findOrders(portfolioId, acknowledged)).map((order) => order.id));
  const lost = acknowledged.filter((id) => !known.has(id));
  expect(lost, where).toEqual([]);
}
