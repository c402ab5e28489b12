import { useCallback, useEffect, useRef, useState } from "react";
import { MINUTE_MS } from "@/lib/lab/candles/timeframe";
import { advanceReplay, canAdvance } from "@/lib/lab/replay/advance-replay";
import { isPause, type PauseRules, usedLimit } from "@/lib/lab/replay/find-pause";
import { finishReplay } from "@/lib/lab/replay/finish-replay";
import { type Replay, replayTime } from "@/lib/lab/replay/replay";
import { rewindReplay } from "@/lib/lab/replay/rewind-replay";

/** Minutes of the replay in a second; "max" is as fast as the page stays responsive. */
export const SPEEDS = {
  "1x": 1 / 60,
  "10x": 10 / 60,
  "60x": 1,
  "300x": 5,
  "1000x": 1_000 / 60,
  max: Number.POSITIVE_INFINITY,
};
export type Speed = keyof typeof SPEEDS;

/** Time for the replay in one frame, so that the page stays responsive. */
const FRAME_BUDGET_MS = 8;
/** A jump of a day takes less by far; one that does not stops on the way. */
const JUMP_BUDGET_MS = 40;

/** Plays a replay: `version` changes with everything that happens to it. Without one nothing plays. */
export function useReplayPlayer(replay: Replay | null) {
  const [version, setVersion] = useState(0);
  const [isPlaying, setPlaying] = useState(false);
  const [speed, setSpeed] = useState<Speed>("60x");
  const [pauses, setPauses] = useState<PauseRules>({ on: new Set(["fill"]), level: null });
  const pausing = useRef(pauses);
  pausing.current = pauses;
  const changed = useCallback(() => setVersion((value) => value + 1), []);

  useEffect(() => {
    if (!isPlaying || replay === null) return;
    let [frame, lastMs, due] = [0, performance.now(), 0];
    const play = (nowMs: number) => {
      due += ((nowMs - lastMs) / 1_000) * SPEEDS[speed];
      lastMs = nowMs;
      const wasPaused = advanceBy(replay, due, { rules: pausing.current, budgetMs: FRAME_BUDGET_MS });
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
    pauses,
    setPauses,
    setSpeed,
    changed,
    toggle: () => setPlaying((value) => !value && replay !== null && canAdvance(replay)),
    step: () => act(advanceOrFinish),
    /** Goes on to the next instant that is a multiple of so many minutes, or to what pauses before it. */
    jump: (minutes: number) => {
      setPlaying(false);
      act((one) => {
        const left = minutes - ((replayTime(one) / MINUTE_MS) % minutes);
        advanceBy(one, left, { rules: pausing.current, budgetMs: JUMP_BUDGET_MS });
      });
    },
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

/** Advances by whole minutes within a time; returns whether something stopped it. */
function advanceBy(
  replay: Replay,
  minutes: number,
  { rules, budgetMs }: { rules: PauseRules; budgetMs: number },
): boolean {
  const startMs = performance.now();
  let used = rules.on.has("limit") ? usedLimit(replay) : 0;
  for (let count = 1; count <= minutes && canAdvance(replay); count += 1) {
    const before = { events: replay.events.length, used };
    advanceOrFinish(replay);
    if (isPause(replay, rules, before)) return true;
    if (rules.on.has("limit")) used = usedLimit(replay);
    if (performance.now() - startMs > budgetMs) break;
  }
  return false;
}

/** The last minute ends the replay. */
function advanceOrFinish(replay: Replay): void {
  advanceReplay(replay);
  if (!canAdvance(replay)) finishReplay(replay);
}
