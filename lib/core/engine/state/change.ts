import type { Decimal, Money, Price, Qty } from "@/lib/core/decimal";
import type { StopRequest } from "@/lib/core/engine/orders/order";

/** A command that changes what waits for a price: with it a trader could step back from a past price. */
export type Change = { epoch?: number } & (
  | {
      /** What the order's kind does not have can't be amended. */
      type: "amend";
      orderId: string;
      price?: Price;
      qty?: Qty;
      triggerPrice?: Price;
      trailDistance?: Price;
      activation?: Price;
    }
  | { type: "cancel"; orderId: string }
  | { type: "cancel-all"; symbol?: string }
  /** `replacesStop`: the next command of the same request sets the position's stop, so that the old one may be beyond. */
  | { type: "set-leverage"; symbol: string; leverage: Decimal; replacesStop?: boolean }
  /** Adds margin to an isolated position, or takes added margin out again (`amount` below zero). */
  | { type: "adjust-margin"; symbol: string; amount: Money; requestId: string }
  /** Undefined leaves a stop as it is, null takes it away. */
  | {
      type: "set-position-stops";
      symbol: string;
      stopLoss?: StopRequest | null;
      takeProfit?: StopRequest | null;
    }
  | { type: "reset"; opening: Money }
);

/**
 * A change that takes effect once the price path has been walked up to its acceptance, `venueMs` on the venue's clock.
 * `symbol` is null where it concerns everything that the portfolio has.
 */
export type DeferredChange = { changeSeq: number; symbol: string | null; venueMs: number; change: Change };
