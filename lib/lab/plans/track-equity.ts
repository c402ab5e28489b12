import { findPosition } from "@/lib/core/engine/state/state";
import { currentMinute } from "@/lib/lab/candles/candle-store";
import { measureBalance } from "@/lib/lab/run/report/measure-balance";
import type { EquityTrack, Feed, Simulation } from "@/lib/lab/run/simulation";
import { toNearestNumber } from "@/lib/lab/to-number";

export function createTrack(minutes: number, start: number): EquityTrack {
  const column = () => new Float64Array(minutes);
  return { start, low: column(), high: column(), close: column(), state: new Uint8Array(minutes) };
}

/**
 * Records the minute that has just been traded. Its bounds are those of the positions held at its end at their
 * worst and best prices, and of equity before and after: wider than what happened where a position was closed
 * or several are open, never narrower.
 */
export function trackMinute(simulation: Simulation, track: EquityTrack): void {
  const minute = simulation.done;
  const close = measureBalance(simulation);
  const before = track.close[minute - 1] ?? track.start;
  let [low, high] = [Math.min(before, close), Math.max(before, close)];
  if (simulation.draft.state.positions.length > 0) {
    let [worst, best] = [close, close];
    for (const feed of simulation.feeds) {
      const [fall, rise] = reachOf(simulation, feed);
      worst += fall;
      best += rise;
    }
    low = Math.min(low, worst);
    high = Math.max(high, best);
  }
  track.low[minute] = low;
  track.high[minute] = high;
  track.close[minute] = close;
  track.state[minute] = findState(simulation);
}

/** How far below and above its end the minute's prices took the position's value. */
function reachOf(simulation: Simulation, feed: Feed): [fall: number, rise: number] {
  const position = findPosition(simulation.draft.state, feed.symbol);
  if (position === null) return [0, 0];
  const qty = toNearestNumber(position.qty);
  const { low, high, close } = feed.store.columns;
  const minute = currentMinute(feed.store);
  const end = close[minute] as number;
  const down = qty * ((low[minute] as number) - end);
  const up = qty * ((high[minute] as number) - end);
  return [Math.min(down, up), Math.max(down, up)];
}

function findState({ draft, context }: Simulation): number {
  const { positions } = draft.state;
  if (positions.length === 0) return 0;
  return positions.some(({ roundTrip }) => roundTrip.openedAtMs === context.nowMs) ? 2 : 1;
}
