import type { ChallengeState } from "@/lib/core/challenge/challenge-state";
import { floorsOfPhase } from "@/lib/core/challenge/plan";
import { type LossLimitStanding, measureLossLimit } from "@/lib/core/challenge/rules/loss-limit";
import {
  add,
  div,
  fromNumber,
  type Money,
  min,
  type Price,
  priceOf,
  type Qty,
  roundDownToStep,
  sub,
  sum,
} from "@/lib/core/decimal";
import { type Context, instrumentOf, marketOrAt } from "@/lib/core/engine/context";
import { calculateEquity, valueAt } from "@/lib/core/engine/state/equity";
import { findPosition, type PortfolioState, sumQty } from "@/lib/core/engine/state/state";

/**
 * The mark of `symbol` at which equity first breaks a rule when this symbol alone moves against what is held of it: rounded
 * to the tick beyond the exact price, so that the rule is broken there and not one tick before. Null without a net
 * quantity or a rule, and where the price can't fall so far.
 */
export function calculateFloorPrice(state: PortfolioState, context: Context, symbol: string): Price | null {
  const { challenge } = state;
  const [position, ...others] = state.positions.filter((one) => one.symbol === symbol);
  const net = sumQty(state, symbol);
  if (challenge === null || state.lock !== null || position === undefined || net === 0n) return null;
  const { mark } = marketOrAt(context, symbol, position.entryPrice);
  const held = [position, ...others];
  const openProfit = (price: Price) => sum<Money>(held.map((one) => valueAt(state, one, price)));
  const rest = sub(calculateEquity(state, context), openProfit(mark));
  const equityAt = (price: Price) => add(rest, openProfit(price));
  const tick = (instrumentOf(context, symbol).tickSize || 1n) as Price;
  const step = net > 0n ? tick : (-tick as Price);
  const prices = listActingFloors(challenge, equityAt(mark)).flatMap(({ rule, floor }) => {
    const exact = add(mark, priceOf(sub(floor, equityAt(mark)), net));
    let price = add(roundDownToStep(exact, tick), step);
    while (price > 0n && !measureLossLimit(rule, challenge, equityAt(price)).isBreached)
      price = sub(price, step);
    return price > 0n ? [price] : [];
  });
  const [first, ...rests] = prices;
  if (first === undefined) return null;
  const isReachedEarlier = (a: Price, b: Price) => (net > 0n ? a > b : a < b);
  return rests.reduce((best, price) => (isReachedEarlier(price, best) ? price : best), first);
}

/**
 * The price up to which `symbol` may move without breaking a rule, provided that no other symbol uses more
 * than its equal share of the headroom. Stored in the trigger index: while every symbol stays inside, no path
 * has to be walked for the rules.
 */
export function calculateFloorAlarm(
  state: PortfolioState,
  context: Context,
  symbol: string,
): { price: Price; onFall: boolean } | null {
  const { challenge } = state;
  const position = findPosition(state, symbol);
  const net = sumQty(state, symbol);
  if (challenge === null || state.lock !== null || position === null || net === 0n) return null;
  const headrooms = listActingFloors(challenge, calculateEquity(state, context)).map(
    ({ headroom }) => headroom,
  );
  const [first, ...others] = headrooms;
  if (first === undefined) return null;
  const symbols = new Set(state.positions.map((one) => one.symbol));
  const part = div(
    others.reduce((a, b) => min(a, b), first),
    fromNumber(symbols.size),
  ) as Money;
  const { mark } = marketOrAt(context, symbol, position.entryPrice);
  const price = inwards(net, sub(mark, priceOf(part, net)));
  return price > 0n ? { price, onFall: net > 0n } : null;
}

/** The floors that would end or pause the challenge. */
function listActingFloors(challenge: ChallengeState, equity: Money): LossLimitStanding[] {
  return floorsOfPhase(challenge.plan, challenge.phase)
    .filter(({ isSoft }) => !isSoft || challenge.pausedUntilMs === null)
    .map((rule) => measureLossLimit(rule, challenge, equity));
}

/** One smallest unit towards the profit of a net quantity: never later than the exact price. */
function inwards(net: Qty, price: Price): Price {
  const unit = 1n as Price;
  return net > 0n ? add(price, unit) : sub(price, unit);
}
