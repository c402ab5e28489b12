import { readPositive } from "@/lib/client/numbers/read-number";
import type { DistanceUnit, OrderDraft } from "@/lib/client/orders/order-draft";
import type { PlanContext, Problem } from "@/lib/client/orders/plan-context";
import { explainNumber, type ProblemText } from "@/lib/client/orders/problem-text";
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
  const read = (field: "price" | "trigger" | "activation"): Price | null => {
    const reading = readPositive(draft[field]);
    if (!("value" in reading)) {
      const text = explainNumber(reading, {
        missing: (t) => t(`${field}.missing`),
        wrong: (t) => t(`${field}.wrong`),
      });
      problems.push({ field, text });
      return null;
    }
    const { value } = reading;
    if (isMultipleOf(value, instrument.tickSize)) return value as Price;
    const tick = formatDecimal(instrument.tickSize);
    problems.push({ field, text: (t) => t(`${field}.offTick`, { tick }) });
    return null;
  };
  const isTriggered = draft.kind === "stop" || draft.kind === "take-profit";
  const hasPrice = draft.kind === "limit" || (isTriggered && draft.hasLimit);
  const price = hasPrice ? read("price") : null;
  const trigger = isTriggered ? read("trigger") : null;
  const isTrailing = draft.kind === "trailing";
  const trail = isTrailing ? readTrail(draft, context, problems) : null;
  const activation = isTrailing && draft.activation.trim() !== "" ? read("activation") : null;
  if (activation !== null && (context.side === "buy") === activation >= context.last) {
    problems.push({ field: "activation", text: (t) => t(`activation.${context.side}`) });
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
  const wrong: ProblemText = (t) => t("trail.wrong");
  const reading = readPositive(draft.trail);
  if (!("value" in reading)) {
    problems.push({ field: "trail", text: explainNumber(reading, { wrong }) });
    return null;
  }
  const { value } = reading;
  const distance = draft.trailBy === "percent" ? mul(context.last, mul(value, HUNDREDTH)) : (value as Price);
  const onTick = roundToTickNearest(distance, context.instrument.tickSize);
  if (onTick > 0n && onTick < context.last) return onTick;
  problems.push({ field: "trail", text: onTick > 0n ? (t) => t("trail.tooLarge") : wrong });
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
  if (text.trim() === "") return null;
  const reading = readPositive(text);
  if (!("value" in reading)) {
    problems.push({ field, text: explainNumber(reading, { wrong: (t) => t(`${field}.wrong`) }) });
    return null;
  }
  const { value } = reading;
  const { tickSize } = context.instrument;
  const price = toPrice(value, { by, entry, isAbove, tickSize });
  if (price <= 0n) {
    problems.push({ field, text: (t) => t(`${field}.belowZero`) });
    return null;
  }
  if (price > entry !== isAbove || price === entry) {
    problems.push({ field, text: (t) => t(`${field}.${context.side}`) });
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
