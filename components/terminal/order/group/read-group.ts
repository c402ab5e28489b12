import { readPositive } from "@/lib/client/numbers/read-number";
import type { OrderInput } from "@/lib/client/orders/use-place-order";
import { type Decimal, formatDecimal, type Price, type Qty } from "@/lib/core/decimal";
import type { Instrument } from "@/lib/core/engine/positions/instrument";
import { type ChaseProblem, findChaseProblem } from "@/lib/core/order-groups/plan-chase";
import {
  averageScalePrice,
  planScale,
  type ScaleProblem,
  type ScaleShape,
} from "@/lib/core/order-groups/plan-scale";
import { findTwapProblem, type TwapProblem } from "@/lib/core/order-groups/plan-twap";
import type { OrderGroupBody } from "@/lib/schemas/trading/trading";

/** The dialog's values, as typed. `first`: a ladder's first price or a pair's limit; `second`: its last price or stop. */
export type GroupDraft = {
  kind: OrderGroupBody["kind"];
  side: OrderInput["side"];
  qty: string;
  first: string;
  second: string;
  count: string;
  shape: ScaleShape;
  minutes: string;
  /** Of a chase, in quote currency. */
  distance: string;
  isReduceOnly: boolean;
};

type WithoutIds<Body> = Body extends unknown
  ? Omit<Body, "clientOrderId" | "portfolioId" | "leverage">
  : never;
type GroupRequest = WithoutIds<OrderGroupBody>;

/** What the dialog sends, with a ladder's average price; what is wrong; or null while something is missing. */
export type GroupReading =
  | { request: GroupRequest; average: Price | null }
  | { problem: ScaleProblem | TwapProblem | ChaseProblem }
  | null;

/** Reads the dialog's values by the rules of the server; `last` is the market's price. */
export function readGroup(draft: GroupDraft, instrument: Instrument, last: Price | null): GroupReading {
  const [qty, first, second] = [draft.qty, draft.first, draft.second].map(readValue);
  if (qty == null) return null;
  const { side, isReduceOnly: reduceOnly } = draft;
  const common = { symbol: instrument.symbol, side, qty: formatDecimal(qty), reduceOnly };
  if (draft.kind === "chase") {
    const distance = readValue(draft.distance);
    if (last === null || distance === null || draft.minutes.trim() === "") return null;
    const minutes = Number(draft.minutes);
    const terms = { side, qty: qty as Qty, distance: distance as Price, minutes };
    const problem = findChaseProblem(terms, last, instrument);
    if (problem !== null) return { problem };
    const request = { kind: "chase" as const, ...common, distance: formatDecimal(distance), minutes };
    return { request, average: null };
  }
  if (draft.kind === "twap") {
    const [orders, minutes] = [Number(draft.count), Number(draft.minutes)];
    if (last === null || draft.minutes.trim() === "") return null;
    const terms = { qty: qty as Qty, count: orders, startMs: 0, endMs: minutes * 60_000 };
    const problem = Number.isInteger(minutes) ? findTwapProblem(terms, last, instrument) : "duration";
    if (problem !== null) return { problem };
    return { request: { kind: "twap", ...common, count: orders, minutes }, average: null };
  }
  if (first == null || second == null) return null;
  const [from, to] = [formatDecimal(first), formatDecimal(second)];
  if (draft.kind === "oco") {
    return { request: { kind: "oco", ...common, price: from, trigger: to }, average: null };
  }
  const count = Number(draft.count);
  const terms = {
    side,
    qty: qty as Qty,
    from: first as Price,
    to: second as Price,
    count,
    shape: draft.shape,
  };
  const planned = planScale(terms, instrument);
  if ("problem" in planned) return planned;
  const request = { kind: "scale" as const, ...common, from, to, count, shape: draft.shape };
  return { request, average: averageScalePrice(planned.steps) };
}

function readValue(text: string): Decimal | null {
  const reading = readPositive(text);
  return "value" in reading ? reading.value : null;
}
