import { abs, type Decimal, isMultipleOf, mul, ONE, type Qty, roundDownToStep } from "@/lib/core/decimal";
import type { Command } from "@/lib/core/engine/commands";
import { type Draft, marketOf } from "@/lib/core/engine/context";
import { emit } from "@/lib/core/engine/emit";
import { referencePrice } from "@/lib/core/engine/matching/triggers";
import { findStopRejection } from "@/lib/core/engine/orders/find-rule-rejection";
import type { StopRequest } from "@/lib/core/engine/orders/order";
import type { RejectReason } from "@/lib/core/engine/orders/reject-reason";
import { isBeyondLiquidation } from "@/lib/core/engine/orders/stop-check";
import { submitOrder } from "@/lib/core/engine/orders/submit";
import { findNamedPosition } from "@/lib/core/engine/positions/find-named-position";
import {
  closingSide,
  isLong,
  type Position,
  type PositionSide,
  type PositionStop,
} from "@/lib/core/engine/positions/position";
import { isHedged } from "@/lib/core/engine/state/hedge";
import { findPosition, nameSide } from "@/lib/core/engine/state/state";

/** Queues a reduce-only market order for a fraction of the position. */
export function decideClose(
  draft: Draft,
  input: { symbol: string; side?: PositionSide; fraction: Decimal; orderId: string },
): RejectReason | null {
  const position = findNamedPosition(draft.state, input);
  const instrument = draft.context.instruments.get(input.symbol);
  if (instrument === undefined) return "instrument_unknown";
  if (typeof position === "string") return position;
  if (input.fraction <= 0n || input.fraction > ONE) return "qty_below_min";
  const size = abs(position.qty);
  const part = input.fraction === ONE ? size : roundDownToStep(mul(size, input.fraction), instrument.qtyStep);
  return submitClose(draft, position, { qty: part, orderId: input.orderId });
}

/**
 * Queues a market order to close each position that can be closed; for each of the others an event records
 * the reason. @returns the first reason where none can be closed
 */
export function closeAll(draft: Draft, orderIdPrefix: string): RejectReason | null {
  const { positions } = draft.state;
  const rejected = positions.flatMap((position) => {
    const side = nameSide(draft.state, position);
    const orderId = [orderIdPrefix, position.symbol, ...Object.values(side)].join(":");
    const reason = submitClose(draft, position, { qty: abs(position.qty), orderId });
    return reason === null ? [] : [{ symbol: position.symbol, ...side, reason }];
  });
  if (rejected.length === positions.length) return rejected[0]?.reason ?? "no_position";
  for (const each of rejected) emit(draft, { type: "close-rejected", ...each });
  return null;
}

/**
 * Queues one market order of twice the position's quantity against it, which closes it and opens the other
 * way. Not in hedge mode, where no order closes one side and opens the other.
 */
export function decideReverse(draft: Draft, input: { symbol: string; orderId: string }): RejectReason | null {
  const position = findPosition(draft.state, input.symbol);
  if (position === null) return "no_position";
  if (isHedged(draft.state, input.symbol)) return "hedge_no_reverse";
  const size = abs(position.qty);
  return submitOrder(draft, {
    orderId: input.orderId,
    symbol: input.symbol,
    side: closingSide(position),
    kind: "market",
    qty: (size * 2n) as Qty,
  });
}

/** Sets, moves or removes the stop-loss and take-profit of a position. An unchanged value makes no event. */
export function setPositionStops(
  draft: Draft,
  command: Extract<Command, { type: "set-position-stops" }>,
): RejectReason | null {
  const position = findNamedPosition(draft.state, command);
  const instrument = draft.context.instruments.get(command.symbol);
  if (instrument === undefined) return "instrument_unknown";
  if (typeof position === "string") return position;
  for (const stop of [command.stopLoss, command.takeProfit]) {
    if (stop && (stop.price <= 0n || !isMultipleOf(stop.price, instrument.tickSize))) return "price_off_tick";
  }
  const market = marketOf(draft.context, command.symbol);
  if (market === null) return "market_data_stale";
  const rises = (stop: StopRequest) => stop.price > referencePrice(market, stop.by);
  const falls = (stop: StopRequest) => stop.price < referencePrice(market, stop.by);
  const [loses, wins] = isLong(position) ? [falls, rises] : [rises, falls];
  if (command.stopLoss && !loses(command.stopLoss)) return "wrong_side_stop";
  if (command.takeProfit && !wins(command.takeProfit)) return "wrong_side_stop";
  if (command.stopLoss && isBeyondLiquidation(draft, position, command.stopLoss.price)) {
    return "stop_beyond_liquidation";
  }
  if (command.stopLoss !== undefined) {
    const broken = findStopRejection(draft.state, command.symbol, command.stopLoss?.price ?? null);
    if (broken !== null) return broken;
  }
  const stopLoss = stampStop(draft, command.stopLoss, position.stopLoss);
  const takeProfit = stampStop(draft, command.takeProfit, position.takeProfit);
  if (stopLoss === position.stopLoss && takeProfit === position.takeProfit) return null;
  const side = nameSide(draft.state, position);
  emit(draft, { type: "position-stops-set", symbol: command.symbol, ...side, stopLoss, takeProfit });
  return null;
}

function stampStop(
  draft: Draft,
  request: StopRequest | null | undefined,
  current: PositionStop | null,
): PositionStop | null {
  if (request === undefined) return current;
  if (request === null) return null;
  if (request.price === current?.price && request.by === current.by) return current;
  return { ...request, acceptedAtMs: draft.context.nowMs, acceptedSeq: draft.state.seq + 1 };
}

function submitClose(
  draft: Draft,
  position: Position,
  input: { qty: Qty; orderId: string },
): RejectReason | null {
  return submitOrder(draft, {
    ...input,
    symbol: position.symbol,
    side: closingSide(position),
    kind: "market",
    reduceOnly: true,
    purpose: "close",
  });
}
