import type { DistanceUnit, OrderDraft } from "@/lib/client/orders/order-draft";
import type { Field, PlanContext, Problem } from "@/lib/client/orders/plan-context";
import { readPositive } from "@/lib/client/orders/read-number";
import {
  add,
  type Decimal,
  formatDecimal,
  fromNumber,
  isMultipleOf,
  mul,
  type Price,
  roundToTickNearest,
  sub,
} from "@/lib/core/decimal";

/** The form's prices, on the tick. Prices that the order type does not use are null. */
export type ResolvedPrices = {
  /** Expected fill price. */
  entry: Price | null;
  price: Price | null;
  trigger: Price | null;
  trail: Price | null;
  activation: Price | null;
  stop: Price | null;
  target: Price | null;
  problems: Problem[];
};

const HUNDREDTH = fromNumber(0.01);

/** Reads all prices of the form for one side. */
export function resolvePrices(draft: OrderDraft, context: PlanContext): ResolvedPrices {
  const problems: Problem[] = [];
  const { instrument } = context;
  const read = (field: Field, text: string, name: string): Price | null => {
    const reading = readPositive(text, {
      missing: `${name} is missing.`,
      wrong: `${name} is not a price.`,
    });
    if ("message" in reading) {
      problems.push({ field, message: reading.message });
      return null;
    }
    const { value } = reading;
    if (isMultipleOf(value, instrument.tickSize)) return value as Price;
    const tick = formatDecimal(instrument.tickSize);
    problems.push({ field, message: `${name} must be a multiple of ${tick}.` });
    return null;
  };
  const isTriggered = draft.kind === "stop" || draft.kind === "take-profit";
  const hasPrice = draft.kind === "limit" || (isTriggered && draft.hasLimit);
  const price = hasPrice ? read("price", draft.price, "The price") : null;
  const trigger = isTriggered ? read("trigger", draft.trigger, "The trigger") : null;
  const isTrailing = draft.kind === "trailing";
  const trail = isTrailing ? readTrail(draft, context, problems) : null;
  const activation =
    isTrailing && draft.activation.trim() !== ""
      ? read("activation", draft.activation, "The activation")
      : null;
  if (activation !== null && (context.side === "buy") === activation >= context.last) {
    const where = context.side === "buy" ? "below" : "above";
    problems.push({
      field: "activation",
      message: `The activation of a ${context.side} must lie ${where} the current price.`,
    });
  }
  const market = context.side === "buy" ? context.ask : context.bid;
  const entry = hasPrice ? price : isTriggered ? trigger : isTrailing ? (activation ?? context.last) : market;
  const stops = entry !== null && draft.hasStops && !draft.isReduceOnly;
  const isUp = context.side === "buy";
  const stop = stops
    ? readDistance("stop", draft.stop, { by: draft.stopBy, entry, isAbove: !isUp, context, problems })
    : null;
  const target = stops
    ? readDistance("target", draft.target, { by: draft.targetBy, entry, isAbove: isUp, context, problems })
    : null;
  return { entry, price, trigger, trail, activation, stop, target, problems };
}

function readTrail(draft: OrderDraft, context: PlanContext, problems: Problem[]): Price | null {
  const wrong = "The trailing distance must be above zero.";
  const reading = readPositive(draft.trail, { missing: wrong, wrong });
  if ("message" in reading) {
    problems.push({ field: "trail", message: reading.message });
    return null;
  }
  const { value } = reading;
  const distance = draft.trailBy === "percent" ? mul(context.last, mul(value, HUNDREDTH)) : (value as Price);
  const onTick = roundToTickNearest(distance, context.instrument.tickSize);
  if (onTick > 0n && onTick < context.last) return onTick;
  const message = onTick > 0n ? "The trailing distance must be smaller than the price." : wrong;
  problems.push({ field: "trail", message });
  return null;
}

type Distance = {
  by: DistanceUnit;
  entry: Price;
  /** Stops of a sell and targets of a buy lie above the entry. */
  isAbove: boolean;
  context: PlanContext;
  problems: Problem[];
};

/** An empty field means no stop. */
function readDistance(field: "stop" | "target", text: string, distance: Distance): Price | null {
  const { by, entry, isAbove, context, problems } = distance;
  const name = field === "stop" ? "The stop" : "The target";
  if (text.trim() === "") return null;
  const wrong = `${name} is not a number above zero.`;
  const reading = readPositive(text, { missing: wrong, wrong });
  if ("message" in reading) {
    problems.push({ field, message: reading.message });
    return null;
  }
  const { value } = reading;
  const { tickSize } = context.instrument;
  const price = toPrice(value, { by, entry, isAbove, tickSize });
  if (price <= 0n) {
    problems.push({ field, message: `${name} would lie below zero.` });
    return null;
  }
  if (price > entry !== isAbove || price === entry) {
    const where = isAbove ? "above" : "below";
    problems.push({ field, message: `${name} of a ${context.side} must lie ${where} its entry.` });
    return null;
  }
  return price;
}

function toPrice(
  value: Decimal,
  { by, entry, isAbove, tickSize }: { by: DistanceUnit; entry: Price; isAbove: boolean; tickSize: Decimal },
): Price {
  if (by === "price") return roundToTickNearest(value as Price, tickSize);
  const distance = by === "percent" ? mul(entry, mul(value, HUNDREDTH)) : (mul(value, tickSize) as Price);
  return roundToTickNearest(isAbove ? add(entry, distance) : sub(entry, distance), tickSize);
}
