import { type Decimal, max, min, neg, type Price, type Qty, sub, ZERO } from "@/lib/core/decimal";
import { type Draft, instrumentOf } from "@/lib/core/engine/context";
import { emit } from "@/lib/core/engine/emit";
import { calculateFundingChange } from "@/lib/core/engine/positions/calculate-funding-change";
import type { Instrument } from "@/lib/core/engine/positions/instrument";
import { POSITION_SIDES, type PositionSide, sideOf } from "@/lib/core/engine/positions/position";
import { isHedged } from "@/lib/core/engine/state/hedge";
import { findFundedMs, findPosition, type PortfolioState } from "@/lib/core/engine/state/state";

type Instant = { symbol: string; rate: Decimal; mark: Price; fundingMs: number; positionQty?: Qty };

/**
 * Settles one funding instant for the quantity at that instant; a second call does nothing. What the free
 * balance can't cover is taken from the position's margin, which moves its liquidation price. `positionQty` is the
 * signed quantity of that instant where the position has changed since; a position that is closed by now pays
 * what the free balance has. A symbol that is no longer traded has no funding.
 */
export function chargeFunding(draft: Draft, input: Instant): void {
  const { state, context } = draft;
  if (state.lock !== null || input.mark <= 0n) return;
  if (isAfterClosing(instrumentOf(context, input.symbol), input.fundingMs)) return;
  for (const side of listSides(state, input)) chargePosition(draft, { ...input, ...side });
}

/**
 * The sides to settle, one by one. A position of one-way mode that is still the one of the instant needs no name. What was
 * closed or turned since is named by its quantity: the mode may have been changed meanwhile, and both sides be due.
 */
function listSides(
  state: PortfolioState,
  { symbol, fundingMs, positionQty }: Instant,
): { side?: PositionSide }[] {
  const isTwoSided = isHedged(state, symbol);
  if (positionQty === undefined) return isTwoSided ? POSITION_SIDES.map((side) => ({ side })) : [{}];
  const side = sideOf({ qty: positionQty });
  const position = findPosition(state, symbol, side);
  const isNamed = isTwoSided || position === null || position.roundTrip.openedAtMs > fundingMs;
  return [isNamed ? { side } : {}];
}

function chargePosition(draft: Draft, input: Instant & { side?: PositionSide }): void {
  const { positionQty, ...instant } = input;
  const { state, context } = draft;
  const position = findPosition(state, instant.symbol, instant.side);
  const isOlder = position !== null && position.roundTrip.openedAtMs <= instant.fundingMs;
  if (findFundedMs(state, instant) >= instant.fundingMs) return;
  const qty = positionQty ?? (isOlder ? position.qty : ZERO);
  if (qty === 0n) return;
  const due = neg(calculateFundingChange({ qty, mark: instant.mark, rate: instant.rate }));
  const uncovered = max(sub(due, max(context.rules.freeMargin(state, context), ZERO)), ZERO);
  const fromMargin = isOlder && state.marginMode === "isolated" ? min(uncovered, max(due, ZERO)) : ZERO;
  const paid = isOlder ? due : sub(due, uncovered);
  emit(draft, { type: "funding-settled", ...instant, paid, fromMargin });
}

function isAfterClosing({ status, closedAtMs }: Instrument, fundingMs: number): boolean {
  return status === "closed" && (closedAtMs === undefined || fundingMs > closedAtMs);
}
