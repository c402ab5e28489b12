import type { PlanContext } from "@/lib/client/orders/plan-context";
import { calculateOutlook, readPosition } from "@/lib/client/orders/position-outlook";
import {
  type Decimal,
  type Money,
  type Price,
  parsePrice,
  parseQty,
  type Qty,
  sub,
  ZERO,
} from "@/lib/core/decimal";
import {
  calculateOpeningAllowance,
  calculateSymbolMargin,
  type MarginedOrder,
  type MarginedPosition,
} from "@/lib/core/engine/margin/margin";
import { calculateLargestValue } from "@/lib/core/engine/matching/largest-value";
import { calculateOpenPnl } from "@/lib/core/engine/positions/position-figures";
import type { OrderDto } from "@/lib/schemas/trading/trading-responses";

type Terms = { leverage: Decimal; context: PlanContext };

/** What the symbol needs with one more order less what it needs without: the side that needs more counts. */
export function calculateAddedMargin(order: { qty: Qty; entry: Price }, { leverage, context }: Terms): Money {
  const terms = { leverage, takerRate: context.instrument.takerRate };
  const { position, orders } = readPositions(context);
  const added = { side: context.side, qty: order.qty, price: order.entry };
  return sub(
    calculateSymbolMargin(position, [...orders, added], terms),
    calculateSymbolMargin(position, orders, terms),
  );
}

/**
 * What an order at `entry` closes of an opposite position, and the margin available for the part that it
 * opens.
 */
export function calculateOpeningHeadroom(
  entry: Price,
  { leverage, context }: Terms,
): { closes: Qty; allowance: Money } {
  const { side, freeMargin, instrument } = context;
  const terms = { leverage, takerRate: instrument.takerRate };
  return calculateOpeningAllowance({ side, price: entry, freeMargin }, readPositions(context), terms);
}

/** The value of the position once the order and all open ones of its side have filled. */
export function calculateValueWith(order: { qty: Qty; entry: Price }, context: PlanContext): Money {
  const opening = context.orders.flatMap((open) => {
    const { trail, trigger } = open;
    const trailed = trail?.extreme ?? trail?.activation ?? null;
    const price = open.price ?? trigger?.price ?? trailed;
    return open.reduceOnly || price === null
      ? []
      : [{ side: open.side, qty: leftOf(open), price: parsePrice(price) }];
  });
  const { position, side } = context;
  const added = { side, qty: order.qty, price: order.entry };
  return calculateLargestValue(position && readPosition(position), [...opening, added], side);
}

function leftOf(order: OrderDto): Qty {
  return sub(parseQty(order.qty), parseQty(order.filled));
}

function readPositions(context: PlanContext): { position: MarginedPosition | null; orders: MarginedOrder[] } {
  const { position, marginMode, mark } = context;
  const read = position && readPosition(position);
  return {
    position: read && {
      ...read,
      margin: calculateOutlook(read, context).margin,
      countedPnl: marginMode === "cross" ? calculateOpenPnl(read, mark) : ZERO,
    },
    orders: context.orders.flatMap(readMarginedOrder),
  };
}

/** An open order that reserves margin: not reduce-only, and not waiting for its trigger. */
function readMarginedOrder(order: OrderDto): MarginedOrder[] {
  const isWaiting = order.status === "OPEN" && (order.trigger !== null || order.trail !== null);
  if (order.reduceOnly || isWaiting || order.price === null) return [];
  return [{ side: order.side, qty: leftOf(order), price: parsePrice(order.price) }];
}
