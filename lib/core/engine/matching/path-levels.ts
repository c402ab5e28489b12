import type { Price } from "@/lib/core/decimal";
import type { Draft } from "@/lib/core/engine/context";
import { calculateLiquidation, liquidatePosition } from "@/lib/core/engine/margin/liquidate";
import { evaluateNow } from "@/lib/core/engine/matching/evaluate-now";
import { calculateFloorPrice } from "@/lib/core/engine/matching/floor-price";
import { untakenOf } from "@/lib/core/engine/matching/quote-path";
import {
  fillResting,
  firePositionStop,
  fireTrigger,
  isEligibleAt,
  type Moment,
  matchResting,
} from "@/lib/core/engine/matching/triggers";
import { isConditional, type Order, type TriggerBy, workingPrice } from "@/lib/core/engine/orders/order";
import { trailTrigger } from "@/lib/core/engine/orders/trail-trigger";
import { isLong, type Position } from "@/lib/core/engine/positions/position";
import { findOrder, findOrderPosition } from "@/lib/core/engine/state/state";
import { matchesOnFall } from "@/lib/core/engine/trigger-index";

/** A price at which something triggers, from which side the market reaches it, and what it triggers. */
export type Level = {
  key: string;
  price: Price;
  by: TriggerBy;
  onFall: boolean;
  /** A limit that fills only by a trade: see `through` in `triggers.ts`. */
  needsTrade: boolean;
  /** Matched at its own price from either side, never beyond it. */
  isExact: boolean;
  /** At one price the lowest rank comes first. */
  rank: number;
  /** Whether it makes the open position smaller. */
  isExit: boolean;
  match: (draft: Draft, at: Price) => void;
};

/** Levels of this rank come before all others that a price has reached. */
export const LIQUIDATION_RANK = 0;
/** A floor is checked before a stop at the same price. */
const FLOOR_RANK = 0.5;

type At = Moment & { symbol: string };

/** The levels that the price can match now, ordered by precedence at one price and rank. */
export function listLevels(draft: Draft, at: At): Level[] {
  const levels: Level[] = [];
  const byLevel = draft.context.rules.candleLiquidation === "level";
  for (const position of draft.state.positions) {
    if (position.symbol === at.symbol && byLevel) levels.push(...listPositionLevels(draft, at, position));
  }
  for (const order of draft.state.orders) {
    if (order.symbol !== at.symbol || !isEligibleAt(at, order)) continue;
    const level = orderLevel(draft, at, { order, position: findOrderPosition(draft.state, order) });
    if (level !== null) levels.push(level);
  }
  return levels;
}

function orderLevel(
  draft: Draft,
  at: At,
  { order, position }: { order: Order; position: Position | null },
): Level | null {
  const { restingFill, mustPassLimits } = draft.context.rules;
  const isExact = restingFill === "own-price";
  if (order.status === "QUEUED" && !isExact) return null;
  const waits = isConditional(order);
  const price = waits && order.trail !== null ? trailTrigger(order) : levelPrice(order, waits);
  if (price === null) return null;
  return {
    key: order.id,
    price,
    by: waits && order.trail === null ? (order.trigger?.by ?? "last") : "last",
    onFall: matchesOnFall(order),
    needsTrade: !waits && (restingFill === "through" || (mustPassLimits && order.status !== "QUEUED")),
    isExact,
    rank: 3,
    isExit: position !== null && isLong(position) === (order.side === "sell"),
    match: (target, reached) => {
      matchOrder(target, at, { id: order.id, reached });
      target.context.react?.(target, order.id);
    },
  };
}

function levelPrice(order: Order, waits: boolean): Price | null {
  return waits ? (order.trigger?.price ?? null) : workingPrice(order);
}

function matchOrder(draft: Draft, at: At, { id, reached }: { id: string; reached: Price }): void {
  const order = findOrder(draft.state, id);
  const path = draft.context.at?.path;
  if (order === null || path === undefined) return;
  if (draft.context.rules.restingFill === "own-price") {
    fillResting(draft, order);
  } else if (isConditional(order)) {
    fireTrigger(draft, id, reached);
  } else {
    const traded = untakenOf(path);
    const isKnown = traded === 0n && order.lastMatchedAt !== null && order.lastMatchedAt.seq > at.startSeq;
    const price = path.boundsTakers ? null : reached;
    if (!isKnown) matchResting(draft, order, { price, traded });
  }
}

/** Liquidation, stop-loss and take-profit of the position. */
function listPositionLevels(draft: Draft, at: At, position: Position): Level[] {
  const falls = isLong(position);
  const shared = { needsTrade: false, isExact: false, isExit: true };
  const levels: Level[] = [];
  const stamp = { acceptedAtMs: position.changedAtMs, acceptedSeq: position.changedSeq };
  const liquidation = isEligibleAt(at, stamp) ? calculateLiquidation(draft, position) : null;
  if (liquidation !== null) {
    levels.push({
      ...shared,
      key: `liquidation:${position.roundTrip.id}:${position.changedSeq}`,
      price: liquidation,
      by: "mark",
      onFall: falls,
      rank: LIQUIDATION_RANK,
      match: (target) => liquidatePosition(target, position, liquidation),
    });
  }
  const floor = isEligibleAt(at, stamp)
    ? calculateFloorPrice(draft.state, draft.context, position.symbol)
    : null;
  if (floor !== null) {
    const match = (target: Draft) => evaluateNow(target);
    const key = `floor:${position.changedSeq}`;
    levels.push({ ...shared, key, price: floor, by: "mark", onFall: falls, rank: FLOOR_RANK, match });
  }
  for (const [rank, purpose] of [
    [1, "stop"],
    [2, "target"],
  ] as const) {
    const stop = purpose === "stop" ? position.stopLoss : position.takeProfit;
    if (stop === null || !isEligibleAt(at, stop)) continue;
    levels.push({
      ...shared,
      key: `${purpose}:${position.symbol}:${stop.acceptedSeq}`,
      price: stop.price,
      by: stop.by,
      onFall: falls === (purpose === "stop"),
      rank,
      match: (target, reached) => firePositionStop(target, position, { stop, purpose, at: reached }),
    });
  }
  return levels;
}
