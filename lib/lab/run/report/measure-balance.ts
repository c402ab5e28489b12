import { findPosition } from "@/lib/core/engine/state/state";
import { currentClose } from "@/lib/lab/candles/candle-store";
import type { Feed, Simulation } from "@/lib/lab/run/simulation";
import { fromUnits } from "@/lib/lab/run/units";
import { toNearestNumber } from "@/lib/lab/to-number";

/** Balance and open profit, quote currency; in spot balance and the value of what is held. */
export function measureBalance(simulation: Simulation): number {
  const { state } = simulation.draft;
  const isSpot = simulation.config.type === "spot";
  const open = simulation.feeds.reduce(
    (total, feed) => total + (isSpot ? holdingOf(simulation, feed) : profitOf(simulation, feed)),
    0,
  );
  return fromUnits(state.balance) + open;
}

/** Open profit of the symbol's position at its newest price, quote currency. */
export function profitOf(simulation: Simulation, feed: Feed): number {
  const position = findPosition(simulation.draft.state, feed.symbol);
  if (position === null) return 0;
  const qty = fromUnits(position.qty);
  const value = Math.abs(currentClose(feed.store) * qty);
  const entry = feed.route?.entryPrice ?? toNearestNumber(position.entryPrice);
  const difference = value - Math.abs(entry * qty);
  return qty < 0 ? -difference : difference;
}

function holdingOf(simulation: Simulation, feed: Feed): number {
  const position = findPosition(simulation.draft.state, feed.symbol);
  return position === null ? 0 : Math.abs(fromUnits(position.qty) * currentClose(feed.store));
}
