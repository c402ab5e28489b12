import type { FloorRule, Plan } from "@/lib/core/challenge/plan";
import type { Deadline } from "@/lib/core/challenge/rules/list-deadlines";
import type { SeenMark } from "@/lib/core/challenge/seen-mark";
import type { Decimal, Money, Price, Qty } from "@/lib/core/decimal";
import type {
  Liquidity,
  Order,
  OrderPurpose,
  Protection,
  Side,
  StopRequest,
  Trail,
} from "@/lib/core/engine/orders/order";
import type { RejectReason } from "@/lib/core/engine/orders/reject-reason";
import type { RiskTier } from "@/lib/core/engine/positions/instrument";
import type { OpenRoundTrip, PositionSide, PositionStop } from "@/lib/core/engine/positions/position";
import type { Change, DeferredChange } from "@/lib/core/engine/state/change";
import type { MarginMode, MarketCategory } from "@/lib/core/engine/state/state";
import type { LimitDay, LimitLock, LimitState } from "@/lib/core/limits/limit-state";

/** Market data and limits of one symbol that a liquidation depends on, so that a log can be recomputed. */
export type LiquidationBasis = {
  symbol: string;
  mark: Price;
  qtyStep: Decimal;
  /** The venue's risk tiers from the lowest to the highest one that was needed. */
  tiers: readonly Pick<RiskTier, "limit" | "maintenanceRate" | "deduction">[];
  /** Whether the venue has no tier above these, so that the last one also holds for any larger value. */
  isWholeTable: boolean;
};

/** One book level of a fill: size shown, quantity this portfolio had taken before, quantity taken now. */
export type WalkedLevel = { price: Price; shown: Qty; takenBefore: Qty; taken: Qty };

/** Data by which a fill can be audited later. */
export type Evidence = {
  source: "book" | "path" | "held-price" | "liquidation" | "mark";
  tickMs: number;
  /** When the venue made the book, and its clock minus ours: the book of a fill is later than its order. */
  bookMs: number;
  venueOffsetMs: number;
  tickSeq: number;
  bestBid: Price | null;
  bestAsk: Price | null;
  last: Price;
  mark: Price;
  levels: readonly WalkedLevel[];
  rules: string;
};

/** One execution. A fill that flips a position is recorded as two: the close and the open. */
export type OrderFilled = {
  type: "order-filled";
  orderId: string;
  symbol: string;
  side: Side;
  purpose: OrderPurpose;
  /** Quantity that the order traded, positive. */
  qty: Qty;
  price: Price;
  /** Signed change of the position. */
  qtyChange: Qty;
  /** Change of what the position cost. */
  cost: Money;
  /** Gross profit taken. */
  realised: Money;
  fee: Money;
  feeRate: Decimal;
  /** Change of the balance by all of it. */
  cash: Money;
  liquidity: Liquidity;
  evidence: Evidence;
};

/** The record of one round trip from flat to flat, for the journal. */
export type RoundTripClosed = {
  type: "round-trip-closed";
  symbol: string;
  roundTrip: OpenRoundTrip;
  /** realised - fees - funding, quote currency. */
  net: Money;
  purpose: OrderPurpose;
  openedAtMs: number;
  closedAtMs: number;
};

export type CancelReason =
  | "requested"
  | "disconnected"
  | "remainder"
  | "oco"
  | "reduce_only"
  | "no_margin"
  | "own_limit"
  | "rule"
  | "position_closed"
  | "locked"
  | "reset"
  | "delisted"
  | "halted"
  | "liquidation";

/** Why a symbol was settled: it was delisted by the venue or the configuration, or an operator settled it. */
export type SettlementCause = "delisted" | "operator";

/** Equity in relation to a rule, with all inputs it was computed from. Quote currency. */
export type RuleEvidence = {
  rule: FloorRule;
  planVersion: number;
  floor: Money;
  equity: Money;
  balance: Money;
  marks: readonly SeenMark[];
  /**
   * Where equity reached the floor between two prices, `marks` has the moved symbol at the floor's price, and
   * this is its next price, at which the positions were closed. Else null.
   */
  jump: { symbol: string; mark: Price; equity: Money } | null;
};

/** Everything that can happen to a portfolio, without sequence and time. `side` names the position of a hedged symbol. */
export type EventBody =
  | {
      type: "portfolio-opened";
      id: string;
      kind: MarketCategory;
      marginMode: MarginMode;
      opening: Money;
      leverage: Decimal;
    }
  | { type: "order-accepted"; order: Omit<Order, "acceptedAtMs" | "acceptedSeq"> }
  | { type: "order-triggered"; orderId: string; at: Price }
  | { type: "order-trailed"; orderId: string; extreme: Price; tickMs: number }
  | { type: "order-queued-behind"; orderId: string; queueAhead: Qty | null; tickMs: number }
  | {
      type: "order-amended";
      orderId: string;
      price: Price | null;
      qty: Qty;
      trigger: StopRequest | null;
      trail: Trail | null;
      /** Stop and target of the order; left out where they stay. */
      attached?: Protection | null;
      queueAhead: Qty | null;
      /** Time of the change on the venue's clock: no earlier price or book matches the amended order. */
      venueMs: number;
      /** The new price crosses the known book: the order waits for the first book after `venueMs`. */
      isQueued: boolean;
    }
  | { type: "order-cancelled"; orderId: string; reason: CancelReason }
  | { type: "order-rejected"; orderId: string; reason: RejectReason }
  | { type: "order-expired"; orderId: string }
  /** A position that close-all left open. */
  | { type: "close-rejected"; symbol: string; side?: PositionSide; reason: RejectReason }
  /** A symbol is no longer traded: its orders are cancelled and its position is closed at `price`. */
  | {
      type: "symbol-settled";
      symbol: string;
      side?: PositionSide;
      price: Price;
      /** Time of the tick that the price is from; 0 where it was given by an operator or is the entry price. */
      tickMs: number;
      cause: SettlementCause;
      note: string;
    }
  | OrderFilled
  | RoundTripClosed
  | {
      type: "position-liquidated";
      symbol: string;
      side?: PositionSide;
      /** Quantity taken over, signed; a step down to a lower risk tier leaves `remaining`, else zero. */
      qty: Qty;
      remaining: Qty;
      trigger: Price;
      settledAt: Price;
      mark: Price;
      /** Change of the insurance fund when it sells at the mark: negative where it pays for the account. */
      insurance: Money;
      basis: readonly LiquidationBasis[];
    }
  | {
      type: "position-stops-set";
      symbol: string;
      side?: PositionSide;
      stopLoss: PositionStop | null;
      takeProfit: PositionStop | null;
    }
  /** `side`: of one side of a hedged symbol; left out for both. */
  | { type: "leverage-set"; symbol: string; side?: PositionSide; leverage: Decimal }
  /**
   * Margin of an isolated position: `amount` added, or removed when negative; `extraMargin` is the running
   * sum.
   */
  | { type: "margin-adjusted"; symbol: string; side?: PositionSide; amount: Money; extraMargin: Money }
  /** Hedge or one-way mode of a symbol or, without one, of all. */
  | { type: "position-mode-set"; symbol: string | null; isHedged: boolean }
  | { type: "margin-mode-set"; marginMode: MarginMode }
  | {
      type: "funding-settled";
      symbol: string;
      side?: PositionSide;
      fundingMs: number;
      rate: Decimal;
      mark: Price;
      /** Paid by the trader; negative when received. */
      paid: Money;
      /** The part of it that the free balance couldn't cover. */
      fromMargin: Money;
    }
  /**
   * A change deferred until the price path has been walked up to `venueMs`; null: that of all its symbols.
   */
  | ({ type: "change-deferred" } & Omit<DeferredChange, "changeSeq">)
  /** End of a deferred change: its events precede this one in the log, or `reason` is why it was rejected. */
  | { type: "change-applied"; changeSeq: number; change: Change; reason: RejectReason | null }
  | { type: "balance-adjusted"; amount: Money; note: string }
  | { type: "portfolio-reset"; opening: Money }
  | { type: "portfolio-locked"; reason: string }
  /** The trader's own limits were changed; `day` is what they are compared with. */
  | ({ type: "limits-set"; day: LimitDay } & Pick<LimitState, "limits" | "pending">)
  /** An own limit was reached: no position is opened until `untilMs`. */
  | ({ type: "limit-locked"; day: LimitDay } & LimitLock)
  | { type: "challenge-started"; challengeId: string; plan: Plan; phase: number }
  /**
   * The reset: a day ended at `resetMs`. `isExact` is false where a mark was old or missing; `verifiedEquity`
   * is equity without the profit at such marks.
   */
  | {
      type: "day-rolled";
      resetMs: number;
      equity: Money;
      verifiedEquity: Money;
      marks: readonly SeenMark[];
      isExact: boolean;
    }
  /**
   * The day's opening equity at the first fresh marks of the quantities that had old or missing marks at the
   * reset.
   */
  | { type: "day-corrected"; equity: Money; marks: readonly SeenMark[] }
  | { type: "equity-peaked"; equity: Money; marks: readonly SeenMark[] }
  | ({ type: "headroom-warned" } & RuleEvidence)
  | ({ type: "trading-paused"; untilMs: number } & RuleEvidence)
  | ({ type: "challenge-breached"; challengeId: string; phase: number } & RuleEvidence)
  /** The time of a trading rule was over, at `dueMs`. Quote currency. */
  | ({
      type: "rule-enforced";
      challengeId: string;
      phase: number;
      planVersion: number;
      equity: Money;
      balance: Money;
      marks: readonly SeenMark[];
    } & Deadline)
  /** A period of a phase with scaling ended; S and the balance grow by `amount`, zero when nothing was earned. */
  | { type: "challenge-scaled"; amount: Money }
  | {
      type: "phase-passed";
      challengeId: string;
      phase: number;
      isLast: boolean;
      balance: Money;
      tradingDays: number;
    };

/** One line of a portfolio's log. */
export type PortfolioEvent = EventBody & { seq: number; atMs: number };
