import "server-only";
import { div, formatDecimal, parseMoney, parseQty, ZERO } from "@/lib/core/decimal";
import { requireOwnPortfolio } from "@/lib/db/queries/portfolios";
import { endTwap, findTwaps, type StoredTwap } from "@/lib/db/queries/twaps";
import type { TwapDto } from "@/lib/schemas/trading/twaps";

/** How long one that has ended stays listed, ms. */
const LISTED_MS = 86_400_000;

/** The active TWAPs of a user's portfolio and those of the last day, newest first. @throws AppError `not_found` */
export async function listTwaps(userId: string, portfolioId: string): Promise<TwapDto[]> {
  await requireOwnPortfolio(userId, portfolioId);
  const twaps = await findTwaps(portfolioId, new Date(Date.now() - LISTED_MS));
  return twaps.map(toTwapDto);
}

/**
 * Stops a TWAP: no order is sent any more; an order that has been accepted is still executed. One that has ended stays
 * as it is. @throws AppError `not_found` for a portfolio of another user
 */
export async function stopTwap(userId: string, portfolioId: string, id: string): Promise<TwapDto[]> {
  await requireOwnPortfolio(userId, portfolioId);
  await endTwap({ portfolioId, id }, { status: "stopped" });
  return listTwaps(userId, portfolioId);
}

function toTwapDto(twap: StoredTwap): TwapDto {
  const { portfolioId, id, symbol, side, qty, filled, reduceOnly, count, sent, status, reason } = twap;
  const filledQty = parseQty(filled);
  return {
    id,
    portfolioId,
    symbol,
    side,
    qty,
    filled,
    averagePrice: filledQty === ZERO ? null : formatDecimal(div(parseMoney(twap.filledValue), filledQty)),
    reduceOnly,
    count,
    sent,
    status,
    reason,
    startsAt: twap.startsAt.toISOString(),
    endsAt: twap.endsAt.toISOString(),
    nextAt: status === "active" ? twap.nextAt.toISOString() : null,
  };
}
