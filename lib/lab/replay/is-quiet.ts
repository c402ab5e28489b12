import { calculateThresholds } from "@/lib/core/challenge/evaluate";
import { add, fromNumber, max, min, type Price } from "@/lib/core/decimal";
import { valueAt } from "@/lib/core/engine/state/equity";
import { mayTrigger, triggerIndexOf } from "@/lib/core/engine/trigger-index";
import { contextNow, markAt, type Replay, replayTime } from "@/lib/lab/replay/replay";

/**
 * Whether the newest revealed minute can change nothing: no order, stop or liquidation lies in its range or among its marks, equity
 * stays between the thresholds of the challenge's rules, and no day ends. Most minutes are, and need no walk.
 */
export function isQuiet(replay: Replay): boolean {
  const { state, columns, instrument, revealed } = replay;
  const { positions, orders, challenge } = state;
  if (
    challenge !== null &&
    (replayTime(replay) >= challenge.day.endMs || challenge.day.unconfirmed.length > 0)
  )
    return false;
  if (positions.length === 0 && orders.length === 0) return true;
  // Without a challenge, the engine itself passes over such minutes.
  if (challenge === null) return false;
  const marks = [markAt(replay, revealed - 2), markAt(replay, revealed - 1)];
  const [low, high] = [
    Math.min(columns.low[revealed - 1] as number, ...marks),
    Math.max(columns.high[revealed - 1] as number, ...marks),
  ].map((price) => fromNumber(price) as Price) as [Price, Price];
  const triggers = triggerIndexOf(state, instrument.symbol, contextNow(replay));
  if (mayTrigger(triggers, { low, high }, false)) return false;
  const equityAt = (price: Price) =>
    positions.reduce((sum, position) => add(sum, valueAt(state, position, price)), state.balance);
  const [atLow, atHigh] = [equityAt(low), equityAt(high)];
  const { below, above } = calculateThresholds(challenge);
  return min(atLow, atHigh) > below && (above === null || max(atLow, atHigh) < above);
}
