import type { OrderDraft } from "@/lib/client/order-draft";
import type { ResolvedPrices } from "@/lib/client/order-prices";
import type { PlanContext, Problem } from "@/lib/client/plan-context";
import {
  type Decimal,
  formatDecimal,
  fromNumber,
  isMultipleOf,
  type Money,
  mul,
  ONE,
  type Price,
  parseQty,
  type Qty,
  qtyOf,
  roundDownToStep,
  tryParseDecimal,
  ZERO,
} from "@/lib/core/decimal";
import { findMinQty } from "@/lib/core/engine/instrument";
import { findQtyByCost } from "@/lib/core/engine/margin";
import { sizeOrder } from "@/lib/core/sizing";

const HUNDREDTH = fromNumber(0.01);

type Size = { qty: Qty } | { problem: Problem };

/** The quantity that the form asks for, on the step, or why there is none. */
export function resolveQty(draft: OrderDraft, prices: ResolvedPrices, context: PlanContext): Size {
  const { entry } = prices;
  if (entry === null) return fail("size", "The price is missing.");
  if (draft.sizeBy === "risk") return resolveByRisk(draft, prices, context);
  const value = tryParseDecimal(draft.size.trim());
  if (value === null || value <= 0n)
    return fail("size", draft.size.trim() === "" ? "The size is missing." : "The size must be above zero.");
  const { qtyStep } = context.instrument;
  if (draft.sizeBy === "qty") {
    if (!isMultipleOf(value, qtyStep)) {
      return fail("size", `The size must be a multiple of ${formatDecimal(qtyStep)}.`);
    }
    return check(value as Qty, draft, { entry, context });
  }
  const qty =
    draft.sizeBy === "quote"
      ? qtyOf(value as Money, entry)
      : resolveByPercent(value, draft, { entry, context });
  return check(roundDownToStep(qty, qtyStep), draft, { entry, context });
}

/** A share of the free margin; a reduce-only order takes its share of the position. */
function resolveByPercent(
  percent: Decimal,
  draft: OrderDraft,
  { entry, context }: { entry: Price; context: PlanContext },
): Qty {
  const part = mul(percent, HUNDREDTH);
  if (draft.isReduceOnly) return context.position ? mul(parseQty(context.position.qty), part) : ZERO;
  return findQtyByCost({
    isLong: context.side === "buy",
    cost: mul(context.freeMargin, part),
    price: entry,
    leverage: readLeverage(draft),
    takerRate: context.instrument.takerRate,
  });
}

function resolveByRisk(draft: OrderDraft, prices: ResolvedPrices, context: PlanContext): Size {
  const { entry, stop, target } = prices;
  if (entry === null || stop === null) {
    return prices.problems.some((one) => one.field === "stop")
      ? fail("size", "The stop decides the size: put it right first.")
      : fail("stop", "Sizing by risk needs a stop.");
  }
  const risk = tryParseDecimal(draft.risk.trim());
  if (risk === null || risk <= 0n) return fail("risk", "The risk must be above zero.");
  const result = sizeOrder({
    equity: context.equity,
    freeMargin: context.freeMargin,
    risk: draft.riskBy === "percent" ? { fraction: mul(risk, HUNDREDTH) } : { amount: risk as Money },
    entry,
    stop,
    target,
    leverage: readLeverage(draft),
    instrument: context.instrument,
    entryLiquidity: draft.kind === "limit" && draft.timeInForce === "post-only" ? "maker" : "taker",
    room: context.room,
  });
  if (result.sizing) {
    if (!result.ok && result.reason === "insufficient_margin") {
      const needed = formatDecimal(result.sizing.leverageNeeded);
      return fail("leverage", `This risk needs at least ${needed}x, or a wider stop.`);
    }
    return check(result.sizing.qty, draft, { entry, context });
  }
  return fail("risk", "The risk is too small for the smallest order at this stop.");
}

function check(
  qty: Qty,
  draft: OrderDraft,
  { entry, context }: { entry: Price; context: PlanContext },
): Size {
  const { instrument } = context;
  const field = draft.sizeBy === "risk" ? "risk" : "size";
  const least = draft.isReduceOnly ? instrument.minQty : findMinQty(instrument, entry);
  if (qty <= 0n || qty < least) {
    return fail(field, `The smallest order is ${formatDecimal(least)} ${instrument.baseCoin}.`);
  }
  const most = draft.kind === "market" ? instrument.maxMarketQty : instrument.maxLimitQty;
  if (most > 0n && qty > most) {
    return fail(field, `The largest order is ${formatDecimal(most)} ${instrument.baseCoin}.`);
  }
  return { qty };
}

/** The form's leverage; one while it is not a number. */
export function readLeverage(draft: OrderDraft): Decimal {
  const value = tryParseDecimal(draft.leverage.trim());
  return value === null || value < ONE ? ONE : value;
}

function fail(field: Problem["field"], message: string): Size {
  return { problem: { field, message } };
}
