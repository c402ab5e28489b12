import type { Price } from "@/lib/core/decimal";
import { isWorse } from "@/lib/core/engine/matching/book-walk";
import { hasLimit } from "@/lib/core/engine/orders/order";
import type { FillInput } from "@/lib/core/proof/fill-input";

/** A fill from the price path, at the mark or by liquidation: its price follows from its source. */
export function checkOtherFill(fill: FillInput): string | null {
  const { event, order } = fill;
  if (event.evidence.levels.length > 0) return "it names levels of a book that it was not filled from";
  switch (event.evidence.source) {
    case "path":
      return checkPathFill(fill);
    case "liquidation":
      return order.purpose === "liquidation" ? null : "no position was liquidated by it";
    case "mark":
      // Closed at the price of the settlement before it: see `checkAwaited`.
      if (order.purpose === "delisted") return null;
      if (order.purpose !== "breach" && order.purpose !== "reset")
        return "only a breach, a reset or a settlement closes at the mark";
      return event.price === event.evidence.mark ? null : "its price is not the mark";
    default:
      return "its source is not known";
  }
}

function checkPathFill({ event, order }: FillInput): string | null {
  const { last } = event.evidence;
  if (event.liquidity === "maker") {
    if (event.price !== order.price) return "a maker is filled at its own price";
    return isReached(event.side, last, order.price)
      ? null
      : "the last price had not reached the order's price";
  }
  if (order.kind === "market" && order.purpose !== "stop" && order.purpose !== "target")
    return "a market order is filled from the book";
  if (hasLimit(order.kind) && isWorse(event.side, event.price, order.price))
    return "it is worse than the order's limit";
  // Without a book a taker's price depends on its size: the last price, or worse.
  return isWorse(event.side, last, event.price)
    ? "its price is better than the last price of its tick"
    : null;
}

/** Whether the market traded at the price of a resting order or beyond it. */
function isReached(side: "buy" | "sell", last: Price, price: Price): boolean {
  return side === "buy" ? last <= price : last >= price;
}
