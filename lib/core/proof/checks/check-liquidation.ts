import { abs, add, type Money, mul, notional, type Price, sub, ZERO } from "@/lib/core/decimal";
import { findInsuranceChange, findIsolatedLiquidationPrice } from "@/lib/core/engine/liquidation";
import { isLong, type Position, unrealisedPnl } from "@/lib/core/engine/position";
import { findPosition, type PortfolioState } from "@/lib/core/engine/state";
import { describeIsolated, findBankruptcyPriceOf } from "@/lib/core/engine/venues/bybit-takeover";
import type { CheckInput } from "@/lib/core/proof/check";
import { type FillInput, isFromArrival } from "@/lib/core/proof/fill-input";
import { tickKey } from "@/lib/core/proof/log-memory";
import { CURRENT_RULES } from "@/lib/core/proof/log-rules";

/** What rounding may leave in an account that a takeover has emptied; quote currency. */
const DUST = 1_000_000_000n as Money;

/**
 * A liquidation takes the position as it stands, or reduces it at the mark, at a mark at or beyond its trigger. What is
 * taken over whole is settled at its bankruptcy price; in a cross account at the mark, or where equity is zero.
 */
export function checkLiquidated({ state, event }: CheckInput<"position-liquidated">): string | null {
  const position = findPosition(state, event.symbol);
  if (position === null) return "there is no position to liquidate";
  const { qty, remaining, settledAt, mark, insurance } = event;
  const isPart = remaining > 0n === position.qty > 0n || remaining === 0n;
  if (qty === 0n || qty > 0n !== position.qty > 0n || !isPart || add(qty, remaining) !== position.qty)
    return "its quantity is not that of the position";
  const fault = state.marginMode === "cross" ? crossFault(state, event) : isolatedFault(position, event);
  if (fault !== null) return fault;
  const takeover = { isLong: isLong(position), qty: abs(qty), settledAt, execution: mark };
  return insurance === findInsuranceChange(takeover) ? null : "its insurance is not settlement against mark";
}

type Liquidated = CheckInput<"position-liquidated">["event"];

function isolatedFault(position: Position, event: Liquidated): string | null {
  const isReached = isLong(position) ? event.mark <= event.trigger : event.mark >= event.trigger;
  if (!isReached) return "its mark had not reached the liquidation price";
  const settledAt =
    event.remaining === 0n ? findBankruptcyPriceOf(position, CURRENT_RULES.fees.taker) : event.mark;
  if (event.settledAt !== settledAt) return "it is not settled at the bankruptcy price";
  return isBeyond(position, event.trigger) ? "its liquidation price leaves the position no margin" : null;
}

/** Beside the mark there is one price: where the account, with no other position, is left with nothing. */
function crossFault(
  state: PortfolioState,
  { settledAt, mark, qty, symbol, remaining }: Liquidated,
): string | null {
  if (settledAt === mark) return null;
  const isBetter = qty > 0n ? settledAt > mark : settledAt < mark;
  if (!isBetter || remaining !== 0n) return "a cross account is settled at the mark";
  const position = findPosition(state, symbol);
  if (position === null || state.positions.length > 1) return null;
  const fee = mul(notional(settledAt, abs(qty)), CURRENT_RULES.fees.taker);
  const left = sub(add(state.balance, unrealisedPnl(position, settledAt)), fee);
  return left <= DUST ? null : "a cross account is settled at the mark";
}

/**
 * A position that a mark has carried beyond its margin is liquidated before anything waiting at that price is filled.
 * Without the venue's risk limits, which the log does not hold, the bound is the price at which the margin is gone.
 */
export function checkSurvival(fill: FillInput): string | null {
  const { state, event, order, position, memory } = fill;
  if (position === null || state.marginMode === "cross") return null;
  const { evidence } = event;
  const isFromPath =
    evidence.source === "path" || (evidence.source === "book" && !isFromArrival(order, event));
  // Inside a candle, which shows no book, an order at the price of the liquidation is filled before it.
  if (!isFromPath || evidence.bestBid === null) return null;
  const isNewer =
    position.changedAtMs + evidence.venueOffsetMs > evidence.tickMs ||
    memory.changedAtTick.get(event.symbol) === tickKey(evidence);
  if (isNewer) return null;
  return isBeyond(position, evidence.mark)
    ? "its mark is beyond the liquidation price of a position that lives on"
    : null;
}

/** Whether a price is beyond the liquidation price that the position would have if the venue asked for no margin. */
function isBeyond(position: Position, price: Price): boolean {
  const outermost = findIsolatedLiquidationPrice({
    ...describeIsolated(position),
    maintenanceRate: ZERO,
    deduction: ZERO,
    takerRate: CURRENT_RULES.fees.taker,
  });
  return isLong(position) ? price < outermost : price > outermost;
}
