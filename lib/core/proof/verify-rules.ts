import { add, formatDecimal, type Money, notional, sub } from "@/lib/core/decimal";
import type { PortfolioEvent } from "@/lib/core/engine/events";
import { findPosition, type PortfolioState } from "@/lib/core/engine/state";
import { evaluate } from "@/lib/core/prop/evaluate";
import { findLastReset, type PropState } from "@/lib/core/prop/prop-state";
import { standToFloor } from "@/lib/core/prop/rules/floor";
import type { SeenMark } from "@/lib/core/prop/seen-mark";

/** Why a verdict, a baseline or a peak does not follow from the log before it and the marks it names; else null. */
export function findRuleFault(state: PortfolioState, event: PortfolioEvent): string | null {
  const { prop } = state;
  switch (event.type) {
    case "day-rolled":
      if (prop === null) return "there is no challenge";
      if (event.atMs < prop.day.endMs) return "the day had not ended";
      if (findLastReset(prop, event.atMs) !== event.resetMs) return "that is not when the day ended";
      return findEquityFault(state, event) ?? findProofFault(state, event, event.provenEquity);
    case "day-corrected":
      return prop === null ? "there is no challenge" : findCorrectionFault(prop, event);
    case "equity-peaked":
      return findProofFault(state, event, event.equity);
    case "room-warned":
    case "trading-paused":
    case "challenge-breached": {
      if (prop === null) return "there is no challenge";
      const rule = prop.plan.floors.find(({ id }) => id === event.rule.id);
      if (rule === undefined || prop.plan.version !== event.planVersion)
        return "the pinned rules have no such rule";
      const standing = standToFloor(rule, prop, event.equity);
      if (standing.floor !== event.floor) return `the floor was ${formatDecimal(standing.floor)}`;
      if (event.balance !== state.balance) return `the balance was ${formatDecimal(state.balance)}`;
      if (event.type !== "room-warned" && !standing.isBreached) return "the rule was not broken";
      return findEquityFault(state, event);
    }
    case "phase-passed": {
      if (prop === null) return "there is no challenge";
      const { balance } = state;
      const verdict = evaluate(prop, { balance, equity: balance, hasPosition: state.positions.length > 0 });
      return verdict.kind === "pass" ? null : "the phase was not passed";
    }
    default:
      return null;
  }
}

type Seen = { equity: Money; marks: readonly SeenMark[] };

/** Equity without the profit of positions whose mark was old or missing. */
function findProofFault(state: PortfolioState, { marks }: Pick<Seen, "marks">, proven: Money): string | null {
  const strict = marks.map((seen) => {
    if (!seen.isStale) return seen;
    const isProfit = seen.qty > 0n === seen.mark > seen.entryPrice;
    return isProfit ? { ...seen, mark: seen.entryPrice } : seen;
  });
  return findEquityFault(state, { equity: proven, marks: strict });
}

/** The day's opening equity must differ by what the named marks make of the positions that were unconfirmed. */
function findCorrectionFault({ day }: PropState, seen: Seen): string | null {
  if (day.unconfirmed.length === 0 || seen.marks.length !== day.unconfirmed.length)
    return "it does not name a mark for each position that waited for one";
  let equity = day.equity;
  for (const [index, before] of day.unconfirmed.entries()) {
    const { symbol, qty, mark } = seen.marks[index] as SeenMark;
    if (symbol !== before.symbol || qty !== before.qty) return `the position in ${before.symbol} was another`;
    equity = add(equity, notional(sub(mark, before.mark), qty));
  }
  return equity === seen.equity ? null : `the day began with ${formatDecimal(equity)}`;
}

/** Equity must be the balance and the open profit of exactly the open positions at the marks that are named. */
function findEquityFault(state: PortfolioState, seen: Seen): string | null {
  if (seen.marks.length !== state.positions.length) return "it does not name a mark for each open position";
  let equity = state.balance;
  for (const { symbol, qty, mark } of seen.marks) {
    const position = findPosition(state, symbol);
    if (position === null || position.qty !== qty) return `the position in ${symbol} was another`;
    const value = notional(mark, qty);
    equity = add(equity, qty > 0n ? sub(value, position.cost) : add(value, position.cost));
  }
  return equity === seen.equity ? null : `equity was ${formatDecimal(equity)} at the marks it names`;
}
