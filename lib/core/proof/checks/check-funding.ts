import { abs, formatDecimal, type Money, max, min, neg, type Qty, sub, ZERO } from "@/lib/core/decimal";
import { calculateFundingChange } from "@/lib/core/engine/positions/calculate-funding-change";
import { isHedged } from "@/lib/core/engine/state/hedge";
import { findPosition } from "@/lib/core/engine/state/state";
import type { CheckInput } from "@/lib/core/proof/check";
import { marginContext } from "@/lib/core/proof/checks/check-order";
import { CURRENT_RULES } from "@/lib/core/proof/log-rules";

type FundingInput = CheckInput<"funding-settled">;
type Payment = { paid: Money; fromMargin: Money };

/** The venue settles on full hours: every one, two, four or eight of them. */
const HOUR_MS = 3_600_000;

/**
 * Funding is quantity × mark × rate, once for each instant, of the quantity at that instant. A position that
 * is closed since pays what the free balance has; what an isolated one can't pay from it is taken from its
 * margin.
 */
export function checkFunding(input: FundingInput): string | null {
  const { state, event, memory } = input;
  if (event.fundingMs % HOUR_MS !== 0) return "funding is settled on the hour";
  if (memory.isFunded(event)) return "this instant was settled before";
  if (abs(event.rate) > CURRENT_RULES.maxFundingRate) return "no funding rate is that large";
  const position = findPosition(state, event.symbol, event.side);
  const isOlder = position !== null && position.roundTrip.openedAtMs <= event.fundingMs;
  const isNamed = event.side !== undefined;
  const isOfMode = isHedged(state, event.symbol) ? isNamed : !(isNamed && isOlder);
  if (!isOfMode) return "it names no position of its mode";
  if (isOlder && position.fundedMs >= event.fundingMs) return "a later instant was settled before";
  const qtyAtInstant = memory.qtyAt(event, event.fundingMs);
  if (isOlder) qtyAtInstant.unshift(position.qty);
  const quantities = qtyAtInstant.filter((qty) => qty !== 0n);
  if (quantities.length === 0) return "nothing was held at that instant";
  const first = paymentOf(input, quantities[0] as Qty, isOlder);
  const isRight = quantities.some((qty) => isPayment(input, paymentOf(input, qty, isOlder)));
  if (isRight) return null;
  const should = `${formatDecimal(first.paid)}, ${formatDecimal(first.fromMargin)} of it from margin`;
  return `quantity × mark × rate is ${should}`;
}

function isPayment({ state, event }: FundingInput, expected: Payment): boolean {
  if (state.marginMode === "isolated") {
    return event.paid === expected.paid && event.fromMargin === expected.fromMargin;
  }
  // The free balance of a cross account depends on marks that the event does not contain.
  if (event.fromMargin !== 0n) return false;
  const isLess = event.paid >= 0n && event.paid <= expected.paid;
  return event.paid === expected.paid || (isLess && findPosition(state, event.symbol, event.side) === null);
}

function paymentOf({ state, event }: FundingInput, qty: Qty, isOlder: boolean): Payment {
  const due = neg(calculateFundingChange({ qty, mark: event.mark, rate: event.rate }));
  if (state.marginMode === "cross") return { paid: due, fromMargin: ZERO };
  const free = CURRENT_RULES.venue.freeMargin(state, marginContext(state, event.atMs, event.symbol));
  const uncovered = max(sub(due, max(free, ZERO)), ZERO);
  return {
    paid: isOlder ? due : sub(due, uncovered),
    fromMargin: isOlder ? min(uncovered, max(due, ZERO)) : ZERO,
  };
}
