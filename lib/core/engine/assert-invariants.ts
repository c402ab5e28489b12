import { abs, add, isMultipleOf, type Money, notional, sub, sum } from "@/lib/core/decimal";
import { isDone } from "@/lib/core/engine/orders/cancel-partner";
import { isTerminal } from "@/lib/core/engine/orders/order-status";
import type { Instrument } from "@/lib/core/engine/positions/instrument";
import { nameSide, type PortfolioState } from "@/lib/core/engine/state/state";
import { findOcoPartner } from "@/lib/core/order-groups/oco-pair";

/** The entry price is cost ÷ quantity rounded to 1e-18, so that price × quantity may miss by this for each unit. */
const ENTRY_ROUNDING = 1_000_000_000n;

/**
 * Invariants of every state; asserted by the command handler and by every simulation. With instruments, as after a whole
 * decision, the grid of prices and quantities and the pairs of orders are checked as well: within a decision the
 * cancellation of the other order of a pair is an event of its own. @throws Error naming the broken invariant.
 */
export function assertInvariants(
  state: PortfolioState,
  instruments: ReadonlyMap<string, Instrument> | null = null,
): void {
  const broken = findBroken(state, instruments ?? new Map()) ?? (instruments && findBrokenPair(state));
  if (broken !== null) throw new Error(`Invariant broken at event ${state.seq}: ${broken}.`);
}

function findBroken(state: PortfolioState, instruments: ReadonlyMap<string, Instrument>): string | null {
  const { opening, adjustments, realised, fees, funding } = state.ledger;
  const invested =
    state.kind === "spot" ? sum(state.positions.map((position) => position.cost)) : (0n as Money);
  const booked = sub(sub(add(add(opening, adjustments), sub(realised, fees)), funding), invested);
  if (booked !== state.balance) return `the balance misses the ledger by ${state.balance - booked}e-18`;
  const keys = new Set(
    state.positions.map((position) => position.symbol + (nameSide(state, position).side ?? "")),
  );
  if (keys.size !== state.positions.length) return "a symbol has two positions of one side";
  for (const position of state.positions) {
    if (position.qty === 0n) return `the position in ${position.symbol} has no size`;
    if (position.cost < 0n) return `the position in ${position.symbol} has a negative cost`;
    if (state.kind === "spot" && position.qty < 0n)
      return `spot holds less than nothing of ${position.symbol}`;
    const missed = abs(sub(notional(position.entryPrice, abs(position.qty)), position.cost));
    if (missed > ENTRY_ROUNDING) return `entry price and cost of ${position.symbol} differ by ${missed}e-18`;
  }
  const ids = new Set(state.orders.map((order) => order.id));
  if (ids.size !== state.orders.length) return "two open orders have one id";
  for (const order of state.orders) {
    if (isTerminal(order.status)) return `order ${order.id} is ${order.status} and still open`;
    if (order.filled < 0n || order.filled >= order.qty) return `order ${order.id} filled more than it may`;
    if (order.queueAhead !== null && order.queueAhead < 0n)
      return `order ${order.id} stands before the front of the queue`;
    const instrument = instruments.get(order.symbol);
    if (instrument === undefined) continue;
    // An order that closes a whole position has its quantity, even if the step has changed since.
    if (!order.reduceOnly && !isMultipleOf(order.qty, instrument.qtyStep))
      return `the quantity of order ${order.id} is off its step`;
    const prices = [order.kind === "market" ? null : order.price, order.trigger?.price ?? null];
    if (prices.some((price) => price !== null && !isMultipleOf(price, instrument.tickSize))) {
      return `a price of order ${order.id} is off its tick`;
    }
  }
  if (state.lock !== null && (state.orders.length > 0 || state.positions.length > 0)) {
    return "a locked portfolio has an open order or a position";
  }
  return null;
}

function findBrokenPair({ orders }: PortfolioState): string | null {
  const ids = new Set(orders.map(({ id }) => id));
  const both = orders.find((order) => isDone(order) && ids.has(findOcoPartner(order.id) ?? ""));
  return both === undefined ? null : `both orders of the pair of ${both.id} may fill`;
}
