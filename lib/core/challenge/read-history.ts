import type { HistoryPoint } from "@/lib/core/challenge/evaluate-history";
import { add, type Money, type Price, sub, ZERO } from "@/lib/core/decimal";
import { apply } from "@/lib/core/engine/apply";
import type { PortfolioEvent } from "@/lib/core/engine/events";
import { calculateEquity } from "@/lib/core/engine/state/equity";
import { readTradingView } from "@/lib/core/engine/state/read-trading-view";
import { EMPTY_STATE, hasOpened, type PortfolioState } from "@/lib/core/engine/state/state";
import { BYBIT } from "@/lib/core/engine/venues/bybit";

/**
 * Equity after each event of a log, at the marks that the log contains: each fill's own, those of rule
 * evaluations, and the last known one for the other positions. The log has no marks between events. Money that
 * was paid in or out, or that scaling added, is left out: it is no profit.
 */
export function readHistory(events: readonly PortfolioEvent[]): HistoryPoint[] {
  const points: HistoryPoint[] = [];
  const marks = new Map<string, Price>();
  let state: PortfolioState = EMPTY_STATE;
  let flows: Money = ZERO;
  let opened: string | null = null;
  for (const [index, event] of events.entries()) {
    state = apply(state, event);
    for (const { symbol, mark } of marksOf(event)) marks.set(symbol, mark);
    if (event.type === "balance-adjusted" || event.type === "challenge-scaled")
      flows = add(flows, event.amount);
    if (event.type === "portfolio-reset") flows = ZERO;
    if (WITHOUT_POINT.has(event.type)) continue;
    const isFill = event.type === "order-filled";
    const isPartial = goesOn(event, events[index + 1]);
    if (isFill && event.cost > 0n) opened = event.symbol;
    points.push({
      atMs: event.atMs,
      balance: sub(state.balance, flows),
      equity: sub(valueAt(state, marks), flows),
      hasPosition: state.positions.length > 0,
      hasOpened: isFill && hasOpened(state, event),
      trading: {
        view: readTradingView(state),
        hasFilled: isFill,
        openedSymbol: opened,
      },
      isPartial,
      ...(event.type === "day-rolled" && { resetMs: event.resetMs }),
    });
    if (!isPartial) opened = null;
  }
  return points;
}

/** Events after which neither figures nor orders differ. */
const WITHOUT_POINT: ReadonlySet<PortfolioEvent["type"]> = new Set([
  "challenge-started",
  "challenge-scaled",
  "balance-adjusted",
]);

/**
 * Whether the rules are not evaluated yet after an event: a fill whose position gets its stop next, or the
 * closing half of an order that reverses a position.
 */
function goesOn(event: PortfolioEvent, next: PortfolioEvent | undefined): boolean {
  if (next === undefined || next.atMs !== event.atMs) return false;
  if (event.type === "order-filled")
    return next.type === "round-trip-closed" || next.type === "position-stops-set";
  return event.type === "round-trip-closed" && next.type === "order-filled" && next.symbol === event.symbol;
}

/** The marks that an event contains. */
function marksOf(event: PortfolioEvent): readonly { symbol: string; mark: Price }[] {
  if (event.type === "order-filled") return [{ symbol: event.symbol, mark: event.evidence.mark }];
  if (event.type === "funding-settled") return [event];
  return "marks" in event ? event.marks : [];
}

function valueAt(state: PortfolioState, marks: ReadonlyMap<string, Price>) {
  const markets = new Map(
    [...marks].map(([symbol, mark]) => [
      symbol,
      { last: mark, mark, index: null, book: null, tickMs: 0, tickSeq: 0, bookMs: 0 },
    ]),
  );
  return calculateEquity(state, { nowMs: 0, rules: BYBIT, instruments: new Map(), markets });
}
