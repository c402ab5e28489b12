import "server-only";
import { div, formatDecimal, formatPrice, parseMoney, parsePrice, parseQty, ZERO } from "@/lib/core/decimal";
import { findChases, type StoredChase } from "@/lib/db/queries/chases";
import { requireOwnPortfolio } from "@/lib/db/queries/portfolios";
import type { ChaseDto } from "@/lib/schemas/trading/twaps";
import { finishChase } from "@/lib/trading/orders/step-chase";

/** How long one that has ended stays listed, ms. */
const LISTED_MS = 86_400_000;

/** The active chases of a user's portfolio and those of the last day, newest first. @throws AppError `not_found` */
export async function listChases(userId: string, portfolioId: string): Promise<ChaseDto[]> {
  await requireOwnPortfolio(userId, portfolioId);
  const chases = await findChases(portfolioId, new Date(Date.now() - LISTED_MS));
  return chases.map(toChaseDto);
}

/**
 * Stops a chase and cancels its order; one that has ended stays as it is. @throws AppError `not_found` for a portfolio
 * of another user
 */
export async function stopChase(userId: string, portfolioId: string, id: string): Promise<ChaseDto[]> {
  await stopChases({ userId, portfolioId }, (chase) => chase.id === id);
  return listChases(userId, portfolioId);
}

/** Stops the active chases of a user's portfolio, or those of one symbol, and cancels their orders. */
export async function stopChases(
  of: { userId: string; portfolioId: string; symbol?: string | undefined },
  isWanted: (chase: StoredChase) => boolean = ({ symbol }) => of.symbol === undefined || symbol === of.symbol,
): Promise<void> {
  await requireOwnPortfolio(of.userId, of.portfolioId);
  for (const chase of await findChases(of.portfolioId, new Date())) {
    if (chase.status === "active" && isWanted(chase)) await finishChase(chase, { status: "stopped" });
  }
}

function toChaseDto(chase: StoredChase): ChaseDto {
  const { portfolioId, id, symbol, side, qty, filled, reduceOnly, price, limitPrice, status, reason } = chase;
  const filledQty = parseQty(filled);
  return {
    id,
    portfolioId,
    symbol,
    side,
    qty,
    filled,
    averagePrice: filledQty === ZERO ? null : formatDecimal(div(parseMoney(chase.filledValue), filledQty)),
    reduceOnly,
    price: price === null ? null : formatPrice(parsePrice(price)),
    limitPrice,
    status,
    reason,
    startsAt: chase.startsAt.toISOString(),
    endsAt: chase.endsAt.toISOString(),
  };
}
