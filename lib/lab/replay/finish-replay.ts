import { fillQueued } from "@/lib/lab/replay/advance-replay";
import { contextNow, decideInReplay, type Replay, replayEquity, replayPrice } from "@/lib/lab/replay/replay";

/** Ends the replay: what is open is closed at the newest price, one tick to the worse side. */
export function finishReplay(replay: Replay): void {
  if (replay.isFinished) return;
  const { positions, lock } = replay.state;
  if (lock === null) {
    decideInReplay(replay, { type: "cancel-all" }, contextNow(replay));
    if (positions.length > 0) {
      decideInReplay(replay, { type: "close-all", orderIdPrefix: "end" }, contextNow(replay));
      fillQueued(replay, replayPrice(replay));
    }
    replay.equities[replay.equities.length - 1] = replayEquity(replay);
  }
  replay.isFinished = true;
}
