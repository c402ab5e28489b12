import { fromNumber, type Price } from "@/lib/core/decimal";
import { isQuiet } from "@/lib/lab/replay/is-quiet";
import {
  buildContext,
  contextNow,
  decideInReplay,
  markAt,
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
  settleFunding(replay);
  fillQueued(replay, replay.columns.open[replay.revealed] as number);
  replay.revealed += 1;
  if (!isQuiet(replay)) walkNewest(replay);
  replay.equities.push(replayEquity(replay));
  replay.snapshots.push(takeSnapshot(replay));
}

/** Charges the funding of the instant at which the next minute begins, at the newest mark. */
function settleFunding(replay: Replay): void {
  const { funding, instrument, state } = replay;
  if (funding === undefined || state.positions.length === 0) return;
  const nowMs = replayTime(replay);
  const due = funding.find(({ atMs }) => atMs === nowMs);
  if (due === undefined) return;
  decideInReplay(
    replay,
    {
      type: "settle-funding",
      symbol: instrument.symbol,
      rate: fromNumber(due.rate),
      mark: fromNumber(markAt(replay, replay.revealed - 1)) as Price,
      fundingMs: nowMs,
    },
    contextNow(replay),
  );
}

/** Executes the orders that wait for a book, at `price`; they were accepted at the end of the last minute. */
export function fillQueued(replay: Replay, price: number): void {
  const queued = replay.state.orders.filter(({ status }) => status === "QUEUED");
  if (queued.length === 0) return;
  const nowMs = replayTime(replay);
  const mark = markAt(replay, replay.revealed - 1);
  const context = buildContext(replay, { nowMs, price, mark, bookMs: nowMs + 1 });
  for (const { id } of queued) decideInReplay(replay, { type: "execute", orderId: id }, context);
}
