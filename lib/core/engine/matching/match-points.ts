import { max, min, type Price } from "@/lib/core/decimal";
import type { Draft, PathPoint } from "@/lib/core/engine/context";
import { requireMarket } from "@/lib/core/engine/matching/fill";
import { beginWalk, jumpTo } from "@/lib/core/engine/matching/price-walk";
import { expireBefore } from "@/lib/core/engine/orders/execute";
import type { Side } from "@/lib/core/engine/orders/order";
import { recordShownQueues } from "@/lib/core/engine/orders/record-shown-queues";
import { mayTrigger, triggerIndexOf } from "@/lib/core/engine/trigger-index";

/**
 * Walks the points of a publish interval in order, each a jump. Points with a price of zero or less are
 * dropped. `applyThrough` applies the deferred changes that precede a point; `enforceThrough` the trading rules whose
 * time was over before it, in the market of the point before.
 */
export function matchPoints(
  draft: Draft,
  symbol: string,
  points: readonly PathPoint[],
  { applyThrough, enforceThrough }: Record<"applyThrough" | "enforceThrough", (venueMs: number) => void>,
): void {
  const known = requireMarket(draft.context, symbol);
  const outside = draft.context;
  const walk = beginWalk(draft, symbol, { known, timeMs: 0 });
  let mark = known.mark;
  for (const [index, point] of points.entries()) {
    if (!isPlausible(point)) continue;
    if (index > 0) enforceThrough(point.timeMs);
    if (draft.state.lock !== null) break;
    // A change deferred to before this point sees the market known at that time.
    draft.context = outside;
    applyThrough(point.timeMs);
    mark = point.mark ?? mark;
    const range = { low: min(mark, point.last), high: max(mark, point.last) };
    const triggers = triggerIndexOf(draft.state, symbol, outside);
    if (draft.state.challenge === null && !mayTrigger(triggers, range, false)) continue;
    walk.timeMs = point.timeMs;
    walk.known = { ...known, tickSeq: point.seq };
    expireBefore(draft, symbol, walk);
    jumpTo(draft, walk, {
      last: point.last,
      mark,
      traded: point.qty,
      stretchFrom: draft.events.length,
      isCandle: false,
      findWorst: (side) => findWorst(points.slice(index), side),
    });
    if (draft.state.lock !== null) break;
  }
  draft.context = outside;
  recordShownQueues(draft, symbol, { ...walk, timeMs: points.at(-1)?.timeMs ?? 0 });
}

function isPlausible({ last, mark }: PathPoint): boolean {
  return last > 0n && (mark === null || mark > 0n);
}

/** The worst price for a side from the first of these points on; the first one is plausible. */
function findWorst(points: readonly PathPoint[], side: Side): Price {
  const prices = points.filter(isPlausible).map((point) => point.last);
  return prices.reduce((worst, price) => (side === "buy" ? max(worst, price) : min(worst, price)));
}
