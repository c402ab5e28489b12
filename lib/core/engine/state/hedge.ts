import type { Order } from "@/lib/core/engine/orders/order";
import type { PositionSide } from "@/lib/core/engine/positions/position";

/** Whether the symbols of a portfolio are in hedge mode; `symbols` are those in which it is the other way round. */
export type HedgeMode = { isUsual: boolean; symbols: readonly string[] };

/** Whether a symbol may have a long and a short position at the same time. */
export function isHedged({ hedge }: { hedge: HedgeMode | null }, symbol: string): boolean {
  return hedge !== null && hedge.isUsual !== hedge.symbols.includes(symbol);
}

/** The side of a hedged symbol that an order trades: it opens its own side and, reduce-only, closes the other one. */
export function tradedSide(order: Pick<Order, "side" | "reduceOnly">): PositionSide {
  return (order.side === "buy") !== order.reduceOnly ? "long" : "short";
}
