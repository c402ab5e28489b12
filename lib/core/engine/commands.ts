import type { Plan } from "@/lib/core/challenge/plan";
import type { Decimal, Money, Price, Qty } from "@/lib/core/decimal";
import type { PricePath } from "@/lib/core/engine/context";
import type { SettlementCause } from "@/lib/core/engine/events";
import type {
  OrderKind,
  OrderPurpose,
  Protection,
  Side,
  TimeInForce,
  TriggerBy,
} from "@/lib/core/engine/orders/order";
import type { PositionSide } from "@/lib/core/engine/positions/position";
import type { Change } from "@/lib/core/engine/state/change";
import type { MarginMode, MarketCategory, PositionMode } from "@/lib/core/engine/state/state";
import type { LimitDay } from "@/lib/core/limits/limit-state";
import type { OwnLimits } from "@/lib/core/limits/own-limits";

/**
 * A new order. Fields that a kind doesn't use are left out; `orderId` is made by the caller, once for each
 * intention.
 */
export type OrderRequest = {
  orderId: string;
  symbol: string;
  side: Side;
  kind: OrderKind;
  qty: Qty;
  /**
   * Limit price. On a market order: the price at which its margin is reserved (and, on a given-price venue,
   * filled).
   */
  price?: Price;
  trigger?: { price: Price; by?: TriggerBy };
  trail?: { distance: Price; activation?: Price };
  timeInForce?: TimeInForce;
  reduceOnly?: boolean;
  /** Take effect with the fill that opens the position; an existing stop or target stays. */
  attached?: Partial<Protection>;
  /**
   * The leverage that the order is meant for. Sets the symbol's leverage while it has neither position nor orders;
   * otherwise it must be the one in force, so that an order never moves an open position. Ignored on a reduce-only one.
   */
  leverage?: Decimal;
  purpose?: OrderPurpose;
  /** The mode of the symbol that the order is meant for; in the other one it is rejected. */
  positionMode?: PositionMode;
  /** Resting orders expire at this time. */
  expiresAtMs?: number;
};

/** Every command of a portfolio. `epoch`, when given, must be the portfolio's own. */
export type Command = { epoch?: number } & (
  | {
      type: "open-portfolio";
      id: string;
      kind: MarketCategory;
      marginMode: MarginMode;
      opening: Money;
      leverage: Decimal;
      challenge?: { challengeId: string; plan: Plan; phase: number };
    }
  | { type: "submit"; order: OrderRequest }
  | { type: "execute"; orderId: string }
  | Change
  | { type: "expire" }
  /** `fraction` of the position in (0, 1], rounded down to the step. A hedged symbol with two positions needs `side`. */
  | { type: "close-position"; symbol: string; side?: PositionSide; fraction: Decimal; orderId: string }
  /** One market order for each position, with the id `orderIdPrefix:SYMBOL`, in hedge mode `orderIdPrefix:SYMBOL:side`. */
  | { type: "close-all"; orderIdPrefix: string }
  | { type: "reverse-position"; symbol: string; orderId: string }
  | { type: "price-moved"; symbol: string; path: PricePath }
  /**
   * `positionQty` is the signed quantity at that instant, in hedge mode that of one side; left out, the positions have not
   * changed since.
   */
  | {
      type: "settle-funding";
      symbol: string;
      rate: Decimal;
      mark: Price;
      fundingMs: number;
      positionQty?: Qty;
    }
  /**
   * Ends orders and position in a symbol that is no longer traded, at `price` or, without one, at its last
   * mark.
   */
  | { type: "settle-symbol"; symbol: string; price?: Price; cause: SettlementCause; note: string }
  /**
   * An operator cancels every order of a halted symbol, without waiting for the price path, which is not
   * walked then.
   */
  | { type: "cancel-halted"; symbol: string }
  | { type: "adjust"; amount: Money; note: string }
  | { type: "lock"; reason: string }
  /** Hedge or one-way mode of a symbol, or of all; only without positions and orders in it. */
  | { type: "set-position-mode"; symbol: string | null; isHedged: boolean }
  /** Isolated or cross margin of the whole portfolio; only without positions and orders. */
  | { type: "set-margin-mode"; marginMode: MarginMode }
  /**
   * Sets the trader's own limits. `known` is the running day as read from the log up to `seq`; it counts where
   * no limit is set yet.
   */
  | { type: "set-limits"; limits: OwnLimits; known: { seq: number; day: LimitDay } }
  /** Applies the deferred changes whose price paths have been walked far enough. */
  | { type: "apply-changes" }
  /** Rolls the day of a challenge that is over and evaluates its equity, as every command does first. */
  | { type: "check" }
);
