import type { OrderDraft } from "@/lib/client/order-draft";
import type { ResolvedPrices } from "@/lib/client/order-prices";
import { readLeverage } from "@/lib/client/order-size";
import type { PlanContext } from "@/lib/client/plan-context";
import {
  add,
  type Decimal,
  div,
  type Money,
  max,
  min,
  neg,
  notional,
  type Price,
  parseDecimal,
  parsePrice,
  parseQty,
  priceOf,
  type Qty,
  sub,
  ZERO,
} from "@/lib/core/decimal";
import { findFee } from "@/lib/core/engine/fees";
import { findTier } from "@/lib/core/engine/instrument";
import { findIsolatedLiquidationPrice } from "@/lib/core/engine/liquidation";
import { findOrderCost } from "@/lib/core/engine/margin";
import { findClosedPnl } from "@/lib/core/engine/position-figures";

/** What one order would mean. Money in quote currency; losses and profits include the fees of both sides. */
export type OrderEstimate = {
  value: Money;
  /** Of the part that opens; a part that closes needs none. */
  margin: Money;
  feeIn: Money;
  closes: Qty;
  opens: Qty;
  lossAtStop: Money | null;
  profitAtTarget: Money | null;
  rewardToRisk: Decimal | null;
  liquidationPrice: Price | null;
  leverage: Decimal;
  leverageCap: Decimal | null;
  /** A challenge's room once the stop is hit. */
  roomAfterStop: { today: Money; overall: Money } | null;
};

type Order = {
  qty: Qty;
  entry: Price;
  prices: ResolvedPrices;
  draft: OrderDraft;
  context: PlanContext;
};

/** The figures that are shown before the click. */
export function estimateOrder({ qty, entry, prices, draft, context }: Order): OrderEstimate {
  const { instrument, side, position } = context;
  const isLong = side === "buy";
  const leverage = readLeverage(draft);
  const held = position ? parseQty(position.qty) : ZERO;
  const isOpposite = position !== null && (position.side === "long") !== isLong;
  const closes = isOpposite ? min(held, qty) : ZERO;
  const opens = draft.isReduceOnly ? ZERO : sub(qty, closes);
  const isMaker = draft.kind === "limit" && draft.timeInForce === "post-only";
  const feeRate = isMaker ? instrument.makerRate : instrument.takerRate;
  const exitAt = (exit: Price | null) =>
    exit === null || opens === 0n
      ? null
      : findClosedPnl({
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
  const { liquidationPrice, leverageCap } = findLiquidation({ qty: opens, entry, leverage, context });
  return {
    value: notional(entry, qty),
    margin:
      opens === 0n
        ? ZERO
        : findOrderCost({ isLong, qty: opens, price: entry, leverage, takerRate: instrument.takerRate })
            .total,
    feeIn: findFee({ qty, price: entry, rate: feeRate }),
    closes,
    opens,
    lossAtStop,
    profitAtTarget,
    rewardToRisk:
      lossAtStop === null || lossAtStop === 0n || profitAtTarget === null
        ? null
        : div<Decimal>(profitAtTarget, lossAtStop),
    liquidationPrice,
    leverage,
    leverageCap,
    roomAfterStop:
      context.room === null || lossAtStop === null
        ? null
        : { today: sub(context.room.today, lossAtStop), overall: sub(context.room.overall, lossAtStop) },
  };
}

/** Of the position as it would stand: an order on the same side adds to what is held. */
function findLiquidation(order: { qty: Qty; entry: Price; leverage: Decimal; context: PlanContext }): {
  liquidationPrice: Price | null;
  leverageCap: Decimal | null;
} {
  const { context, leverage } = order;
  const { instrument, position } = context;
  if (order.qty === 0n || context.marginMode === "cross")
    return { liquidationPrice: null, leverageCap: null };
  const isLong = context.side === "buy";
  const isSame = position !== null && (position.side === "long") === isLong;
  const heldQty = isSame ? parseQty(position.qty) : ZERO;
  const heldCost = isSame ? notional(parsePrice(position.entryPrice), heldQty) : ZERO;
  const qty = add(order.qty, heldQty);
  const cost = add(notional(order.entry, order.qty), heldCost);
  const tier = findTier(instrument.tiers, cost);
  const cap = tier?.maxLeverage ?? instrument.maxLeverage;
  const price = findIsolatedLiquidationPrice({
    isLong,
    qty,
    entry: priceOf(cost, qty),
    leverage,
    extraMargin: ZERO,
    maintenanceRate: tier?.maintenanceRate ?? parseDecimal("0.005"),
    deduction: tier?.deduction ?? ZERO,
    takerRate: instrument.takerRate,
  });
  return { liquidationPrice: price > 0n ? price : null, leverageCap: cap > 0n ? cap : null };
}
