import { floorsOfPhase } from "@/lib/core/challenge/plan";
import { measureLossLimit } from "@/lib/core/challenge/rules/loss-limit";
import { measureProfitTarget } from "@/lib/core/challenge/rules/measure-profit-target";
import { fromNumber, type Money } from "@/lib/core/decimal";
import type { PortfolioEvent } from "@/lib/core/engine/events";
import { type Replay, replayEquity, replayPrice } from "@/lib/lab/replay/replay";
import { toNearestNumber } from "@/lib/lab/to-number";

type EventOf<T extends PortfolioEvent["type"]> = Extract<PortfolioEvent, { type: T }>;

/** A floor of the running phase and the headroom to it, quote currency. */
export type ReplayFloor = { name: string; floor: number; headroom: number };
/** One closed position; money in quote currency. */
export type ReplayTrade = {
  side: "long" | "short";
  qty: number;
  entryPrice: number;
  exitPrice: number;
  fees: number;
  net: number;
  openedAtMs: number;
  closedAtMs: number;
};
export type ReplayOutcome = "running" | "ended" | "passed" | "breached";

/** Figures of a replay up to now. Money in quote currency, returns as fractions. */
export type ReplayReport = {
  outcome: ReplayOutcome;
  equity: number;
  balance: number;
  change: number;
  maxDrawdown: number;
  /** Of the price, from the start to now. */
  buyAndHold: number;
  fees: number;
  trades: ReplayTrade[];
  floors: ReplayFloor[];
  /** Balance at which the phase is passed, and what is missing; null without a target. */
  target: { balance: number; missing: number } | null;
  /** The rule that ended the challenge, its floor, the equity that met it and when. */
  breach: { rule: string; floor: number; equity: number; atMs: number } | null;
};

export function toReplayReport(replay: Replay): ReplayReport {
  const { state, events, equities, balance, columns, firstIndex } = replay;
  const equity = replayEquity(replay);
  const challenge = state.challenge;
  const target = challenge === null ? null : measureProfitTarget(challenge, state.balance);
  const breach = events.find((event): event is BreachEvent => event.type === "challenge-breached");
  return {
    outcome: findOutcome(replay),
    equity,
    balance: toNearestNumber(state.balance),
    change: equity / balance - 1,
    maxDrawdown: measureDrawdown(equities),
    buyAndHold: replayPrice(replay) / (columns.close[firstIndex - 1] as number) - 1,
    fees: toNearestNumber(state.ledger.fees),
    trades: events.filter(isClosed).map(toTrade),
    floors:
      challenge === null
        ? []
        : floorsOfPhase(challenge.plan, challenge.phase).map((rule) => {
            const { floor, headroom } = measureLossLimit(rule, challenge, fromNumber(equity) as Money);
            return { name: rule.name, floor: toNearestNumber(floor), headroom: toNearestNumber(headroom) };
          }),
    target: target && { balance: toNearestNumber(target.target), missing: toNearestNumber(target.missing) },
    breach: breach
      ? {
          rule: breach.rule.name,
          floor: toNearestNumber(breach.floor),
          equity: toNearestNumber(breach.equity),
          atMs: breach.atMs,
        }
      : null,
  };
}

type BreachEvent = EventOf<"challenge-breached">;

function findOutcome({ state, isFinished }: Replay): ReplayOutcome {
  if (state.lock?.reason === "challenge_failed") return "breached";
  if (state.lock?.reason === "phase_passed") return "passed";
  return isFinished ? "ended" : "running";
}

/** Largest fall from a peak, as a fraction of the peak; zero or below. */
function measureDrawdown(equities: readonly number[]): number {
  let [peak, worst] = [Number.NEGATIVE_INFINITY, 0];
  for (const equity of equities) {
    peak = Math.max(peak, equity);
    worst = Math.min(worst, equity / peak - 1);
  }
  return worst;
}

function isClosed(event: PortfolioEvent): event is EventOf<"round-trip-closed"> {
  return event.type === "round-trip-closed";
}

function toTrade({ roundTrip, net, openedAtMs, closedAtMs }: EventOf<"round-trip-closed">): ReplayTrade {
  const [entryQty, exitQty] = [toNearestNumber(roundTrip.entryQty), toNearestNumber(roundTrip.exitQty)];
  return {
    side: roundTrip.side,
    qty: entryQty,
    entryPrice: toNearestNumber(roundTrip.entryValue) / entryQty,
    exitPrice: toNearestNumber(roundTrip.exitValue) / exitQty,
    fees: toNearestNumber(roundTrip.fees),
    net: toNearestNumber(net),
    openedAtMs,
    closedAtMs,
  };
}
