import {
  type Decimal,
  fromNumber,
  isMultipleOf,
  mulDiv,
  ONE,
  type Price,
  type Qty,
  roundDownToStep,
  sub,
} from "@/lib/core/decimal";
import { type Instrument, selectMinQty } from "@/lib/core/engine/positions/instrument";

export const MIN_TWAP_ORDERS = 2;
export const MAX_TWAP_ORDERS = 200;
export const MAX_TWAP_MINUTES = 1_440;
/** The shortest time between two orders, ms: an order is executed or rejected within it. */
export const MIN_TWAP_GAP_MS = 5_000;

/** A quantity that is bought or sold by `count` market orders at equal distances of time. Instants in ms. */
export type TwapTerms = { qty: Qty; count: number; startMs: number; endMs: number };

export type TwapProblem = "count" | "duration" | "gap_too_short" | "qty_off_step" | "orders_too_small";

/** `ended`: all of it is sent or its time is over; `rejected`: one of its orders was rejected for good. */
export const TWAP_STATUSES = ["active", "ended", "stopped", "rejected"] as const;
export type TwapStatus = (typeof TWAP_STATUSES)[number];

/** Prefix of the ids of a TWAP's orders; no client can choose such an id. */
export const TWAP_PREFIX = "twap:";

/** Id of the order of one slot: a slot is sent once, whatever is repeated. */
export function twapOrderId(id: string, slot: number): string {
  return `${TWAP_PREFIX}${id}:${slot}`;
}

/** What prevents a TWAP at `price`; null where it can begin. */
export function findTwapProblem(
  terms: TwapTerms,
  price: Price,
  instrument: Pick<Instrument, "qtyStep" | "minQty" | "minNotional">,
): TwapProblem | null {
  const { qty, count, startMs, endMs } = terms;
  if (!Number.isInteger(count) || count < MIN_TWAP_ORDERS || count > MAX_TWAP_ORDERS) return "count";
  if (endMs <= startMs || endMs - startMs > MAX_TWAP_MINUTES * 60_000) return "duration";
  if ((endMs - startMs) / count < MIN_TWAP_GAP_MS) return "gap_too_short";
  if (qty <= 0n || !isMultipleOf(qty, instrument.qtyStep)) return "qty_off_step";
  const least = shareOf(qty, count, instrument.qtyStep);
  return least < selectMinQty(instrument, price) ? "orders_too_small" : null;
}

/** The slot that an instant lies in, from 0; null before the start and from the end on. */
export function findTwapSlot({ startMs, endMs, count }: TwapTerms, nowMs: number): number | null {
  if (nowMs < startMs || nowMs >= endMs) return null;
  return Math.min(count - 1, Math.floor(((nowMs - startMs) * count) / (endMs - startMs)));
}

/** When a slot begins, ms; that of slot `count` is the end. */
export function twapSlotStartMs({ startMs, endMs, count }: TwapTerms, slot: number): number {
  return startMs + Math.ceil(((endMs - startMs) * slot) / count);
}

/**
 * Quantity of a slot's order: what is left, spread over the slots that are left. So what a pause, a halt or an order
 * that was not filled has left over goes to the later ones, and the last one has all of it. `done`: filled, and still
 * open. Zero where nothing is to be sent.
 */
export function calculateTwapQty(terms: TwapTerms, at: { slot: number; done: Qty; qtyStep: Decimal }): Qty {
  const left = sub(terms.qty, at.done);
  return left <= 0n ? (0n as Qty) : shareOf(left, terms.count - at.slot, at.qtyStep);
}

function shareOf(qty: Qty, slots: number, qtyStep: Decimal): Qty {
  return roundDownToStep(mulDiv(qty, { numerator: ONE, denominator: fromNumber(slots) }), qtyStep);
}
