import "server-only";
import { fire } from "@/lib/core/alerts/decide-alert";
import { type Move, measureMove } from "@/lib/core/alerts/measure-move";
import {
  type Decimal,
  formatPrice,
  type Price,
  parseDecimal,
  parsePrice,
  toNumber,
} from "@/lib/core/decimal";
import { type Context, isMarkFresh, marketOf, toVenueMs } from "@/lib/core/engine/context";
import type { StoredAlert } from "@/lib/db/alerts/alert-row";
import type { DecidedAlert } from "@/lib/db/alerts/save-alerts";
import { findMoveAlerts, findWindowRange, listMoveGroups } from "@/lib/db/alerts/swept-alerts";

const MINUTE_MS = 60_000;

/**
 * Decides the alerts about moves: for each symbol and window the current mark against the range, then only
 * the alerts that this move may be large enough for.
 */
export async function sweepMoves(context: Context): Promise<DecidedAlert[]> {
  const decided: DecidedAlert[] = [];
  for (const group of await listMoveGroups()) {
    const market = marketOf(context, group.symbol);
    if (!market || !isMarkFresh(context, market)) continue;
    const nowMs = toVenueMs(market, context.nowMs);
    const window = { from: new Date(nowMs - group.windowMinutes * MINUTE_MS), to: new Date(nowMs) };
    const range = await findWindowRange(group.symbol, window);
    const largest = range && measure(market.mark, range, "either");
    if (!largest || toPercent(largest.size) < group.leastPercent) continue;
    const percent = toPercent(largest.size);
    for (const { alert, ...own } of await findMoveAlerts(group, { percent, ...window })) {
      const decision = decide(alert, { mark: market.mark, range: own, nowMs });
      if (decision) decided.push({ alert, decision });
    }
  }
  return decided;
}

function decide(
  alert: StoredAlert,
  now: { mark: Price; range: { low: string; high: string }; nowMs: number },
) {
  const { condition } = alert;
  if (condition.kind !== "move") return null;
  const move = measure(now.mark, now.range, condition.direction);
  if (move === null || move.size * 100n < parseDecimal(condition.percent)) return null;
  const percent = toPercent(move.size).toFixed(2);
  const facts = { kind: "move", way: move.way, percent, price: formatPrice(now.mark) } as const;
  // The same move is not reported again while it is inside the window.
  return fire(alert, facts, { atMs: now.nowMs, rearmMs: now.nowMs + condition.windowMinutes * MINUTE_MS });
}

function measure(
  price: Price,
  range: { low: string; high: string },
  direction: "up" | "down" | "either",
): Move | null {
  return measureMove(price, { low: parsePrice(range.low), high: parsePrice(range.high) }, direction);
}

function toPercent(fraction: Decimal): number {
  return toNumber(fraction) * 100;
}
