import { abs, add, formatDecimal, type Money, notional, ONE, type Price, ZERO } from "@/lib/core/decimal";
import { type Context, instrumentOf, type Market } from "@/lib/core/engine/context";
import type { LiquidationBasis } from "@/lib/core/engine/events";
import { toIsolatedPosition } from "@/lib/core/engine/margin/isolated-position";
import { findCostliest, isIncreasing, planTakeover } from "@/lib/core/engine/margin/liquidate";
import { calculateIsolatedLiquidationPrice } from "@/lib/core/engine/margin/liquidation";
import { highestPriceAsked } from "@/lib/core/engine/margin/liquidation-basis";
import { calculateInsuranceChange } from "@/lib/core/engine/margin/settlement";
import { closedInstrument } from "@/lib/core/engine/positions/closed-instrument";
import { buildTiers, type Instrument } from "@/lib/core/engine/positions/instrument";
import { isLong, type Position } from "@/lib/core/engine/positions/position";
import type { PortfolioState } from "@/lib/core/engine/state/state";
import { type CheckInput, runEventChecks } from "@/lib/core/proof/check";
import { findNamed } from "@/lib/core/proof/checks/check-position";
import { type FillInput, isFromArrival } from "@/lib/core/proof/fill-input";
import { tickKey } from "@/lib/core/proof/log-memory";
import { CURRENT_RULES } from "@/lib/core/proof/log-rules";

type Liquidated = CheckInput<"position-liquidated">["event"];

/** A liquidation with its position, and the market data and limits of the event as the engine's context. */
type LiquidationInput = { state: PortfolioState; event: Liquidated; position: Position; context: Context };

const LIQUIDATION_CHECKS = [checkBasis, checkOrders, checkDue, checkTakeover];

/**
 * A liquidation contains the marks and risk tiers that it was computed from. By these and the engine's rules
 * it was due, for this position, this quantity and this price.
 */
export function checkLiquidated({ state, event }: CheckInput<"position-liquidated">): string | null {
  const position = findNamed(state, event);
  if (position === null) return "there is no position to liquidate";
  return runEventChecks(LIQUIDATION_CHECKS, { state, event, position, context: contextOf(event) });
}

function contextOf({ basis, atMs }: Liquidated): Context {
  const { venue, fees } = CURRENT_RULES;
  const takerRate = fees.taker;
  // The two sides of a hedged symbol may need a different number of its tiers.
  const sorted = [...basis].sort((a, b) => a.tiers.length - b.tiers.length);
  const instruments = sorted.map(({ symbol, qtyStep, tiers }): [string, Instrument] => [
    symbol,
    {
      ...closedInstrument(symbol),
      takerRate,
      qtyStep,
      tiers: tiers.map((tier) => ({ ...tier, maxLeverage: ZERO })),
    },
  ]);
  const unseen = { index: null, book: null, tickMs: 0, tickSeq: 0, bookMs: 0 };
  const markets = basis.map(({ symbol, mark }): [string, Market] => [
    symbol,
    { last: mark, mark, ...unseen },
  ]);
  return { nowMs: atMs, rules: venue, instruments: new Map(instruments), markets: new Map(markets) };
}

function checkBasis({ state, event, position }: LiquidationInput): string | null {
  const liquidatable = state.marginMode === "cross" ? state.positions : [position];
  if (event.basis.map(({ symbol }) => symbol).join() !== liquidatable.map(({ symbol }) => symbol).join())
    return "it names marks and risk tiers of other positions than it is computed from";
  for (const [index, one] of liquidatable.entries()) {
    const basis = event.basis[index] as LiquidationBasis;
    if (basis.symbol === event.symbol && basis.mark !== event.mark) return "it names two marks of its symbol";
    const trigger = one === position ? event.trigger : one.entryPrice;
    const value = notional(highestPriceAsked(one, { mark: basis.mark, trigger }), abs(one.qty));
    const fault = tierFault(basis, value);
    if (fault !== null) return `${fault} (${basis.symbol})`;
  }
  return null;
}

/** Tiers rise, each deduction follows from the tiers below it, and they cover the value of the position. */
function tierFault({ tiers, isWholeTable, qtyStep }: LiquidationBasis, value: Money): string | null {
  if (qtyStep < 0n) return "its quantity step is below zero";
  const built = buildTiers(tiers.map((tier) => ({ ...tier, maxLeverage: ZERO })));
  for (const [index, { limit, maintenanceRate, deduction }] of built.entries()) {
    const below = built[index - 1] ?? { limit: ZERO, maintenanceRate: ZERO };
    if (limit <= below.limit || maintenanceRate < below.maintenanceRate || maintenanceRate >= ONE)
      return "its risk tiers do not rise";
    if (deduction !== tiers[index]?.deduction) return "the deduction of a risk tier does not follow";
  }
  const highest = tiers.at(-1)?.limit ?? ZERO;
  return isWholeTable || value <= highest ? null : "its risk tiers end below the position's value";
}

function checkOrders({ state, event, position }: LiquidationInput): string | null {
  const isWaiting =
    state.marginMode === "cross"
      ? state.orders.length > 0
      : state.orders.some((order) => isIncreasing(position, order));
  return isWaiting ? `an order that the liquidation of ${event.symbol} cancels was open` : null;
}

function checkDue(input: LiquidationInput): string | null {
  return input.state.marginMode === "cross" ? accountFault(input) : isolatedFault(input);
}

function isolatedFault({ state, event, position, context }: LiquidationInput): string | null {
  const instrument = instrumentOf(context, event.symbol);
  const price = context.rules.liquidationPrice(state, position, instrument);
  if (price === null) return "no mark liquidates the position";
  if (event.trigger !== price)
    return `its liquidation price is ${formatDecimal(event.trigger)} and should be ${formatDecimal(price)}`;
  const isReached = isLong(position) ? event.mark <= price : event.mark >= price;
  return isReached ? null : "its mark had not reached the liquidation price";
}

function accountFault({ state, event, position, context }: LiquidationInput): string | null {
  if (event.trigger !== event.mark) return "a cross account is liquidated at the mark";
  if (!context.rules.isAccountLiquidated(state, context))
    return "the account's equity was above its maintenance margin";
  return findCostliest(state.positions) === position ? null : "another position cost more and comes first";
}

function checkTakeover({ state, event, position, context }: LiquidationInput): string | null {
  const { qty, remaining, settledAt, mark, insurance } = event;
  const plan = planTakeover(state, position, context);
  const isWhole = abs(qty) === plan.qty && qty > 0n === position.qty > 0n;
  if (!isWhole || add(qty, remaining) !== position.qty) return "its quantity is not that of the position";
  if (settledAt !== plan.settledAt)
    return `it is settled at ${formatDecimal(settledAt)} and should be at ${formatDecimal(plan.settledAt)}`;
  const takeover = { isLong: isLong(position), qty: plan.qty, settledAt, execution: mark };
  return insurance === calculateInsuranceChange(takeover)
    ? null
    : "its insurance is not settlement against mark";
}

/**
 * A position whose mark is beyond its margin is liquidated before any order at that price is filled. A fill
 * does not contain the venue's risk tiers, so the bound is the bankruptcy price.
 */
export function checkSurvival(fill: FillInput): string | null {
  const { state, event, order, position, memory } = fill;
  if (position === null || state.marginMode === "cross") return null;
  const { evidence } = event;
  const isFromPath =
    evidence.source === "path" || (evidence.source === "book" && !isFromArrival(order, event));
  // Inside a candle, which has no book, an order at the liquidation price is filled before the liquidation.
  if (!isFromPath || evidence.bestBid === null) return null;
  const isNewer =
    position.changedAtMs + evidence.venueOffsetMs > evidence.tickMs ||
    memory.changedAtTick.get(event.symbol) === tickKey(evidence);
  if (isNewer) return null;
  return isBeyond(position, evidence.mark)
    ? "its mark is beyond the liquidation price of a position that lives on"
    : null;
}

/** Whether a price is beyond the position's liquidation price at a maintenance margin of zero. */
function isBeyond(position: Position, price: Price): boolean {
  const outermost = calculateIsolatedLiquidationPrice({
    ...toIsolatedPosition(position),
    maintenanceRate: ZERO,
    deduction: ZERO,
    takerRate: CURRENT_RULES.fees.taker,
  });
  return isLong(position) ? price < outermost : price > outermost;
}
