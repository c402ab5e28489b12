import { useCallback, useEffect, useRef, useState } from "react";
import { advanceReplay, canAdvance } from "@/lib/lab/replay/advance-replay";
import { finishReplay } from "@/lib/lab/replay/finish-replay";
import type { Replay } from "@/lib/lab/replay/replay";
import { rewindReplay } from "@/lib/lab/replay/rewind-replay";

/** Minutes of the replay in a second; "max" is as fast as the page stays responsive. */
export const SPEEDS = {
  "10x": 10 / 60,
  "60x": 1,
  "300x": 5,
  "1000x": 1_000 / 60,
  max: Number.POSITIVE_INFINITY,
};
export type Speed = keyof typeof SPEEDS;

/** Time for the replay in one frame, so that the page stays responsive. */
const FRAME_BUDGET_MS = 8;

/** Plays a replay: `version` changes with everything that happens to it. Without one nothing plays. */
export function useReplayPlayer(replay: Replay | null) {
  const [version, setVersion] = useState(0);
  const [isPlaying, setPlaying] = useState(false);
  const [speed, setSpeed] = useState<Speed>("60x");
  const [pausesOnFill, setPausesOnFill] = useState(true);
  const pausing = useRef(pausesOnFill);
  pausing.current = pausesOnFill;
  const changed = useCallback(() => setVersion((value) => value + 1), []);

  useEffect(() => {
    if (!isPlaying || replay === null) return;
    let [frame, lastMs, due] = [0, performance.now(), 0];
    const play = (nowMs: number) => {
      due += ((nowMs - lastMs) / 1_000) * SPEEDS[speed];
      lastMs = nowMs;
      const wasPaused = advanceBy(replay, due, pausing.current);
      due = Number.isFinite(due) ? due % 1 : 0;
      changed();
      if (wasPaused || !canAdvance(replay)) setPlaying(false);
      else frame = requestAnimationFrame(play);
    };
    frame = requestAnimationFrame(play);
    return () => cancelAnimationFrame(frame);
  }, [isPlaying, speed, replay, changed]);

  const act = (change: (replay: Replay) => void) => {
    if (replay === null) return;
    change(replay);
    changed();
  };
  return {
    version,
    isPlaying,
    speed,
    pausesOnFill,
    setPausesOnFill,
    setSpeed,
    changed,
    toggle: () => setPlaying((value) => !value && replay !== null && canAdvance(replay)),
    step: () => act(advanceOrFinish),
    rewind: (minutes: number) => {
      setPlaying(false);
      act((one) => rewindReplay(one, minutes));
    },
    finish: () => {
      setPlaying(false);
      act(finishReplay);
    },
    stop: () => setPlaying(false),
  };
}

export type ReplayPlayer = ReturnType<typeof useReplayPlayer>;

/** Advances by whole minutes within a frame's time; returns whether a fill stopped it. */
function advanceBy(replay: Replay, minutes: number, pausesOnFill: boolean): boolean {
  const startMs = performance.now();
  for (let count = 1; count <= minutes && canAdvance(replay); count += 1) {
    const before = replay.events.length;
    advanceOrFinish(replay);
    const hasFilled = replay.events.slice(before).some(({ type }) => type === "order-filled");
    if (hasFilled && pausesOnFill) return true;
    if (performance.now() - startMs > FRAME_BUDGET_MS) break;
  }
  return false;
}

/** The last minute ends the replay. */
function advanceOrFinish(replay: Replay): void {
  advanceReplay(replay);
  if (!canAdvance(replay)) finishReplay(replay);
}
