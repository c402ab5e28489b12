import { max, min } from "@/lib/core/decimal";
import { findArmed, mayMeet } from "@/lib/core/engine/armed-prices";
import type { PathPoint } from "@/lib/core/engine/context";
import type { Draft } from "@/lib/core/engine/draft";
import { requireMarket } from "@/lib/core/engine/fill";
import { judgeNow } from "@/lib/core/engine/judge-now";
import { liquidateAccount, liquidateAtMark } from "@/lib/core/engine/liquidate";
import { isConditional, triggersOnFall } from "@/lib/core/engine/order";
import { isLong, type Position, type PositionStop } from "@/lib/core/engine/position";
import { findOrder, findPosition } from "@/lib/core/engine/state";
import {
  firePositionStop,
  fireTrigger,
  followTrail,
  type Moment,
  mayMeetAt,
  meetPrint,
  referencePrice,
} from "@/lib/core/engine/triggers";

/**
 * Walks the points of a beat in order and lets each meet what waits for it. Points with a price of zero or less
 * are dropped. See the conventions in `triggers.ts`.
 */
export function settlePoints(draft: Draft, symbol: string, points: readonly PathPoint[]): void {
  const known = requireMarket(draft.context, symbol);
  const outside = draft.context;
  const startSeq = draft.state.seq;
  let mark = known.mark;
  for (const point of points) {
    if (point.last <= 0n || (point.mark !== null && point.mark <= 0n)) continue;
    mark = point.mark ?? mark;
    const range = { low: min(mark, point.last), high: max(mark, point.last) };
    const armed = findArmed(draft.state, symbol, outside);
    if (draft.state.prop === null && !mayMeet(armed, range, false)) continue;
    const market = { ...known, last: point.last, mark, tickMs: point.timeMs, tickSeq: point.seq };
    draft.context = { ...outside, at: { symbol, market } };
    const offsetMs = known.feed?.offsetMs ?? 0;
    settlePoint(draft, symbol, { point, startSeq, timeMs: point.timeMs, offsetMs });
    judgeNow(draft);
    if (draft.state.lock !== null) break;
  }
  draft.context = outside;
}

type Visit = Moment & { point: PathPoint };

function settlePoint(draft: Draft, symbol: string, visit: Visit): void {
  const position = findPosition(draft.state, symbol);
  if (
    position &&
    mayMeetAt(visit, { acceptedAtMs: position.changedAtMs, acceptedSeq: position.changedSeq })
  ) {
    liquidateAtMark(draft, symbol);
    liquidateAccount(draft);
  }
  meetPositionStops(draft, symbol, visit);
  for (const { id } of draft.state.orders) meetOrder(draft, { id, symbol }, visit);
}

function meetPositionStops(draft: Draft, symbol: string, visit: Visit): void {
  for (const purpose of ["stop", "target"] as const) {
    const position = findPosition(draft.state, symbol);
    const stop = purpose === "stop" ? position?.stopLoss : position?.takeProfit;
    if (!position || !stop || !mayMeetAt(visit, stop)) continue;
    if (!isReached(draft, position, { stop, purpose })) continue;
    firePositionStop(draft, position, { stop, purpose, at: visit.point.last });
  }
}

function isReached(
  draft: Draft,
  position: Position,
  input: { stop: PositionStop; purpose: "stop" | "target" },
): boolean {
  const price = referencePrice(requireMarket(draft.context, position.symbol), input.stop.by);
  const onFall = isLong(position) === (input.purpose === "stop");
  return onFall ? price <= input.stop.price : price >= input.stop.price;
}

function meetOrder(draft: Draft, target: { id: string; symbol: string }, visit: Visit): void {
  const order = findOrder(draft.state, target.id);
  if (order === null || order.symbol !== target.symbol || order.status === "QUEUED") return;
  if (!mayMeetAt(visit, order)) return;
  const { point } = visit;
  if (!isConditional(order)) {
    meetPrint(draft, order, { price: point.last, traded: point.qty });
    return;
  }
  if (order.trail !== null) {
    if (followTrail(draft, order, point.last)) fireTrigger(draft, order.id, point.last);
    return;
  }
  if (order.trigger === null) return;
  const price = referencePrice(requireMarket(draft.context, order.symbol), order.trigger.by);
  const reached = triggersOnFall(order) ? price <= order.trigger.price : price >= order.trigger.price;
  if (reached) fireTrigger(draft, order.id, point.last);
}
