import {
  add,
  type Decimal,
  div,
  type Money,
  max,
  min,
  mul,
  mulDiv,
  neg,
  notional,
  ONE,
  type Price,
  type Qty,
  sub,
  ZERO,
} from "@/lib/core/decimal";
import { calculateFee } from "@/lib/core/engine/margin/fees";
import { findTier, type RiskTier } from "@/lib/core/engine/positions/instrument";

/** Price at which a position's own margin is gone: entry × (1 - 1/L) when long, entry × (1 + 1/L) when short. */
export function calculateBankruptcyPrice(position: {
  isLong: boolean;
  entry: Price;
  leverage: Decimal;
}): Price {
  const distance = div(position.entry, position.leverage);
  return position.isLong ? sub(position.entry, distance) : add(position.entry, distance);
}

/** The parts of what an opening order ties up (engine-reference C.2); quote currency but for the price. */
export type OrderCost = {
  initialMargin: Money;
  feeToOpen: Money;
  bankruptcyPrice: Price;
  feeToClose: Money;
  total: Money;
};

/** Initial margin + fee to open + fee to close at the bankruptcy price. */
export function calculateOrderCost(order: {
  isLong: boolean;
  qty: Qty;
  price: Price;
  leverage: Decimal;
  takerRate: Decimal;
}): OrderCost {
  const { qty, price, takerRate, leverage } = order;
  const bankruptcyPrice = calculateBankruptcyPrice({ isLong: order.isLong, entry: price, leverage });
  const value = notional(price, qty);
  const initialMargin = div(value, leverage);
  const feeToOpen = mul(value, takerRate);
  const feeToClose = calculateFee({ qty, price: bankruptcyPrice, rate: takerRate });
  const total = add(add(initialMargin, feeToOpen), feeToClose);
  return { initialMargin, feeToOpen, bankruptcyPrice, feeToClose, total };
}

/** Quantity that `cost` carries: cost × L / (price × (2 × taker × L + 1 ∓ taker)), - long, + short; not rounded. */
export function calculateQtyByCost(order: {
  isLong: boolean;
  cost: Money;
  price: Price;
  leverage: Decimal;
  takerRate: Decimal;
}): Qty {
  const { takerRate, leverage } = order;
  const twice = mul<Decimal>(add(takerRate, takerRate), leverage);
  const factor = add(add(twice, ONE), order.isLong ? neg(takerRate) : takerRate);
  return div<Decimal>(mul(order.cost, leverage), mul(order.price, factor)) as Qty;
}

/** Initial margin and estimated closing fee that an isolated position of `cost` holds. */
export function calculatePositionMargin(position: {
  isLong: boolean;
  qty: Qty;
  cost: Money;
  leverage: Decimal;
  takerRate: Decimal;
}): { initialMargin: Money; feeToClose: Money; total: Money } {
  const initialMargin = div(position.cost, position.leverage);
  const atBankruptcy = position.isLong
    ? sub(position.cost, initialMargin)
    : add(position.cost, initialMargin);
  const feeToClose = mul(atBankruptcy, position.takerRate);
  return { initialMargin, feeToClose, total: add(initialMargin, feeToClose) };
}

/**
 * What may be taken out of an isolated position at `mark`, zero or more: no more than was added, and no more than its
 * equity stands above the initial margin at that mark. Quote currency.
 */
export function calculateRemovableMargin(position: {
  margin: Money;
  extraMargin: Money;
  pnl: Money;
  initialMargin: Money;
}): Money {
  const surplus = sub(add(position.margin, position.pnl), position.initialMargin);
  const most = min(position.extraMargin, surplus);
  return most > 0n ? most : ZERO;
}

/** value × rate of its tier - deduction; zero without tiers. Quote currency. */
export function calculateMaintenanceMargin(value: Money, tiers: readonly RiskTier[]): Money {
  const tier = findTier(tiers, value);
  return tier === null ? ZERO : sub(mul(value, tier.maintenanceRate), tier.deduction);
}

/** A position as the margin of its symbol sees it. `countedPnl`: open profit that free margin has already (cross). */
export type MarginedPosition = { isLong: boolean; qty: Qty; cost: Money; margin: Money; countedPnl: Money };

/** What may still fill of an order that needs margin. */
export type MarginedOrder = { side: "buy" | "sell"; qty: Qty; price: Price };

type SymbolTerms = { leverage: Decimal; takerRate: Decimal };

/**
 * Margin that one symbol needs: the dearer of the position with all its buys and the position with all its sells.
 * Orders against the position close it first, best price first: that part needs nothing, and frees its margin with the
 * profit or loss and the fee at the order's price.
 */
export function calculateSymbolMargin(
  position: MarginedPosition | null,
  orders: readonly MarginedOrder[],
  terms: SymbolTerms,
): Money {
  const buys = findSideMargin(position, { orders, side: "buy" }, terms);
  return max(buys, findSideMargin(position, { orders, side: "sell" }, terms));
}

/**
 * What the free margin and what an order of `side` at `price` frees by closing an opposite position leave for the part of
 * it that opens; `closes` is that position's quantity, zero without one. Below zero where even the close is not covered.
 */
export function calculateOpeningAllowance(
  order: { side: "buy" | "sell"; price: Price; freeMargin: Money },
  held: { position: MarginedPosition | null; orders: readonly MarginedOrder[] },
  terms: SymbolTerms,
): { closes: Qty; allowance: Money } {
  const { side, price } = order;
  const { position, orders } = held;
  const closes = position !== null && position.isLong !== (side === "buy") ? position.qty : ZERO;
  const closing = closes > 0n ? [...orders, { side, qty: closes, price }] : orders;
  const needed = findSideMargin(position, { orders: closing, side }, terms);
  return {
    closes,
    allowance: sub(add(order.freeMargin, calculateSymbolMargin(position, orders, terms)), needed),
  };
}

function findSideMargin(
  position: MarginedPosition | null,
  { orders, side }: { orders: readonly MarginedOrder[]; side: "buy" | "sell" },
  terms: SymbolTerms,
): Money {
  const isLong = side === "buy";
  let open = orders.filter((order) => order.side === side);
  let total: Money = position?.margin ?? ZERO;
  if (position !== null && position.isLong !== isLong) {
    const rest = closeAlong(position, open, terms.takerRate);
    total = sub(total, rest.released);
    open = rest.open;
  }
  for (const { qty, price } of open)
    total = add(total, calculateOrderCost({ isLong, qty, price, ...terms }).total);
  return total;
}

/** What orders against a position free by closing it, and what of them is left to open the other way. */
function closeAlong(
  position: MarginedPosition,
  orders: readonly MarginedOrder[],
  takerRate: Decimal,
): { released: Money; open: MarginedOrder[] } {
  const sign = position.isLong ? 1n : -1n;
  // The market meets the lowest sell and the highest buy first.
  const sorted = [...orders].sort((a, b) => Number((a.price - b.price) * sign));
  const open: MarginedOrder[] = [];
  let closed: Qty = ZERO;
  let value: Money = ZERO;
  for (const order of sorted) {
    const part = min(order.qty, sub(position.qty, closed));
    closed = add(closed, part);
    value = add(value, notional(order.price, part));
    if (order.qty > part) open.push({ ...order, qty: sub(order.qty, part) });
  }
  const share = { numerator: closed, denominator: position.qty };
  const cost = mulDiv(position.cost, share);
  const pnl = position.isLong ? sub(value, cost) : sub(cost, value);
  const kept = mulDiv(sub(position.margin, position.countedPnl), share);
  const released = sub(add(kept, pnl), mul(value, takerRate));
  return { released: max(released, ZERO), open };
}
