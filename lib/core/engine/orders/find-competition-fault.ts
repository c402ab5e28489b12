import type { Order } from "@/lib/core/engine/orders/order";
import type { PortfolioState } from "@/lib/core/engine/state/state";

/** Why a competition does not accept an order: its time, or the symbol; null where it does. */
export function findCompetitionFault(
  { challenge }: PortfolioState,
  order: Pick<Order, "symbol">,
  nowMs: number,
): "competition_closed" | "symbol_not_allowed" | null {
  const terms = challenge?.plan.competition;
  if (terms === undefined) return null;
  if (nowMs < terms.startsAtMs || nowMs >= terms.endsAtMs) return "competition_closed";
  const { symbols } = terms;
  return symbols.length === 0 || symbols.includes(order.symbol) ? null : "symbol_not_allowed";
}
