import "server-only";
import { randomUUID } from "node:crypto";
import { z } from "zod";
import { abs, parsePrice } from "@/lib/core/decimal";
import type { Command } from "@/lib/core/engine/commands";
import { closingSide, type Position, type PositionSide } from "@/lib/core/engine/positions/position";
import { findPosition, nameSide, type PortfolioState } from "@/lib/core/engine/state/state";
import { type Call, loadState } from "@/lib/v5/call";
import { change } from "@/lib/v5/orders/cancel-order";
import { changeStop, triggerBy } from "@/lib/v5/orders/create-order";
import { buildPartialExit, type ExitInput, isPartialExit } from "@/lib/v5/positions/partial-exits";
import { readSide } from "@/lib/v5/positions/position-index";
import { findTrail } from "@/lib/v5/positions/to-wire-position";
import { decimal, optional, removable, symbol, text, whole } from "@/lib/v5/wire/fields";
import { V5Error } from "@/lib/v5/wire/v5-error";

/** Fields of `POST /v5/position/trading-stop`. */
export const tradingStopSchema = z.object({
  symbol,
  takeProfit: removable,
  stopLoss: removable,
  trailingStop: removable,
  activePrice: removable,
  tpTriggerBy: triggerBy,
  slTriggerBy: triggerBy,
  tpslMode: optional(text),
  tpSize: optional(decimal),
  slSize: optional(decimal),
  tpLimitPrice: optional(decimal),
  slLimitPrice: optional(decimal),
  tpOrderType: optional(text),
  slOrderType: optional(text),
  positionIdx: optional(whole),
});
type Input = z.output<typeof tradingStopSchema>;

/**
 * Sets, moves or removes stop, target and trailing stop of a position, all or nothing. A trailing stop closes the
 * quantity that the position has when it is set. A stop or target of a part (`slSize`, `tpSize`) or with a limit price
 * is added as a reduce-only order.
 *
 * @throws V5Error 10001 without a position, 34040 when nothing changes
 */
export async function setTradingStop(call: Call, input: Input): Promise<object> {
  const state = await loadState(call);
  const position = findPosition(state, input.symbol, readSide(state, input));
  if (position === null) throw new V5Error(10001, "can not set tp/sl/ts for zero position");
  const commands = [...buildExits(input, position, state), ...buildTrail(input, position, state)];
  if (commands.length === 0) throw new V5Error(34040, "not modified");
  const result = await change(call, commands, input.symbol);
  if (result.events.length === 0) throw new V5Error(34040, "not modified");
  return {};
}

/** Stop and target of the whole position are its own; one of a part, or with a limit price, is an order. */
function buildExits(input: Input, position: Position, state: PortfolioState): Command[] {
  const [stop, target] = readExits(input);
  const isOrder = (exit: ExitInput) => isPartialExit(exit, position);
  const own = {
    ...input,
    ...(isOrder(stop) && { stopLoss: undefined, slTriggerBy: undefined }),
    ...(isOrder(target) && { takeProfit: undefined, tpTriggerBy: undefined }),
  };
  return [
    ...buildStops(own, position, nameSide(state, position)),
    ...[stop, target].filter(isOrder).map((exit) => buildPartialExit(exit, position)),
  ];
}

function readExits(input: Input): [stop: ExitInput, target: ExitInput] {
  return [
    {
      kind: "stop",
      price: input.stopLoss,
      by: input.slTriggerBy,
      size: input.slSize,
      limitPrice: input.slLimitPrice,
      orderType: input.slOrderType,
    },
    {
      kind: "take-profit",
      price: input.takeProfit,
      by: input.tpTriggerBy,
      size: input.tpSize,
      limitPrice: input.tpLimitPrice,
      orderType: input.tpOrderType,
    },
  ];
}

function buildStops(input: Input, position: Position, side: { side?: PositionSide }): Command[] {
  const stopLoss = changeStop(position.stopLoss, input.stopLoss, input.slTriggerBy);
  const takeProfit = changeStop(position.takeProfit, input.takeProfit, input.tpTriggerBy);
  if (stopLoss === undefined && takeProfit === undefined) return [];
  return [
    {
      type: "set-position-stops",
      symbol: input.symbol,
      ...side,
      ...(stopLoss !== undefined && { stopLoss }),
      ...(takeProfit !== undefined && { takeProfit }),
    },
  ];
}

function buildTrail(input: Input, position: Position, state: PortfolioState): Command[] {
  const { symbol: of, trailingStop, activePrice } = input;
  if (trailingStop === undefined) return [];
  const current = findTrail(state, position);
  const cancel: Command[] = current ? [{ type: "cancel", orderId: current.id }] : [];
  if (trailingStop === "" || parsePrice(trailingStop) === 0n) return cancel;
  const distance = parsePrice(trailingStop);
  const activation = activePrice === undefined || activePrice === "" ? null : parsePrice(activePrice);
  const isSame =
    current?.trail?.distance === distance && activation === null && current.qty === abs(position.qty);
  if (isSame) return [];
  return [
    ...cancel,
    {
      type: "submit",
      order: {
        orderId: randomUUID(),
        symbol: of,
        side: closingSide(position),
        kind: "trailing-stop",
        qty: abs(position.qty),
        reduceOnly: true,
        trail: { distance, ...(activation !== null && activation > 0n && { activation }) },
      },
    },
  ];
}
