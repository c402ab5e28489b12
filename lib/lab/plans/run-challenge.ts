import type { Phase, Plan } from "@/lib/core/challenge/plan";
import { calculateNextTime } from "@/lib/core/time-zone";
import type { EquityTrack } from "@/lib/lab/plans/equity-track";
import {
  beginPhase,
  endDay,
  type Floor,
  findBroken,
  floorOf,
  goalOf,
  isComplete,
  readFloors,
  type Standing,
  worth,
} from "@/lib/lab/plans/walk-phase";
import type { ChallengeEvent, ChallengeView } from "@/lib/lab/strategy/challenge-view";

/** Part of a limit that is used when its strategy is warned. */
const WARNED = 0.8;
/** A fifth in floats may come out a bit above or below it. */
const ROUNDING = 1e-12;

/** A challenge over the equity of a run, minute by minute, by the rules of `walkPhase`. It stops no order. */
export type ChallengeRun = {
  readonly plan: Plan;
  phase: number;
  status: ChallengeView["status"];
  floors: readonly Floor[];
  standing: Standing;
  nextResetMs: number;
  /** The floor at which trading was paused until the reset. */
  pausedAt: number | null;
  isWarned: boolean;
};

export function createChallenge(
  plan: Plan,
  { start, startMs }: { start: number; startMs: number },
): ChallengeRun {
  return {
    plan,
    phase: 1,
    status: "running",
    floors: readFloors(plan, 1),
    standing: beginPhase(start),
    nextResetMs: nextReset(plan, startMs),
    pausedAt: null,
    isWarned: false,
  };
}

/** Takes the newest minute of the track over, and returns what has happened in it. */
export function advanceChallenge(
  run: ChallengeRun,
  track: EquityTrack,
  { minute, nowMs }: { minute: number; nowMs: number },
): ChallengeEvent[] {
  if (run.status !== "running" && run.status !== "paused") return [];
  if (nowMs > run.nextResetMs) rollDay(run, track.close[minute - 1] ?? track.start, nowMs);
  if (run.pausedAt !== null) return [];
  const { standing, floors } = run;
  const high = worth(standing, 1, track.high[minute] as number);
  standing.highest = Math.max(standing.highest, high);
  standing.dayPeak = Math.max(standing.dayPeak, high);
  const low = worth(standing, 1, track.low[minute] as number);
  const broken = findBroken(floors, standing, low);
  if (broken !== null) return [breakFloor(run, broken)];
  if (track.state[minute] === 2) standing.hasTraded = true;
  const close = worth(standing, 1, track.close[minute] as number);
  const events = warn(run, low);
  if (
    track.state[minute] === 0 &&
    close >= goalOf(phaseOf(run)) &&
    isComplete(phaseOf(run), standing, close)
  ) {
    events.push(passPhase(run, track.close[minute] as number));
  }
  return events;
}

/** Where the challenge stands at an equity of the run; money in quote currency. */
export function viewChallenge(run: ChallengeRun, equity: number): ChallengeView {
  const { plan, phase, status, floors, standing } = run;
  const start = standing.base;
  const now = worth(standing, 1, equity);
  const left = floors.map((floor) => now - floorOf(floor, standing));
  const ofDay = left.filter((_, index) => floors[index]?.base.startsWith("day"));
  const nearest = Math.min(...left);
  const goal = goalOf(phaseOf(run));
  return {
    plan: plan.id,
    phase,
    status,
    equity: now * start,
    floor: (now - nearest) * start,
    distanceToFloor: nearest * start,
    dayLossLeft: ofDay.length === 0 ? null : Math.min(...ofDay) * start,
    target: Number.isFinite(goal) ? goal * start : null,
    daysTraded: standing.tradingDays + (standing.hasTraded ? 1 : 0),
  };
}

function rollDay(run: ChallengeRun, equity: number, nowMs: number): void {
  const { standing, pausedAt } = run;
  // What the run earned while it was paused is not the account's.
  if (pausedAt !== null) standing.shift += pausedAt - worth(standing, 1, equity);
  endDay(standing, phaseOf(run), worth(standing, 1, equity));
  run.pausedAt = null;
  run.isWarned = false;
  run.status = "running";
  run.nextResetMs = nextReset(run.plan, nowMs - 1);
}

function breakFloor(run: ChallengeRun, broken: Floor): ChallengeEvent {
  if (broken.isSoft) run.pausedAt = floorOf(broken, run.standing);
  run.status = broken.isSoft ? "paused" : "breached";
  return { type: run.status, rule: broken.name, phase: run.phase };
}

function warn(run: ChallengeRun, low: number): ChallengeEvent[] {
  if (run.isWarned) return [];
  const { floors, standing, phase } = run;
  const near = floors.find((floor) => {
    const level = floorOf(floor, standing);
    return low - level <= (1 - WARNED) * floor.percent + ROUNDING;
  });
  if (near === undefined) return [];
  run.isWarned = true;
  return [{ type: "floor-near", rule: near.name, phase }];
}

function passPhase(run: ChallengeRun, equity: number): ChallengeEvent {
  const passed = run.phase;
  if (run.plan.phases[passed] === undefined) {
    run.status = "passed";
    return { type: "passed", rule: null, phase: passed };
  }
  run.phase += 1;
  run.floors = readFloors(run.plan, run.phase);
  run.standing = beginPhase(equity);
  run.isWarned = false;
  return { type: "phase-passed", rule: null, phase: passed };
}

function phaseOf({ plan, phase }: ChallengeRun): Phase {
  return plan.phases[phase - 1] as Phase;
}

function nextReset({ resetAt, zone }: Plan, fromMs: number): number {
  return calculateNextTime(fromMs, { time: resetAt, zone });
}
