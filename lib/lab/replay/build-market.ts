import { add, fromNumber, type Price, parseQty, sub } from "@/lib/core/decimal";
import type { Market } from "@/lib/core/engine/context";
import type { Instrument } from "@/lib/core/engine/positions/instrument";

/** History has no depth: any quantity is offered one tick from the price. */
const ASSUMED_DEPTH = parseQty("1000000000");

/** The market at a price and mark of history; without `bookMs` it has no book, so that fills follow the candle. */
export function buildMarket(
  { tickSize }: Instrument,
  at: { nowMs: number; price: number; mark: number; bookMs: number | null },
): Market {
  const last = fromNumber(at.price) as Price;
  const tick = tickSize as Price;
  const level = (price: Price) => [{ price, qty: ASSUMED_DEPTH }];
  return {
    last,
    mark: fromNumber(at.mark) as Price,
    index: null,
    book: at.bookMs === null ? null : { bids: level(sub(last, tick)), asks: level(add(last, tick)) },
    tickMs: at.nowMs,
    tickSeq: at.nowMs,
    bookMs: at.bookMs ?? at.nowMs,
  };
}
