import { formatFixed } from "@/lib/client/format";
import { readPositive } from "@/lib/client/numbers/read-number";
import type { OrderDraft } from "@/lib/client/orders/order-draft";
import type { ResolvedPrices } from "@/lib/client/orders/order-prices";
import type { PlanContext, Problem } from "@/lib/client/orders/plan-context";
import { explainNumber, type NumberTexts, type ProblemText } from "@/lib/client/orders/problem-text";
import { calculateOpeningHeadroom, calculateValueWith } from "@/lib/client/orders/symbol-margin";
import { readLeverage } from "@/lib/client/read-leverage";
import {
  add,
  type Decimal,
  formatDecimal,
  fromNumber,
  isMultipleOf,
  type Money,
  max,
  min,
  mul,
  notional,
  ONE,
  type Price,
  parseQty,
  type Qty,
  qtyOf,
  roundDownToStep,
  sub,
  toNumber,
  ZERO,
} from "@/lib/core/decimal";
import { calculateQtyByCost } from "@/lib/core/engine/margin/margin";
import { type Instrument, selectMinQty } from "@/lib/core/engine/positions/instrument";
import { sizeOrder } from "@/lib/core/sizing";

const HUNDRED = fromNumber(100);
const HUNDREDTH = fromNumber(0.01);
/** More than any order. */
const UNBOUNDED = fromNumber(1e18) as Qty;
/**
 * Share of the free margin that the largest order leaves: until it is accepted and filled a market order may become
 * dearer, and in cross margin the free margin itself moves.
 */
const BUFFER = fromNumber(0.002);

type Size = { qty: Qty } | { problem: Problem };

/** The quantity of the form, on the step, or why there is none. */
export function resolveQty(draft: OrderDraft, prices: ResolvedPrices, context: PlanContext): Size {
  const { entry } = prices;
  if (entry === null) return fail("size", (t) => t("size.noPrice"));
  if (draft.sizeBy === "risk") return resolveByRisk(draft, prices, context);
  const reading = readPositive(draft.size);
  if (!("value" in reading)) {
    const texts = { missing: (t) => t("size.missing"), wrong: (t) => t("size.wrong") } satisfies NumberTexts;
    return fail("size", explainNumber(reading, texts));
  }
  const { value } = reading;
  const { qtyStep } = context.instrument;
  if (draft.sizeBy === "qty") {
    if (!isMultipleOf(value, qtyStep)) {
      return fail("size", (t) => t("size.offStep", { step: formatDecimal(qtyStep) }));
    }
    return check(value as Qty, draft, { entry, context });
  }
  const qty =
    draft.sizeBy === "quote"
      ? qtyOf(value as Money, entry)
      : resolveByPercent(value, draft, { entry, context });
  return check(roundDownToStep(qty, qtyStep), draft, { entry, context });
}

/**
 * A share of the largest order that the free margin allows, which against an opposite position closes that
 * first; a reduce-only order takes its share of the position.
 */
function resolveByPercent(
  percent: Decimal,
  draft: OrderDraft,
  { entry, context }: { entry: Price; context: PlanContext },
): Qty {
  const part = mul(percent, HUNDREDTH);
  if (draft.isReduceOnly) return context.position ? mul(parseQty(context.position.qty), part) : ZERO;
  const leverage = effectiveLeverage(draft, context);
  const { closes, allowance } = calculateOpeningHeadroom(entry, { leverage, context });
  const isMoving = draft.kind === "market" || context.marginMode === "cross";
  const byMargin = calculateQtyByCost({
    isLong: context.side === "buy",
    cost: mul(mul(max(allowance, ZERO), part), isMoving ? sub(ONE, BUFFER) : ONE),
    price: entry,
    leverage,
    takerRate: context.instrument.takerRate,
  });
  const opens = min(byMargin, calculateTierHeadroom(entry, { leverage, closes, context }));
  const wanted = add(mul(closes, part), opens);
  const { maxMarketQty, maxLimitQty } = context.instrument;
  const most = draft.kind === "market" ? maxMarketQty : maxLimitQty;
  return most > 0n ? min(wanted, most) : wanted;
}

/** The quantity that the risk tiers leave at this leverage, beside the position and the open orders. */
function calculateTierHeadroom(
  entry: Price,
  { leverage, closes, context }: { leverage: Decimal; closes: Qty; context: PlanContext },
): Qty {
  const { tiers } = context.instrument;
  const limits = tiers.filter((tier) => tier.maxLeverage >= leverage).map(({ limit }) => limit);
  const limit = limits.at(-1);
  if (limit === undefined) return tiers.length === 0 ? UNBOUNDED : ZERO;
  const used = calculateValueWith({ qty: closes, entry }, context);
  return mul(qtyOf(max(sub(limit, used), ZERO), entry), sub(ONE, BUFFER));
}

/** The largest size that the free margin and the venue's limits allow, on the step. */
export function resolveMaxQty(draft: OrderDraft, at: { entry: Price; context: PlanContext }): Qty {
  return roundDownToStep(resolveByPercent(HUNDRED, draft, at), at.context.instrument.qtyStep);
}

function resolveByRisk(draft: OrderDraft, prices: ResolvedPrices, context: PlanContext): Size {
  const { entry, stop, target } = prices;
  if (entry === null || stop === null) {
    return prices.problems.some((one) => one.field === "stop")
      ? fail("size", (t) => t("size.noStop"))
      : fail("stop", (t) => t("risk.noStop"));
  }
  const reading = readPositive(draft.risk);
  if (!("value" in reading)) return fail("risk", explainNumber(reading, { wrong: (t) => t("risk.wrong") }));
  const risk = reading.value;
  const leverage = effectiveLeverage(draft, context);
  const headroom = calculateOpeningHeadroom(entry, { leverage, context });
  const result = sizeOrder({
    equity: context.equity,
    freeMargin: headroom.allowance,
    closes: draft.isReduceOnly ? ZERO : headroom.closes,
    risk: draft.riskBy === "percent" ? { fraction: mul(risk, HUNDREDTH) } : { amount: risk as Money },
    entry,
    stop,
    target,
    leverage,
    instrument: context.instrument,
    entryLiquidity: draft.kind === "limit" && draft.timeInForce === "post-only" ? "maker" : "taker",
    headroom: context.headroom,
  });
  if (result.sizing) {
    if (!result.ok && result.reason === "insufficient_margin") {
      return fail("leverage", explainLeverage(result.sizing.leverageNeeded, context.instrument));
    }
    return check(result.sizing.qty, draft, { entry, context });
  }
  return fail("risk", (t) => t("risk.tooSmall"));
}

function explainLeverage(needed: Decimal, { maxLeverage }: Instrument): ProblemText {
  return needed > maxLeverage
    ? (t) => t("risk.noLeverage")
    : (t) => t("risk.moreLeverage", { leverage: formatDecimal(needed) });
}

function check(
  qty: Qty,
  draft: OrderDraft,
  { entry, context }: { entry: Price; context: PlanContext },
): Size {
  const { instrument } = context;
  const field = draft.sizeBy === "risk" ? "risk" : "size";
  const least = draft.isReduceOnly ? instrument.minQty : selectMinQty(instrument, entry);
  if (qty <= 0n || qty < least) {
    const { baseCoin: coin, quoteCoin: quote } = instrument;
    const value = formatFixed(toNumber(notional(entry, least)), 2);
    return fail(field, (t) => t("size.smallest", { least: formatDecimal(least), coin, value, quote }));
  }
  const most = draft.kind === "market" ? instrument.maxMarketQty : instrument.maxLimitQty;
  if (most > 0n && qty > most) {
    return fail(field, (t) => t("size.largest", { most: formatDecimal(most), coin: instrument.baseCoin }));
  }
  return { qty };
}

/** The leverage in force, else the form's; 1 while the field is invalid, which is reported separately. */
export function effectiveLeverage(draft: OrderDraft, context: PlanContext): Decimal {
  const reading = readOrderLeverage(draft, context);
  return "value" in reading ? reading.value : ONE;
}

/** The leverage in force where the symbol has a position or orders, else the form's. */
export function readOrderLeverage(
  draft: OrderDraft,
  context: PlanContext,
): { value: Decimal } | { text: ProblemText } {
  const { leverageInForce } = context;
  return leverageInForce === null ? readLeverage(draft.leverage) : { value: leverageInForce };
}

function fail(field: Problem["field"], text: ProblemText): Size {
  return { problem: { field, text } };
}
