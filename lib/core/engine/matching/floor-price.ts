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
  roundDownToStep,
  sub,
} from "@/lib/core/decimal";
import { type Context, instrumentOf, marketOrAt } from "@/lib/core/engine/context";
import { isLong, type Position } from "@/lib/core/engine/positions/position";
import { calculateEquity, valueAt } from "@/lib/core/engine/state/equity";
import { findPosition, type PortfolioState } from "@/lib/core/engine/state/state";

/**
 * The mark of `symbol` at which equity first breaks a rule when this symbol alone moves against its position: rounded
 * to the tick beyond the exact price, so that the rule is broken there and not one tick before. Null without a
 * position or a rule, and where the price can't fall so far.
 */
export function calculateFloorPrice(state: PortfolioState, context: Context, symbol: string): Price | null {
  const { challenge } = state;
  const position = findPosition(state, symbol);
  if (challenge === null || state.lock !== null || position === null) return null;
  const { mark } = marketOrAt(context, symbol, position.entryPrice);
  const rest = sub(calculateEquity(state, context), valueAt(state, position, mark));
  const equityAt = (price: Price) => add(rest, valueAt(state, position, price));
  const tick = (instrumentOf(context, symbol).tickSize || 1n) as Price;
  const step = isLong(position) ? tick : (-tick as Price);
  const prices = listActingFloors(challenge, equityAt(mark)).flatMap(({ rule, floor }) => {
    const exact = add(mark, priceOf(sub(floor, equityAt(mark)), position.qty));
    let price = add(roundDownToStep(exact, tick), step);
    while (price > 0n && !measureLossLimit(rule, challenge, equityAt(price)).isBreached)
      price = sub(price, step);
    return price > 0n ? [price] : [];
  });
  const [first, ...others] = prices;
  if (first === undefined) return null;
  const isReachedEarlier = (a: Price, b: Price) => (isLong(position) ? a > b : a < b);
  return others.reduce((best, price) => (isReachedEarlier(price, best) ? price : best), first);
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
  if (challenge === null || state.lock !== null || position === null) return null;
  const headrooms = listActingFloors(challenge, calculateEquity(state, context)).map(
    ({ headroom }) => headroom,
  );
  const [first, ...others] = headrooms;
  if (first === undefined) return null;
  const part = div(
    others.reduce((a, b) => min(a, b), first),
    fromNumber(state.positions.length),
  ) as Money;
  const { mark } = marketOrAt(context, symbol, position.entryPrice);
  const price = inwards(position, sub(mark, priceOf(part, position.qty)));
  return price > 0n ? { price, onFall: isLong(position) } : null;
}

/** The floors that would end or pause the challenge. */
function listActingFloors(challenge: ChallengeState, equity: Money): LossLimitStanding[] {
  return floorsOfPhase(challenge.plan, challenge.phase)
    .filter(({ isSoft }) => !isSoft || challenge.pausedUntilMs === null)
    .map((rule) => measureLossLimit(rule, challenge, equity));
}

/** One smallest unit towards the position's profit: never later than the exact price. */
function inwards(position: Position, price: Price): Price {
  const unit = 1n as Price;
  return isLong(position) ? add(price, unit) : sub(price, unit);
}
