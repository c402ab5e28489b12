import {
  abs,
  add,
  type Decimal,
  type Money,
  max,
  mul,
  notional,
  ONE,
  type Price,
  priceOf,
  type Qty,
  roundDownToStep,
  sub,
  ZERO,
} from "@/lib/core/decimal";
import { type Context, marketOf } from "@/lib/core/engine/context";
import { calculateMaintenanceMargin } from "@/lib/core/engine/margin/margin";
import type { Instrument } from "@/lib/core/engine/positions/instrument";
import { isLong, type PositionSide } from "@/lib/core/engine/positions/position";
import type { PortfolioState } from "@/lib/core/engine/state/state";

/** Margin terms of a position in the account; `qty` positive, amounts in quote currency. */
export type AccountLeg = {
  symbol: string;
  isLong: boolean;
  qty: Qty;
  cost: Money;
  mark: Price;
  instrument: Pick<Instrument, "tiers" | "takerRate" | "tickSize">;
};

/**
 * Cross margin: the mark of `symbol` at which the account is liquidated while all other marks stay the same,
 * on the tick grid: the highest such mark of a long, the lowest of a short. Null where no mark above zero
 * does it.
 *
 * Equity less maintenance and the closing fee is, in each risk tier, linear in the mark. Maintenance is the
 * maximum over the lines of all tiers, so the lowest line counts, and the account is liquidated at the first
 * root.
 */
export function calculateCrossLiquidationPrice(
  account: { balance: Money; legs: readonly AccountLeg[] },
  symbol: string,
  side?: PositionSide,
): Price | null {
  const leg = account.legs.find(
    (one) => one.symbol === symbol && (side === undefined || one.isLong === (side === "long")),
  );
  if (leg === undefined) return null;
  const others = account.legs.filter((one) => one !== leg);
  const opposite = others.find((one) => one.symbol === symbol);
  if (opposite !== undefined) return calculateHedgedPrice(account, leg, opposite);
  const rest = others.reduce((sum, other) => add(sum, surplusAt(other, other.mark)), account.balance);
  const tick = (leg.instrument.tickSize > 0n ? leg.instrument.tickSize : 1n) as Price;
  const isOver = (mark: Price) => add(rest, surplusAt(leg, mark)) <= 0n;
  // A root is rounded: the first grid price that liquidates may be one tick to either side of it.
  const step = (leg.isLong ? -tick : tick) as Price;
  let mark = sub(roundDownToStep(firstRoot(leg, rest), tick), step);
  for (let tries = 0; !isOver(max(mark, ZERO)) && tries < 3; tries += 1) mark = add(mark, step);
  return mark > 0n && isOver(mark) ? mark : null;
}

/**
 * The same where the symbol also has the other side, whose profit moves with the same mark. Equity less maintenance is
 * then concave in the mark, so there is one such mark below the present one at most, shown with the long side, and one
 * above it, shown with the short side: up to twice the present mark, beyond which there is none.
 */
function calculateHedgedPrice(
  { balance, legs }: { balance: Money; legs: readonly AccountLeg[] },
  leg: AccountLeg,
  opposite: AccountLeg,
): Price | null {
  const tick = (leg.instrument.tickSize > 0n ? leg.instrument.tickSize : 1n) as Price;
  const others = legs.filter((one) => one !== leg && one !== opposite);
  const rest = others.reduce((sum, other) => add(sum, surplusAt(other, other.mark)), balance);
  const isOver = (ticks: bigint) => {
    const mark = (ticks * tick) as Price;
    return add(add(rest, surplusAt(leg, mark)), surplusAt(opposite, mark)) <= 0n;
  };
  let alive = leg.mark / tick;
  let over = leg.isLong ? 0n : 2n * alive;
  if (isOver(alive)) return (alive * tick) as Price;
  if (!isOver(over)) return null;
  for (let middle = (alive + over) / 2n; middle !== alive && middle !== over; middle = (alive + over) / 2n) {
    if (isOver(middle)) over = middle;
    else alive = middle;
  }
  return over > 0n ? ((over * tick) as Price) : null;
}

/** Margin terms of a portfolio's positions in a context; a position without a mark counts at its entry. */
export function listAccountLegs(state: PortfolioState, context: Context): AccountLeg[] {
  return state.positions.flatMap((position) => {
    const { symbol, qty, cost, entryPrice } = position;
    const instrument = context.instruments.get(symbol);
    if (instrument === undefined) return [];
    const mark = marketOf(context, symbol)?.mark ?? entryPrice;
    return [{ symbol, isLong: isLong(position), qty: abs(qty), cost, mark, instrument }];
  });
}

/**
 * A position's contribution to the account at a mark: its profit less its maintenance margin and closing fee.
 */
function surplusAt({ isLong: isBought, qty, cost, instrument }: AccountLeg, mark: Price): Money {
  const value = notional(mark, qty);
  const pnl = isBought ? sub(value, cost) : sub(cost, value);
  const maintenance = calculateMaintenanceMargin(value, instrument.tiers);
  return sub(pnl, add(maintenance, mul(value, instrument.takerRate)));
}

/**
 * Highest root of a long's lines, lowest of a short's; not rounded to the grid, and below zero where there is
 * none.
 */
function firstRoot({ isLong: isBought, qty, cost, instrument }: AccountLeg, rest: Money): Price {
  const lines = instrument.tiers.length > 0 ? instrument.tiers : [{ maintenanceRate: ZERO, deduction: ZERO }];
  const roots = lines.map(({ maintenanceRate, deduction }) => {
    const rate = add<Decimal>(maintenanceRate, instrument.takerRate);
    // rest + deduction ± (qty × mark - cost) - rate × qty × mark = 0
    const fixed = add(add(rest, deduction), isBought ? (-cost as Money) : cost);
    return isBought
      ? priceOf(-fixed as Money, mul(qty, sub<Decimal>(ONE, rate)))
      : priceOf(fixed, mul(qty, add<Decimal>(ONE, rate)));
  });
  return roots.reduce((found, root) => ((isBought ? root > found : root < found) ? root : found));
}
