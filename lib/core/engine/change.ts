import type { Decimal, Money, Price, Qty } from "@/lib/core/decimal";
import type { StopRequest } from "@/lib/core/engine/order";

/** A command that changes what waits for a price: with it somebody could step back from a price that has been. */
export type Change = { epoch?: number } & (
  | { type: "amend"; orderId: string; price?: Price; qty?: Qty; triggerPrice?: Price }
  | { type: "cancel"; orderId: string }
  | { type: "cancel-all"; symbol?: string }
  | { type: "set-leverage"; symbol: string; leverage: Decimal }
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
