import { isQuiet } from "@/lib/lab/replay/is-quiet";
import {
  buildContext,
  decideInReplay,
  type Replay,
  replayEquity,
  replayTime,
  takeSnapshot,
} from "@/lib/lab/replay/replay";
import { walkNewest } from "@/lib/lab/replay/walk-newest";

/** Whether there is a minute to come that may be traded. */
export function canAdvance(replay: Replay): boolean {
  return !replay.isFinished && replay.state.lock === null && replay.revealed < replay.columns.close.length;
}

/**
 * Reveals and trades the next minute: what waits for the market fills at its open, one tick to the worse side;
 * then the price walks the candle, to its losing extreme first where both a stop and a target lie inside.
 */
export function advanceReplay(replay: Replay): void {
  if (!canAdvance(replay)) return;
  fillQueued(replay, replay.columns.open[replay.revealed] as number);
  replay.revealed += 1;
  if (!isQuiet(replay)) walkNewest(replay);
  replay.equities.push(replayEquity(replay));
  replay.snapshots.push(takeSnapshot(replay));
}

/** Executes the orders that wait for a book, at `price`; they were accepted at the end of the last minute. */
export function fillQueued(replay: Replay, price: number): void {
  const queued = replay.state.orders.filter(({ status }) => status === "QUEUED");
  if (queued.length === 0) return;
  const nowMs = replayTime(replay);
  const context = buildContext(replay, { nowMs, price, bookMs: nowMs + 1 });
  for (const { id } of queued) decideInReplay(replay, { type: "execute", orderId: id }, context);
}
