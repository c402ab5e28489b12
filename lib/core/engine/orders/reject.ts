import { abs, type Decimal, isMultipleOf, min, notional, type Price, ZERO } from "@/lib/core/decimal";
import {
  areExitsAllowed,
  type Context,
  isBookAfter,
  isFresh,
  isHalted,
  type Market,
  marketOf,
} from "@/lib/core/engine/context";
import { calculateLargestValueOf } from "@/lib/core/engine/margin/calculate-largest-value-of";
import { bestPrices } from "@/lib/core/engine/matching/book-walk";
import { referencePrice } from "@/lib/core/engine/matching/triggers";
import { findForeignField } from "@/lib/core/engine/orders/find-foreign-field";
import { findRuleRejection, RULE_REASONS } from "@/lib/core/engine/orders/find-rule-rejection";
import {
  hasLimit,
  isConditional,
  mayNotRest,
  type Order,
  remainingQty,
  triggersOnFall,
  workingPrice,
} from "@/lib/core/engine/orders/order";
import { isLimited } from "@/lib/core/engine/orders/own-limit";
import { isPartExitId } from "@/lib/core/engine/orders/part-exit-id";
import { REJECT_REASONS, type RejectReason } from "@/lib/core/engine/orders/reject-reason";
import { isStopBeyondLiquidation } from "@/lib/core/engine/orders/stop-check";
import { quoteMarket, usableBook } from "@/lib/core/engine/orders/take-market";
import { trailTrigger } from "@/lib/core/engine/orders/trail-trigger";
import { findRiskTier, type Instrument } from "@/lib/core/engine/positions/instrument";
import {
  findOrderPosition,
  isReducing,
  orderLeverageOf,
  type PortfolioState,
} from "@/lib/core/engine/state/state";

/** Input of the checks. `order` is as it would be accepted; `state` is without it. */
type Candidate = {
  state: PortfolioState;
  context: Context;
  order: Order;
  instrument: Instrument;
  market: Market | null;
};

/** Each check returns true when the order must be rejected. They run in the order of `REJECT_REASONS`. */
const CHECKS: Partial<Record<RejectReason, (candidate: Candidate) => boolean>> = {
  instrument_closed: ({ instrument }) => instrument.status !== "trading",
  price_not_allowed: (candidate) => hasForeign(candidate, "price_not_allowed"),
  trigger_not_allowed: (candidate) => hasForeign(candidate, "trigger_not_allowed"),
  trail_not_allowed: (candidate) => hasForeign(candidate, "trail_not_allowed"),
  trail_required: ({ order, context }) =>
    context.rules.checksIntent &&
    order.kind === "trailing-stop" &&
    (order.trail === null || order.trail.distance <= 0n),
  trail_too_large: isTrailTooLarge,
  price_off_tick: isOffTick,
  qty_off_step: (candidate) =>
    !isFullClose(candidate) && !isMultipleOf(candidate.order.qty, candidate.instrument.qtyStep),
  qty_below_min: (candidate) => {
    const { order, instrument } = candidate;
    return order.qty <= 0n || (!isFullClose(candidate) && order.qty < instrument.minQty);
  },
  notional_below_min: isTooSmall,
  qty_above_max: ({ order, instrument }) => {
    // The venue splits a closing order that is too large; here it is executed whole.
    if (order.reduceOnly) return false;
    const limit = hasLimit(order.kind) ? instrument.maxLimitQty : instrument.maxMarketQty;
    return limit > 0n && order.qty > limit;
  },
  leverage_above_cap: isAboveLeverageCap,
  wrong_side_stop: (candidate) => candidate.context.rules.checksIntent && isOnWrongSide(candidate),
  wrong_side_activation: isActivationOnWrongSide,
  stop_beyond_liquidation: (candidate) =>
    candidate.context.rules.checksIntent && isStopBeyondLiquidation(candidate),
  reduce_only_would_open: (candidate) =>
    candidate.context.rules.checksIntent && candidate.order.reduceOnly && !isOpposite(candidate),
  post_only_would_match: matchesKnownBook,
  price_outside_limit: isOutsideLimit,
  too_many_open_orders: hasTooManyOrders,
  insufficient_margin: ({ state, order, context }) => !context.rules.canCarry(state, order, context),
  market_data_stale: ({ order, context, market }) =>
    market === null
      ? order.kind === "market" || context.rules.checksIntent
      : needsMarket(order) && !isFresh(context, market),
  no_liquidity: findsNoLiquidity,
};

const BY_RULES: ReadonlySet<RejectReason> = new Set(RULE_REASONS);
const ORDERED_CHECKS = REJECT_REASONS.filter((reason) => reason in CHECKS || BY_RULES.has(reason)).map(
  (reason) => ({ reason, rejects: CHECKS[reason] }),
);

/** The first reason to reject an order, or null. Changes nothing and reserves nothing. */
export function findRejection(state: PortfolioState, order: Order, context: Context): RejectReason | null {
  if (state.lock !== null) return "portfolio_locked";
  if (isPaused(state, context)) return "trading_paused";
  if (isLimited(state, order, context.nowMs)) return "own_limit";
  const fault = findCompetitionFault(state, order, context.nowMs);
  if (fault !== null) return fault;
  if (isHalted(context, order.symbol)) {
    const isExit = areExitsAllowed(context, order.symbol) && isReducing(state, order);
    if (!isExit) return "trading_halted";
  }
  const instrument = context.instruments.get(order.symbol);
  if (instrument === undefined) return "instrument_unknown";
  const candidate = { state, order, context, instrument, market: marketOf(context, order.symbol) };
  const ruled = findRuleRejection(state, order, context);
  for (const { reason, rejects } of ORDERED_CHECKS) {
    if (reason === ruled || rejects?.(candidate) === true) return reason;
  }
  return null;
}

function isPaused({ challenge }: PortfolioState, { nowMs }: Context): boolean {
  return challenge !== null && challenge.pausedUntilMs !== null && nowMs < challenge.pausedUntilMs;
}

function hasForeign({ order, context }: Candidate, reason: RejectReason): boolean {
  return context.rules.checksIntent && findForeignField(order.kind, order) === reason;
}

/** A distance that reaches below zero can never trigger; the same limit applies to a buy. */
function isTrailTooLarge({ order, market, context }: Candidate): boolean {
  if (!context.rules.checksIntent || order.trail === null || market === null) return false;
  const { distance, activation, extreme } = order.trail;
  return distance >= (extreme ?? activation ?? market.last);
}

/** An activation price that has been reached already is invalid. */
function isActivationOnWrongSide({ order, market, context }: Candidate): boolean {
  const trail = order.trail;
  if (!context.rules.checksIntent || market === null || trail === null) return false;
  if (trail.activation === null || trail.extreme !== null) return false;
  return order.side === "sell" ? trail.activation <= market.last : trail.activation >= market.last;
}

function isOffTick({ order, instrument }: Candidate): boolean {
  const isOff = (price: Price | null | undefined) =>
    price !== null && price !== undefined && (price <= 0n || !isMultipleOf(price, instrument.tickSize));
  if (hasLimit(order.kind) && order.price === null) return true;
  if (order.kind !== "market" && order.kind !== "limit" && !order.trigger && !order.trail) return true;
  const limitPrice = order.kind === "market" ? null : order.price;
  const { trigger, trail, attached } = order;
  return [
    limitPrice,
    trigger?.price,
    trail?.distance,
    trail?.activation,
    attached?.stopLoss?.price,
    attached?.takeProfit?.price,
    attached?.part?.stopLimit,
    attached?.part?.targetLimit,
  ].some(isOff);
}

/** Whether the order's side is against an open position. */
function isOpposite({ state, order }: Candidate): boolean {
  const position = findOrderPosition(state, order);
  return position !== null && position.qty > 0n !== (order.side === "buy");
}

/** Whether the order closes exactly the position's quantity: such an order is never rejected for its size. */
function isFullClose(candidate: Candidate): boolean {
  const { state, order } = candidate;
  const position = findOrderPosition(state, order);
  return position !== null && isOpposite(candidate) && order.reduceOnly && order.qty === abs(position.qty);
}

/** Without any price the value is unknown; the missing price has a later reason of its own. */
function isTooSmall(candidate: Candidate): boolean {
  const { order, market, instrument } = candidate;
  if (isReducing(candidate.state, candidate.order) || (workingPrice(order) ?? market) === null) return false;
  return orderNotional(candidate) < instrument.minNotional;
}

function orderNotional({ order, market }: Candidate) {
  return notional(workingPrice(order) ?? market?.last ?? ZERO, remainingQty(order));
}

/** Counts all open orders on the order's side: many small orders make one large position. */
function isAboveLeverageCap({ state, order, instrument, market }: Candidate): boolean {
  if (order.reduceOnly) return false;
  const { symbol, side } = order;
  const leverage = orderLeverageOf(state, order);
  const value = calculateLargestValueOf(state, { symbol, side, last: market?.last ?? null, added: order });
  return isLeverageAbove(leverage, instrument, value);
}

/** Whether a position of `value` may not have this leverage. A cap of zero is no cap. */
export function isLeverageAbove(
  leverage: Decimal,
  instrument: Instrument,
  value: Parameters<typeof findRiskTier>[1],
): boolean {
  const tierCap = findRiskTier(instrument.tiers, value)?.maxLeverage ?? instrument.maxLeverage;
  return (
    (instrument.maxLeverage > 0n && leverage > instrument.maxLeverage) || (tierCap > 0n && leverage > tierCap)
  );
}

function isOnWrongSide({ order, market }: Candidate): boolean {
  if (market === null) return false;
  if (order.trigger !== null && isConditional(order)) {
    const price = referencePrice(market, order.trigger.by);
    if (triggersOnFall(order) ? order.trigger.price >= price : order.trigger.price <= price) return true;
  }
  const trailed = order.status === "OPEN" ? trailTrigger(order) : null;
  if (trailed !== null && (order.side === "sell" ? trailed >= market.last : trailed <= market.last))
    return true;
  const entry = order.price ?? order.trigger?.price ?? market.last;
  const stopLoss = order.attached?.stopLoss?.price;
  const takeProfit = order.attached?.takeProfit?.price;
  const buys = order.side === "buy";
  if (stopLoss !== undefined && (buys ? stopLoss >= entry : stopLoss <= entry)) return true;
  return takeProfit !== undefined && (buys ? takeProfit <= entry : takeProfit >= entry);
}

/** Decided by the first book after the acceptance (`arriveAtBook` in submit.ts): here only where it is known already. */
function matchesKnownBook({ order, context, market }: Candidate): boolean {
  if (order.timeInForce !== "post-only") return false;
  if (order.kind !== "limit" || order.price === null) return true;
  if (!isBookAfter(context, order)) return false;
  const best = bestPrices(market?.book ?? null);
  if (best === null) return false;
  return order.side === "buy" ? order.price >= best.ask : order.price <= best.bid;
}

function isOutsideLimit({ order, context, instrument, market }: Candidate): boolean {
  if (!hasLimit(order.kind) || order.price === null || market === null || isConditional(order)) return false;
  const limit = context.rules.priceLimit(instrument, market);
  if (limit === null) return false;
  return order.side === "buy" ? order.price > limit.maxBuy : order.price < limit.minSell;
}

function hasTooManyOrders({ state, order, context }: Candidate): boolean {
  const rows = state.orders.filter((item) => item.symbol === order.symbol);
  const { maxOpenOrders, maxConditionalOrders, maxPartExits } = context.rules;
  if (order.attached?.part && countPartExits([...rows, order]) > maxPartExits) return true;
  if (order.kind === "market") return false;
  if (rows.length >= maxOpenOrders) return true;
  const isCounted = (row: Order) => isConditional(row) && !isPartExitId(row.id);
  return isCounted(order) && rows.filter(isCounted).length >= maxConditionalOrders;
}

/** Stops and targets of parts among orders, with those that come with their fills. */
function countPartExits(orders: readonly Order[]): number {
  return orders.reduce((count, { id, attached }) => {
    if (!attached?.part) return count + (isPartExitId(id) ? 1 : 0);
    return count + (attached.stopLoss ? 1 : 0) + (attached.takeProfit ? 1 : 0);
  }, 0);
}

/** Whether the order can only be filled by the current market. */
function needsMarket(order: Order): boolean {
  if (order.kind === "market") return true;
  return order.kind === "limit" && (mayNotRest(order) || order.timeInForce === "post-only");
}

function findsNoLiquidity({ state, order, context, instrument, market }: Candidate): boolean {
  if (context.rules.marketFill !== "book" || market === null || !needsMarket(order)) return false;
  if (usableBook(context, market) === null) return true;
  const isWhole = order.timeInForce === "FOK";
  if (isWhole ? !isBookAfter(context, order) : order.kind !== "market") return false;
  const qty = isWhole ? order.qty : min(order.qty, instrument.minQty || order.qty);
  const quote = quoteMarket(state, context, { order, qty, pathPrice: null });
  return isWhole ? quote.qty < qty : quote.qty === 0n;
}

/** Why a competition does not accept an order: its time, or the symbol; null where it does. */
function findCompetitionFault(
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
