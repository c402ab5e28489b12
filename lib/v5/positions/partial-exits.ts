import "server-only";
import { randomUUID } from "node:crypto";
import { abs, parsePrice, parseQty, type Qty } from "@/lib/core/decimal";
import type { Command } from "@/lib/core/engine/commands";
import { closingSide, type Position } from "@/lib/core/engine/positions/position";
import { toStop } from "@/lib/v5/orders/create-order";
import { badParameter } from "@/lib/v5/wire/v5-error";

/** A stop or target as requested; `price` "" removes the position's own. */
export type ExitInput = {
  kind: "stop" | "take-profit";
  price: string | undefined;
  by: string | undefined;
  size: string | undefined;
  limitPrice: string | undefined;
  orderType: string | undefined;
};

/** Whether an exit is of a part of the position or has a limit price, so that it is an order of its own. */
export function isPartialExit(
  { price, size, limitPrice, orderType }: ExitInput,
  position: Position,
): boolean {
  if (price === undefined) return false;
  const isPart = size !== undefined && parseQty(size) !== 0n && parseQty(size) !== abs(position.qty);
  return isPart || limitPrice !== undefined || orderType === "Limit";
}

/**
 * The reduce-only order of a partial exit; it is cancelled with the position, like the venue's.
 *
 * @throws V5Error 10001 without a price, for more than the position, or for a limit order without its price
 */
export function buildPartialExit(exit: ExitInput, position: Position): Command {
  const trigger = toStop(exit.price || undefined, exit.by);
  if (trigger === null)
    throw badParameter("a partial stop or target needs its price; cancel it by its order");
  const isLimit = exit.orderType === "Limit";
  if (isLimit !== (exit.limitPrice !== undefined)) {
    throw badParameter("a limit price goes with the order type Limit");
  }
  return {
    type: "submit",
    order: {
      orderId: randomUUID(),
      symbol: position.symbol,
      side: closingSide(position),
      kind: `${exit.kind}-${isLimit ? "limit" : "market"}`,
      qty: readSize(exit, position),
      reduceOnly: true,
      trigger,
      ...(isLimit && exit.limitPrice !== undefined && { price: parsePrice(exit.limitPrice) }),
    },
  };
}

function readSize({ size }: ExitInput, position: Position): Qty {
  const whole = abs(position.qty);
  const qty = size === undefined || parseQty(size) === 0n ? whole : parseQty(size);
  if (qty > whole) throw badParameter("tpSize and slSize must not exceed the position");
  return qty;
}
