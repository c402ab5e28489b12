import { type ChallengeState, calculateLastReset, isNewPeak } from "@/lib/core/challenge/challenge-state";
import { evaluate } from "@/lib/core/challenge/evaluate";
import { calculateScaling } from "@/lib/core/challenge/rules/calculate-scaling";
import type { LossLimitStanding } from "@/lib/core/challenge/rules/loss-limit";
import type { SeenMark } from "@/lib/core/challenge/seen-mark";
import { add, notional, type Price, sub } from "@/lib/core/decimal";
import { type Context, type Draft, toVenueMs } from "@/lib/core/engine/context";
import { emit } from "@/lib/core/engine/emit";
import type { RuleEvidence } from "@/lib/core/engine/events";
import { atBestExit } from "@/lib/core/engine/matching/at-best-exit";
import { requireMarket } from "@/lib/core/engine/matching/fill";
import { calculateFloorPrice } from "@/lib/core/engine/matching/floor-price";
import { cancelAllOrders, flattenAll } from "@/lib/core/engine/orders/close-by-system";
import {
  calculateEquity,
  calculateVerifiedEquity,
  hasFreshMark,
  listMarks,
} from "@/lib/core/engine/state/equity";
import { sumQty } from "@/lib/core/engine/state/state";

/**
 * Evaluates the rules of a challenge and applies the result at the same prices, so that nothing can be traded
 * between a breach and its consequences.
 *
 * The rules are evaluated whatever the age of the marks. A position with an old mark counts at that mark, one
 * without any mark at its entry, one whose price path is still to be walked at the best price the path may
 * give it; the evidence marks them as stale. Only a new peak waits for fresh marks: a profit at an old mark
 * does not raise it.
 */
export function evaluateNow(draft: Draft): void {
  if (draft.state.lock !== null || draft.state.challenge === null || isHindsight(draft)) return;
  correctDay(draft, draft.state.challenge);
  raisePeakIfNew(draft, draft.state.challenge);
  carryOut(draft, draft.state.challenge, seeOnWay(draft) ?? see(draft, draft.context));
  const { at } = draft.context;
  if (at !== undefined && draft.state.lock === null)
    draft.evaluated = { symbol: at.symbol, mark: at.market.mark };
}

/**
 * Whether a price path is earlier than the time at which the symbol's position was opened or last changed.
 */
function isHindsight({ state, context, events }: Draft): boolean {
  const { at } = context;
  if (at === undefined) return false;
  const held = state.positions.filter(({ symbol }) => symbol === at.symbol);
  const [first] = events;
  if (first !== undefined && held.some(({ changedSeq }) => changedSeq >= first.seq)) return false;
  return held.some(({ changedAtMs }) => toVenueMs(at.market, changedAtMs) > at.market.tickMs);
}

/**
 * Evidence where the walked symbol has just crossed a floor (`calculateFloorPrice`): the breach is recorded
 * where equity reached the floor, and the positions are closed at the market's price. Null where the floor
 * was not crossed, and where another symbol may have caused it: then the current marks are the evidence.
 */
function seeOnWay(draft: Draft): Seen | null {
  const { state, context, evaluated } = draft;
  const { at } = context;
  const floor = at === undefined ? null : calculateFloorPrice(state, context, at.symbol);
  if (at === undefined || floor === null) return null;
  const { symbol, market } = at;
  const from = evaluated?.symbol === symbol ? evaluated.mark : null;
  const mayMove = (other: string) => other !== symbol && hasFreshMark(context, other);
  if (from === null && state.positions.some((position) => mayMove(position.symbol))) return null;
  const falls = sumQty(state, symbol) > 0n;
  const isAhead = (price: Price, other: Price) => (falls ? price < other : price > other);
  if (!isAhead(market.mark, floor) || (from !== null && !isAhead(floor, from))) return null;
  const floorContext = { ...context, at: { ...at, market: { ...market, mark: floor } } };
  const jump = { symbol, mark: market.mark, equity: calculateEquity(state, context) };
  return { ...see(draft, floorContext), jump };
}

/**
 * Starts the new day of a challenge if its reset has passed. Days without any evaluation are rolled in one
 * step.
 */
export function rollDayIfOver(draft: Draft): void {
  const { state, context } = draft;
  const { challenge } = state;
  if (challenge === null || state.lock !== null || context.nowMs < challenge.day.endMs) return;
  const marks = listMarks(state, context);
  emit(draft, {
    type: "day-rolled",
    resetMs: calculateLastReset(challenge, context.nowMs),
    equity: calculateEquity(state, context),
    verifiedEquity: calculateVerifiedEquity(state, context),
    marks,
    isExact: !marks.some(({ isStale }) => isStale),
  });
  scaleIfDue(draft);
}

function scaleIfDue(draft: Draft): void {
  const { challenge, balance } = draft.state;
  const amount = challenge === null ? null : calculateScaling(challenge, balance);
  if (amount !== null) emit(draft, { type: "challenge-scaled", amount });
}

/**
 * A day that began at old or missing marks is corrected once, as soon as each of these symbols has a fresh
 * mark: the quantities at the reset are valued at that mark instead. A peak raised meanwhile is unchanged.
 */
function correctDay(draft: Draft, { day }: ChallengeState): void {
  const { context } = draft;
  if (day.unconfirmed.length === 0) return;
  if (!day.unconfirmed.every(({ symbol }) => hasFreshMark(context, symbol))) return;
  let equity = day.equity;
  const marks = day.unconfirmed.map((seen): SeenMark => {
    const { mark, tickMs, tickSeq } = requireMarket(context, seen.symbol);
    equity = add(equity, notional(sub(mark, seen.mark), seen.qty));
    return { ...seen, mark, tickMs, tickSeq, isStale: false };
  });
  emit(draft, { type: "day-corrected", equity, marks });
}

function raisePeakIfNew(draft: Draft, challenge: ChallengeState): void {
  const { state, context } = draft;
  const equity = calculateVerifiedEquity(state, context);
  if (isNewPeak(challenge, equity)) {
    emit(draft, { type: "equity-peaked", equity, marks: listMarks(state, context) });
  }
}

/** Cancels all orders, closes all positions at their marks and locks the portfolio, in one decision. */
export function lockPortfolio(draft: Draft, reason: string): void {
  flattenAll(draft, { purpose: "breach", reason: "locked" });
  emit(draft, { type: "portfolio-locked", reason });
}

/** Evidence that the rules are evaluated by. */
type Seen = Pick<RuleEvidence, "equity" | "marks" | "jump">;

function see({ state }: Draft, context: Context): Seen {
  let equity = calculateEquity(state, context);
  const marks = listMarks(state, context).map((seen) => {
    const evaluated = atBestExit(state, context, seen);
    equity = add(equity, notional(sub(evaluated.mark, seen.mark), seen.qty));
    return evaluated;
  });
  return { equity, marks, jump: null };
}

function carryOut(draft: Draft, challenge: ChallengeState, seen: Seen): void {
  const { balance, positions } = draft.state;
  const { equity } = seen;
  const result = evaluate(challenge, { balance, equity, hasPosition: positions.length > 0 });
  const { challengeId, phase, plan } = challenge;
  switch (result.kind) {
    case "breach": {
      const evidence = collectEvidence(draft, result.standing, seen);
      emit(draft, { type: "challenge-breached", challengeId, phase, ...evidence });
      lockPortfolio(draft, "challenge_failed");
      break;
    }
    case "pause": {
      const evidence = collectEvidence(draft, result.standing, seen);
      emit(draft, { type: "trading-paused", untilMs: challenge.day.endMs, ...evidence });
      flattenAll(draft, { purpose: "breach", reason: "locked" });
      break;
    }
    case "pass": {
      const { tradingDays } = challenge;
      const isLast = phase === plan.phases.length;
      emit(draft, { type: "phase-passed", challengeId, phase, isLast, balance, tradingDays });
      cancelAllOrders(draft, "locked");
      emit(draft, { type: "portfolio-locked", reason: "phase_passed" });
      break;
    }
    case "go-on":
      for (const standing of result.warn) {
        emit(draft, { type: "headroom-warned", ...collectEvidence(draft, standing, seen) });
      }
  }
}

function collectEvidence({ state }: Draft, { rule, floor }: LossLimitStanding, seen: Seen): RuleEvidence {
  const planVersion = state.challenge?.plan.version ?? 0;
  return { rule, planVersion, floor, balance: state.balance, ...seen };
}
