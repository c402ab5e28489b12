import {
  add,
  type Decimal,
  min,
  mul,
  notional,
  ONE,
  type Price,
  priceOf,
  sub,
  ZERO,
} from "@/lib/core/decimal";
import type { OrderFilled, WalkedLevel } from "@/lib/core/engine/events";
import { isStillTaken, isWorse, worseOf } from "@/lib/core/engine/matching/book-walk";
import { hasLimit, oppositeSide } from "@/lib/core/engine/orders/order";
import type { ConsumedLevel } from "@/lib/core/engine/state/state";
import { runEventChecks } from "@/lib/core/proof/check";
import { type FillInput, isFromArrival } from "@/lib/core/proof/fill-input";

/**
 * A fill from the book lists the levels that it walked, best first: size shown, quantity taken before,
 * quantity taken now; quantity and price follow from them.
 */
export function checkBookFill(fill: FillInput): string | null {
  return runEventChecks([checkLevels, checkConsumed, checkBounds, checkAverage], fill);
}

function checkLevels({ event }: FillInput): string | null {
  const { levels, bestBid, bestAsk } = event.evidence;
  const best = event.side === "buy" ? bestAsk : bestBid;
  if (event.liquidity !== "taker") return "what the book fills is a taker";
  if (levels.length === 0) return "it names no level of the book";
  if (best === null) return "it names levels and no best bid and ask";
  if (levels[0]?.price !== best) return "its first level is not the best of the book";
  for (const [index, level] of levels.entries()) {
    const before = levels[index - 1];
    if (before !== undefined && !isWorse(event.side, level.price, before.price))
      return "its levels are not in the order of their prices";
    if (level.price <= 0n || level.shown <= 0n || level.taken < 0n || level.takenBefore < 0n)
      return "a level shows or takes less than nothing";
  }
  return null;
}

function checkConsumed({ event, state }: FillInput): string | null {
  const { levels } = event.evidence;
  let taken: OrderFilled["qty"] = ZERO;
  for (const [index, level] of levels.entries()) {
    if (level.takenBefore !== takenBefore(state.consumed, event, level))
      return "what was taken of a level before is not what the log says";
    const isLast = index === levels.length - 1;
    const left = sub(level.shown, add(level.takenBefore, level.taken));
    if (left < 0n && level.taken > 0n) return "it takes more than a level showed";
    if (!isLast && left > 0n) return "it leaves a better level and takes a worse one";
    taken = add(taken, level.taken);
  }
  return taken === event.qty ? null : "its quantity is not what it took from the levels";
}

/** No level that was taken from is beyond the order's own limit or the venue's price limit. */
function checkBounds({ event, order, rules }: FillInput): string | null {
  const { levels, mark } = event.evidence;
  const worst = levels.findLast(({ taken }) => taken > 0n)?.price ?? event.price;
  if (hasLimit(order.kind))
    return isWorse(event.side, worst, order.price) ? "a level is worse than the order's limit" : null;
  if (order.reduceOnly) return null;
  const factor = event.side === "buy" ? add(ONE, rules.maxPriceLimit) : sub(ONE, rules.maxPriceLimit);
  return isWorse(event.side, worst, mul(mark, factor)) ? "a level is beyond the venue's price limit" : null;
}

/** A triggered order gets no better price than the one that triggered it. */
function checkAverage({ event, order }: FillInput): string | null {
  const { levels, last } = event.evidence;
  const bounds: (Price | null)[] = isFromArrival(order, event) ? [null] : [last];
  // The second part of a triggered limit order that was amended: it took from the book as a new one does.
  if (hasLimit(order.kind) && order.filled > 0n) bounds.push(null);
  return bounds.some((bound) => averagePrice(event, levels, bound) === event.price)
    ? null
    : "its price does not follow from its levels";
}

function averagePrice(
  event: OrderFilled,
  levels: readonly WalkedLevel[],
  notBetterThan: Price | null,
): Price | null {
  const taken = levels.filter((level) => level.taken > 0n);
  const [only] = taken;
  if (only === undefined) return null;
  if (taken.length === 1) return worseOf(event.side, only.price, notBetterThan);
  let value: Decimal = ZERO;
  for (const level of taken)
    value = add(value, notional(worseOf(event.side, level.price, notBetterThan), level.taken));
  return priceOf(value as ReturnType<typeof notional>, event.qty);
}

function takenBefore(
  consumed: readonly ConsumedLevel[],
  event: OrderFilled,
  level: WalkedLevel,
): OrderFilled["qty"] {
  const side = oppositeSide(event.side);
  const known = consumed.find(
    (item) => item.symbol === event.symbol && item.side === side && item.price === level.price,
  );
  if (known === undefined || !isStillTaken(known, event.evidence.bookMs)) return ZERO;
  return min(known.taken, level.shown);
}
