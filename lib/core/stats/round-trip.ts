import {
  abs,
  add,
  type Decimal,
  div,
  fromNumber,
  type Money,
  max,
  min,
  neg,
  notional,
  type Price,
  priceOf,
  type Qty,
  sub,
  sum,
  ZERO,
} from "@/lib/core/decimal";
import { type Figure, figure, noFigure } from "@/lib/core/stats/figure";

/** One closed trade from flat to flat, as the journal stores it. Amounts in quote currency. */
export type RoundTrip = {
  symbol: string;
  side: "long" | "short";
  /** Σ quantity of the entries. */
  qty: Qty;
  /** Volume-weighted prices of all entries and of all exits. */
  entryPrice: Price;
  exitPrice: Price;
  gross: Money;
  fees: Money;
  /** Funding paid, negative when received. */
  funding: Money;
  /**
   * Risk of the entries, each by the stop in force when it was made; null when one of them had none. Left out
   * where only the first stop is known, which then counts for the average entry.
   */
  risk?: Money | null;
  /** The first stop and the first target of the position. */
  initialStop: Price | null;
  initialTarget: Price | null;
  openedAtMs: number;
  closedAtMs: number;
};

export type TradeOutcome = "win" | "loss" | "break-even";

/** Volume-weighted price of some fills. @throws RangeError when their quantity is zero. */
export function averagePrice(fills: readonly { qty: Qty; price: Price }[]): { qty: Qty; price: Price } {
  let qty: Qty = ZERO;
  let value: Money = ZERO;
  for (const fill of fills) {
    qty = add(qty, fill.qty);
    value = add(value, notional(fill.price, fill.qty));
  }
  return { qty, price: priceOf(value, qty) };
}

/** gross - fees - funding. */
export function netOf(trade: Pick<RoundTrip, "gross" | "fees" | "funding">): Money {
  return sub(sub(trade.gross, trade.fees), trade.funding);
}

/** Win above the band, loss below minus the band, break-even inside it. */
export function outcomeOf(trade: RoundTrip, breakEvenBand: Money): TradeOutcome {
  const net = netOf(trade);
  if (net > breakEvenBand) return "win";
  return net < neg(breakEvenBand) ? "loss" : "break-even";
}

/**
 * Average result of a trade: (Σ wins + Σ losses) ÷ N. A net inside the break-even band counts as zero, the
 * trade in N. @throws RangeError without trades
 */
export function expectancyOf(trades: readonly RoundTrip[], breakEvenBand: Money): Money {
  const decided = trades.filter((trade) => outcomeOf(trade, breakEvenBand) !== "break-even");
  return div(sum(decided.map(netOf)), fromNumber(trades.length));
}

/**
 * What the trade could lose at its first stop: the risk frozen at the entries, and the trade's fees, so that a loss at
 * the stop is -1 R. A stop that can't lose is an error, not a risk.
 */
export function initialRisk(trade: RoundTrip): Figure<Money> {
  const { initialStop, entryPrice, risk, fees } = trade;
  if (risk != null && risk > 0n) return figure(add(risk, fees));
  if (initialStop === null) return noFigure("no_initial_stop");
  const distance = trade.side === "long" ? sub(entryPrice, initialStop) : sub(initialStop, entryPrice);
  if (distance <= 0n) return noFigure("stop_on_wrong_side");
  return risk === null ? noFigure("entry_without_stop") : figure(add(notional(distance, trade.qty), fees));
}

/** Net profit in units of the initial risk. */
export function rMultiple(trade: RoundTrip): Figure<Decimal> {
  const risk = initialRisk(trade);
  return risk.ok ? figure(div<Decimal>(netOf(trade), risk.value)) : risk;
}

/** |target - entry| / |entry - stop|; several targets count by their size. */
export function plannedRewardToRisk(plan: {
  entry: Price;
  stop: Price;
  targets: readonly { price: Price; qty: Qty }[];
}): Figure<Decimal> {
  const distance = abs(sub(plan.entry, plan.stop));
  if (distance === 0n) return noFigure("stop_on_wrong_side");
  if (plan.targets.length === 0) return noFigure("no_movement");
  const target = averagePrice(plan.targets).price;
  return figure(div<Decimal>(abs(sub(target, plan.entry)), distance));
}

/**
 * A trade between two of its fills: the position after the first (signed quantity, and its cost), the gross profit of the
 * parts closed until then, and the outermost prices until the second fill, the prices of both among them.
 */
export type TradeStretch = { qty: Qty; cost: Money; realised: Money; highest: Price; lowest: Price };

/** A trade of one entry and one exit. */
export function wholeStretch(
  { side, qty, entryPrice }: RoundTrip,
  { highest, lowest }: { highest: Price; lowest: Price },
): TradeStretch {
  const signed = side === "long" ? qty : neg(qty);
  return { qty: signed, cost: notional(entryPrice, qty), realised: ZERO, highest, lowest };
}

/**
 * Best and worst profit while the trade was open, before costs: what was booked by then and what was open, at the extreme
 * prices seen. @throws RangeError without a stretch
 */
export function excursions(stretches: readonly TradeStretch[]): { mfe: Money; mae: Money } {
  const [first, ...others] = stretches.flatMap((stretch) => [
    profitAt(stretch, stretch.highest),
    profitAt(stretch, stretch.lowest),
  ]);
  if (first === undefined) throw new RangeError("A trade has a stretch between its entry and its exit.");
  return { mfe: others.reduce(max, first), mae: others.reduce(min, first) };
}

function profitAt({ qty, cost, realised }: TradeStretch, price: Price): Money {
  const value = notional(price, abs(qty));
  return add(realised, qty > 0n ? sub(value, cost) : sub(cost, value));
}

/** Part of the best open profit that was realised, between 0 and 1. */
export function exitEfficiency(trade: RoundTrip, mfe: Money): Figure<Decimal> {
  const best = mfe > trade.gross ? mfe : trade.gross;
  if (best <= 0n) return noFigure("no_movement");
  return figure(trade.gross <= 0n ? ZERO : div<Decimal>(trade.gross, best));
}
