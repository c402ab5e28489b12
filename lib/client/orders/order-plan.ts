import { estimateFill, type FillEstimate } from "@/lib/client/orders/estimate-fill";
import type { OrderDraft } from "@/lib/client/orders/order-draft";
import { estimateOrder, type OrderEstimate } from "@/lib/client/orders/order-estimate";
import { type ResolvedPrices, resolvePrices } from "@/lib/client/orders/order-prices";
import {
  effectiveLeverage,
  readOrderLeverage,
  resolveMaxQty,
  resolveQty,
} from "@/lib/client/orders/order-size";
import type { PlanContext, Problem } from "@/lib/client/orders/plan-context";
import type { OrderInput } from "@/lib/client/orders/use-place-order";
import { formatDecimal, max, type Price, type Qty, ZERO } from "@/lib/core/decimal";

/** One side of the form: the order request, its estimate, and the problems that prevent it. */
export type OrderPlan = {
  problems: Problem[];
  prices: ResolvedPrices;
  qty: Qty | null;
  entry: Price | null;
  /** The fill of a market order through the shown levels; null for others and without a book. */
  fill: FillEstimate | null;
  /** The largest size that the free margin and the venue's limits allow, on the step. */
  maxQty: Qty | null;
  estimate: OrderEstimate | null;
  request: OrderInput | null;
};

/**
 * Turns the form into one order of `context.side`, with its figures: a market order at its average price through
 * the book. Nothing is sent while there is a problem.
 */
export function planOrder(draft: OrderDraft, context: PlanContext): OrderPlan {
  const atBest = planAt(draft, context);
  const { symbol } = context.instrument;
  const { side, book } = context;
  if (draft.kind !== "market" || book === null || atBest.qty === null) return atBest;
  const fill = estimateFill(book, { symbol, side, qty: atBest.qty });
  if (fill === null || fill.slippage === 0n) return { ...atBest, fill };
  const moved = side === "buy" ? { ask: fill.price } : { bid: fill.price };
  return { ...planAt(draft, { ...context, ...moved }), fill };
}

function planAt(draft: OrderDraft, context: PlanContext): OrderPlan {
  const prices = resolvePrices(draft, context);
  const problems = [...prices.problems];
  const size = prices.entry === null ? null : resolveQty(draft, prices, context);
  if (size && "problem" in size) problems.push(size.problem);
  const qty = size && "qty" in size ? size.qty : null;
  const { entry } = prices;
  const estimate =
    qty !== null && entry !== null ? estimateOrder({ qty, entry, prices, draft, context }) : null;
  const leverage = readOrderLeverage(draft, context);
  if ("text" in leverage && !draft.isReduceOnly) {
    problems.push({ field: "leverage", text: leverage.text });
  }
  if (draft.isReduceOnly && !isReducible(context)) {
    problems.unshift({ field: "form", text: (t) => t("size.nothingToReduce") });
  }
  if (estimate) problems.push(...findTrouble(estimate, prices, context));
  const request =
    qty === null || problems.length > 0 ? null : buildOrderRequest(draft, { prices, context, qty });
  const maxQty = entry === null ? null : resolveMaxQty(draft, { entry, context });
  return { problems, prices, qty, entry, fill: null, maxQty, estimate, request };
}

function isReducible({ position, side }: PlanContext): boolean {
  return position !== null && (position.side === "long") === (side === "sell");
}

function findTrouble(estimate: OrderEstimate, prices: ResolvedPrices, context: PlanContext): Problem[] {
  const problems: Problem[] = [];
  if (estimate.leverageCap !== null && estimate.leverage > estimate.leverageCap) {
    const cap = formatDecimal(estimate.leverageCap);
    problems.push({ field: "leverage", text: (t) => t("leverage.cap", { cap }) });
  }
  const { after } = estimate;
  const liquidation = after?.liquidationPrice ?? null;
  const isBeyond = (stop: Price | null) =>
    stop !== null && liquidation !== null && (after?.isLong ? stop <= liquidation : stop >= liquidation);
  if (estimate.opens > 0n && isBeyond(prices.stop)) {
    problems.push({ field: "stop", text: (t) => t("stop.beyondLiquidation") });
  } else if (estimate.opens > 0n && after && isBeyond(after.stop)) {
    problems.push({ field: "form", text: (t) => t("stop.ofPosition") });
  }
  if (estimate.addedMargin > max(context.freeMargin, ZERO)) {
    problems.push({ field: "size", text: (t) => t("size.aboveFreeMargin") });
  }
  return problems;
}

const KINDS = {
  market: ["market", "market"],
  limit: ["limit", "limit"],
  stop: ["stop-market", "stop-limit"],
  "take-profit": ["take-profit-market", "take-profit-limit"],
  trailing: ["trailing-stop", "trailing-stop"],
} as const;

function buildOrderRequest(
  draft: OrderDraft,
  parts: { prices: ResolvedPrices; context: PlanContext; qty: Qty },
): OrderInput {
  const { prices, context, qty } = parts;
  const kind = KINDS[draft.kind][draft.hasLimit ? 1 : 0];
  const text = (price: Price) => formatDecimal(price);
  const stopOf = (price: Price | null) =>
    price === null ? undefined : { price: text(price), by: "last" as const };
  const isResting = kind === "limit" || kind === "stop-limit" || kind === "take-profit-limit";
  const isReducing = draft.isReduceOnly;
  return {
    portfolioId: context.portfolioId,
    symbol: context.instrument.symbol,
    side: context.side,
    kind,
    qty: formatDecimal(qty),
    ...(isResting && prices.price !== null
      ? { price: text(prices.price), timeInForce: draft.timeInForce }
      : {}),
    ...(prices.trigger === null ? {} : { trigger: { price: text(prices.trigger), by: draft.triggerBy } }),
    ...(prices.trail === null
      ? {}
      : {
          trail: {
            distance: text(prices.trail),
            ...(prices.activation === null ? {} : { activation: text(prices.activation) }),
          },
        }),
    ...(draft.expiresInMs === null || kind === "market" ? {} : { expiresInMs: draft.expiresInMs }),
    ...(isReducing ? { reduceOnly: true } : {}),
    ...(isReducing || prices.stop === null ? {} : { stopLoss: stopOf(prices.stop) }),
    ...(isReducing || prices.target === null ? {} : { takeProfit: stopOf(prices.target) }),
    ...(isReducing ? {} : { leverage: formatDecimal(effectiveLeverage(draft, context)) }),
  };
}
