import { abs, add, type Qty, sub, ZERO } from "@/lib/core/decimal";
import type { PortfolioEvent, RoundTripClosed } from "@/lib/core/engine/events";
import type { OrderPurpose } from "@/lib/core/engine/orders/order";
import { extendRoundTrip } from "@/lib/core/engine/positions/change-position";
import { closingSide } from "@/lib/core/engine/positions/position";
import {
  findOrder,
  findOrderPosition,
  findPosition,
  type PortfolioState,
} from "@/lib/core/engine/state/state";
import type { CheckInput } from "@/lib/core/proof/check";
import { toJsonText } from "@/lib/core/proof/event-text";
import type { Awaited, Forced } from "@/lib/core/proof/log-memory";

const NAMES = { liquidation: "liquidation", delisted: "settlement" } as const satisfies Record<
  Forced,
  string
>;

const ANNOUNCED = {
  liquidation: "position was liquidated",
  delisted: "symbol was settled",
} as const satisfies Record<Forced, string>;

function isForced(purpose: OrderPurpose): purpose is Forced {
  return Object.hasOwn(NAMES, purpose);
}

/**
 * A required next event follows immediately: the record of a round trip after the fill that closed it, a
 * liquidation's fill.
 */
export function checkAwaited({ event, memory }: CheckInput): string | null {
  const { awaited } = memory;
  switch (awaited?.kind) {
    case undefined:
      if (event.type === "round-trip-closed") return "no position was closed by the event before it";
      if (event.type === "order-accepted" && isForced(event.order.purpose))
        return `no ${ANNOUNCED[event.order.purpose]} by the event before it`;
      return null;
    case "round-trip-closed":
      if (event.type !== "round-trip-closed") return "the record of the closed trade is missing before it";
      return checkRoundTrip(event, awaited.roundTrip);
    case "forced-order": {
      const isExpected =
        event.type === "order-accepted" &&
        event.order.purpose === awaited.purpose &&
        event.order.symbol === awaited.symbol &&
        event.order.side === awaited.side &&
        event.order.qty === awaited.qty;
      return isExpected ? null : `the order of the ${NAMES[awaited.purpose]} is missing before it`;
    }
    case "forced-fill":
      if (event.type !== "order-filled" || event.orderId !== awaited.orderId)
        return `the fill of the ${NAMES[awaited.purpose]} is missing before it`;
      if (event.price !== awaited.price) return "its price is not what the position was settled at";
      return awaited.mark === null || event.evidence.mark === awaited.mark
        ? null
        : "its mark is not that of the liquidation";
  }
}

/** The next event that this one requires; `before` is the state before it. */
export function awaitAfter(
  event: PortfolioEvent,
  before: PortfolioState,
  awaited: Awaited | null,
): Awaited | null {
  switch (event.type) {
    case "position-liquidated":
      return {
        kind: "forced-order",
        purpose: "liquidation",
        symbol: event.symbol,
        side: closingSide(event),
        price: event.settledAt,
        qty: abs(event.qty),
        mark: event.mark,
      };
    case "symbol-settled": {
      const qty = findPosition(before, event.symbol, event.side)?.qty ?? (ZERO as Qty);
      return {
        kind: "forced-order",
        purpose: "delisted",
        symbol: event.symbol,
        side: closingSide({ qty }),
        price: event.price,
        qty: abs(qty),
        mark: null,
      };
    }
    case "order-accepted":
      if (awaited?.kind !== "forced-order") return null;
      return {
        kind: "forced-fill",
        purpose: awaited.purpose,
        orderId: event.order.id,
        price: awaited.price,
        mark: awaited.mark,
      };
    case "order-filled": {
      const order = findOrder(before, event.orderId);
      const position = order && findOrderPosition(before, order);
      if (position === null || add(position.qty, event.qtyChange) !== 0n) return null;
      const roundTrip = extendRoundTrip(position.roundTrip, event);
      return {
        kind: "round-trip-closed",
        roundTrip: {
          type: "round-trip-closed",
          symbol: event.symbol,
          roundTrip,
          net: sub(roundTrip.realised, add(roundTrip.fees, roundTrip.funding)),
          purpose: event.purpose,
          openedAtMs: roundTrip.openedAtMs,
          closedAtMs: event.atMs,
        },
      };
    }
    default:
      return null;
  }
}

function checkRoundTrip(event: RoundTripClosed, expected: RoundTripClosed): string | null {
  for (const key of Object.keys(expected) as (keyof RoundTripClosed)[]) {
    if (key === "roundTrip") continue;
    if (event[key] !== expected[key]) return `its ${key} does not follow from its fills`;
  }
  for (const key of Object.keys(expected.roundTrip) as (keyof RoundTripClosed["roundTrip"])[]) {
    const isSame = toJsonText(event.roundTrip?.[key] ?? null) === toJsonText(expected.roundTrip[key]);
    if (!isSame) return `its ${key} does not follow from its fills`;
  }
  return null;
}
