import type { HistoryPoint } from "@/lib/core/challenge/evaluate-history";
import type { Price } from "@/lib/core/decimal";
import { apply } from "@/lib/core/engine/apply";
import type { PortfolioEvent } from "@/lib/core/engine/events";
import { calculateEquity } from "@/lib/core/engine/state/equity";
import { EMPTY_STATE, findPosition, type PortfolioState } from "@/lib/core/engine/state/state";
import { BYBIT } from "@/lib/core/engine/venues/bybit";

/**
 * Equity after each event of a log, at the marks that the log contains: each fill's own, those of rule
 * evaluations, and the last known one for the other positions. The log has no marks between events.
 */
export function readHistory(events: Iterable<PortfolioEvent>): HistoryPoint[] {
  const points: HistoryPoint[] = [];
  const marks = new Map<string, Price>();
  let state: PortfolioState = EMPTY_STATE;
  for (const event of events) {
    state = apply(state, event);
    const seen = marksOf(event);
    for (const { symbol, mark } of seen) marks.set(symbol, mark);
    if (event.type === "portfolio-opened" || seen.length > 0) {
      points.push({
        atMs: event.atMs,
        balance: state.balance,
        equity: valueAt(state, marks),
        hasPosition: state.positions.length > 0,
        hasOpened:
          event.type === "order-filled" && findPosition(state, event.symbol)?.roundTrip.id === event.seq,
      });
    }
  }
  return points;
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
