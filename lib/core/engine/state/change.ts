import type { Decimal, Money, Price, Qty } from "@/lib/core/decimal";
import type { StopRequest } from "@/lib/core/engine/orders/order";
import type { PositionSide } from "@/lib/core/engine/positions/position";

/** New stop and target of a waiting order; limit prices are those of the stops of a part. */
export type AttachedChange = {
  stopLoss?: StopRequest | null;
  takeProfit?: StopRequest | null;
  stopLimit?: Price;
  targetLimit?: Price;
};

/** A command that changes waiting orders or stops, by which a trader could avoid a past price. */
export type Change = { epoch?: number } & (
  | {
      /** A field that the order's kind does not have can't be amended. */
      type: "amend";
      orderId: string;
      price?: Price;
      qty?: Qty;
      triggerPrice?: Price;
      trailDistance?: Price;
      activation?: Price;
      /** Stop and target that the order brings; undefined leaves one, null removes it. */
      attached?: AttachedChange;
    }
  | { type: "cancel"; orderId: string }
  /** `disconnected`: the program that placed them has lost its connection. */
  | { type: "cancel-all"; symbol?: string; cause?: "disconnected" }
  /**
   * `replacesStop`: the next command of the same request sets the position's stop, so the current one may be
   * beyond. `side`: only that side of a hedged symbol, in isolated margin.
   */
  | {
      type: "set-leverage";
      symbol: string;
      side?: PositionSide;
      leverage: Decimal;
      replacesStop?: boolean;
    }
  /** Adds margin to an isolated position, or removes added margin (`amount` below zero). */
  | { type: "adjust-margin"; symbol: string; side?: PositionSide; amount: Money; requestId: string }
  /** Undefined leaves a stop unchanged, null removes it. */
  | {
      type: "set-position-stops";
      symbol: string;
      side?: PositionSide;
      stopLoss?: StopRequest | null;
      takeProfit?: StopRequest | null;
    }
  | { type: "reset"; opening: Money }
);

/**
 * A change that takes effect once the price path has been walked up to its acceptance, `venueMs` on the
 * venue's clock. `symbol` is null where it concerns the whole portfolio.
 */
export type DeferredChange = { changeSeq: number; symbol: string | null; venueMs: number; change: Change };
