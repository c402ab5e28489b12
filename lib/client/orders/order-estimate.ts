import type { OrderDraft } from "@/lib/client/orders/order-draft";
import type { ResolvedPrices } from "@/lib/client/orders/order-prices";
import { effectiveLeverage } from "@/lib/client/orders/order-size";
import type { PlanContext } from "@/lib/client/orders/plan-context";
import {
  calculateOutlook,
  type OutlookTerms,
  type PositionOutlook,
  readPosition,
} from "@/lib/client/orders/position-outlook";
import { calculateAddedMargin, calculateValueWith } from "@/lib/client/orders/symbol-margin";
import {
  add,
  type Decimal,
  div,
  type Money,
  max,
  min,
  mulDiv,
  neg,
  notional,
  type Price,
  parsePrice,
  parseQty,
  priceOf,
  type Qty,
  sub,
  ZERO,
} from "@/lib/core/decimal";
import { calculateOrderCost } from "@/lib/core/engine/margin/margin";
import { calculateFee } from "@/lib/core/engine/positions/calculate-fee";
import { findRiskTier, type Instrument } from "@/lib/core/engine/positions/instrument";
import { calculateClosedPnl } from "@/lib/core/engine/positions/position-figures";

/**
 * The expected effect of one order. Money in quote currency; losses and profits include the fees of both
 * sides.
 */
export type OrderEstimate = {
  value: Money;
  /** Margin of the part that opens; the part that closes needs none. */
  margin: Money;
  /** Free margin that the order needs, beside the position and the open orders. */
  addedMargin: Money;
  feeIn: Money;
  /** Whether a limit order waits in the book, and so pays the maker fee. */
  isMaker: boolean;
  /** Result of the part that closes, after all its fees; null where nothing closes. */
  closedPnl: Money | null;
  closes: Qty;
  opens: Qty;
  lossAtStop: Money | null;
  profitAtTarget: Money | null;
  rewardToRisk: Decimal | null;
  /** The position after the order; null when flat. */
  after: PositionAfter | null;
  leverage: Decimal;
  leverageCap: Decimal | null;
  /** A challenge's headroom after the stop is hit. */
  headroomAfterStop: { today: Money; overall: Money } | null;
};

/** A position after the order. Its present stop and target stay. */
type PositionAfter = OutlookTerms & PositionOutlook & { stop: Price | null; target: Price | null };

type Order = {
  qty: Qty;
  entry: Price;
  prices: ResolvedPrices;
  draft: OrderDraft;
  context: PlanContext;
};

/** The figures shown before the order is placed. */
export function estimateOrder({ qty, entry, prices, draft, context }: Order): OrderEstimate {
  const { instrument, side, position } = context;
  const isLong = side === "buy";
  const leverage = effectiveLeverage(draft, context);
  const positionQty = position ? parseQty(position.qty) : ZERO;
  const isOpposite = position !== null && (position.side === "long") !== isLong;
  const closes = isOpposite ? min(positionQty, qty) : ZERO;
  const opens = draft.isReduceOnly ? ZERO : sub(qty, closes);
  const isMaker = isResting(entry, draft, context);
  const feeRate = isMaker ? instrument.makerRate : instrument.takerRate;
  const exitAt = (exit: Price | null) =>
    exit === null || opens === 0n
      ? null
      : calculateClosedPnl({
          isLong,
          qty: opens,
          entry,
          exit,
          openFeeRate: feeRate,
          closeFeeRate: instrument.takerRate,
          funding: ZERO,
        }).net;
  const atStop = exitAt(prices.stop);
  const lossAtStop = atStop === null ? null : max(neg(atStop), ZERO);
  const profitAtTarget = exitAt(prices.target);
  const after = projectPosition({ closes, opens, entry, leverage, prices, context });
  return {
    value: notional(entry, qty),
    margin:
      opens === 0n
        ? ZERO
        : calculateOrderCost({ isLong, qty: opens, price: entry, leverage, takerRate: instrument.takerRate })
            .total,
    addedMargin: draft.isReduceOnly ? ZERO : calculateAddedMargin({ qty, entry }, { leverage, context }),
    feeIn: calculateFee({ qty, price: entry, rate: feeRate }),
    isMaker,
    closedPnl:
      position === null || closes === 0n
        ? null
        : calculateClosedPnl({
            isLong: !isLong,
            qty: closes,
            entry: parsePrice(position.entryPrice),
            exit: entry,
            openFeeRate: instrument.takerRate,
            closeFeeRate: feeRate,
            funding: ZERO,
          }).net,
    closes,
    opens,
    lossAtStop,
    profitAtTarget,
    rewardToRisk:
      lossAtStop === null || lossAtStop === 0n || profitAtTarget === null
        ? null
        : div<Decimal>(profitAtTarget, lossAtStop),
    after,
    leverage,
    leverageCap:
      opens === 0n ? null : calculateLeverageCap(instrument, calculateValueWith({ qty, entry }, context)),
    headroomAfterStop:
      context.headroom === null || lossAtStop === null
        ? null
        : {
            today: sub(context.headroom.today, lossAtStop),
            overall: sub(context.headroom.overall, lossAtStop),
          },
  };
}

/** Whether a limit order waits in the book, and so pays the maker fee. */
function isResting(price: Price, draft: OrderDraft, { side, bid, ask }: PlanContext): boolean {
  if (draft.kind !== "limit") return false;
  if (draft.timeInForce === "post-only") return true;
  return draft.timeInForce === "GTC" && (side === "buy" ? price < ask : price > bid);
}

/** The position quantity less what the order closes, plus what it opens. */
function projectPosition(order: {
  closes: Qty;
  opens: Qty;
  entry: Price;
  leverage: Decimal;
  prices: ResolvedPrices;
  context: PlanContext;
}): PositionAfter | null {
  const { closes, opens, entry, leverage, prices, context } = order;
  const { position } = context;
  const current = position && readPosition(position);
  const kept = current === null ? ZERO : sub(current.qty, closes);
  const qty = add(kept, opens);
  if (qty === 0n) return null;
  const isKept = current !== null && kept > 0n;
  const share = { numerator: kept, denominator: current?.qty ?? qty };
  const cost = add(isKept ? mulDiv(current.cost, share) : ZERO, notional(entry, opens));
  const terms: OutlookTerms = {
    isLong: isKept ? current.isLong : context.side === "buy",
    qty,
    cost,
    entry: opens === 0n && current ? current.entry : priceOf(cost, qty),
    leverage,
    extraMargin: isKept ? mulDiv(current.extraMargin, share) : ZERO,
  };
  const own = isKept ? position : null;
  const attached = (price: Price | null) => (opens === 0n ? null : price);
  return {
    ...terms,
    ...calculateOutlook(terms, context),
    stop: own?.stopLoss ? parsePrice(own.stopLoss.price) : attached(prices.stop),
    target: own?.takeProfit ? parsePrice(own.takeProfit.price) : attached(prices.target),
  };
}

function calculateLeverageCap(instrument: Instrument, value: Money): Decimal | null {
  const cap = findRiskTier(instrument.tiers, value)?.maxLeverage ?? instrument.maxLeverage;
  return cap > 0n ? cap : null;
}
