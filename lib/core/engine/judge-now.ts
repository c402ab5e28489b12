import { cancelOrders, flattenAll } from "@/lib/core/engine/close-by-system";
import { type Context, isFresh, marketOf } from "@/lib/core/engine/context";
import { type Draft, emit } from "@/lib/core/engine/draft";
import { findEquity } from "@/lib/core/engine/equity";
import type { RuleEvidence, SeenMark } from "@/lib/core/engine/events";
import type { PortfolioState } from "@/lib/core/engine/state";
import { evaluate } from "@/lib/core/prop/evaluate";
import { findLastReset, isNewPeak, type PropState } from "@/lib/core/prop/prop-state";
import type { FloorStanding } from "@/lib/core/prop/rules/floor";

/**
 * Asks the rules of a challenge and carries their answer out at the same prices: there is no instant at which a
 * breach has happened and something may still be traded. Equity at old or missing marks is not judged.
 */
export function judgeNow(draft: Draft): void {
  const { state, context } = draft;
  if (state.lock !== null || state.prop === null || !hasFreshMarks(state, context)) return;
  const equity = findEquity(state, context);
  if (isNewPeak(state.prop, equity)) {
    emit(draft, { type: "equity-peaked", equity, marks: listMarks(state, context) });
  }
  carryOut(draft, draft.state.prop ?? state.prop, equity);
}

/** Begins the new day of a challenge if its reset has come. Days on which nothing asked are rolled in one. */
export function rollDayIfOver(draft: Draft): void {
  const { state, context } = draft;
  const { prop } = state;
  if (prop === null || state.lock !== null || context.nowMs < prop.day.endMs) return;
  emit(draft, {
    type: "day-rolled",
    resetMs: findLastReset(prop, context.nowMs),
    equity: findEquity(state, context),
    marks: listMarks(state, context),
    isExact: hasFreshMarks(state, context),
  });
}

/** Cancels all orders, closes all positions at their marks and locks: there is no instant in between. */
export function lockPortfolio(draft: Draft, reason: string): void {
  flattenAll(draft, { purpose: "breach", reason: "locked" });
  emit(draft, { type: "portfolio-locked", reason });
}

function carryOut(draft: Draft, prop: PropState, equity: RuleEvidence["equity"]): void {
  const { balance, positions } = draft.state;
  const verdict = evaluate(prop, { balance, equity, hasPosition: positions.length > 0 });
  const { challengeId, phase, plan } = prop;
  switch (verdict.kind) {
    case "breach": {
      const evidence = collectEvidence(draft, verdict.standing, equity);
      emit(draft, { type: "challenge-breached", challengeId, phase, ...evidence });
      lockPortfolio(draft, "challenge_failed");
      break;
    }
    case "pause": {
      const evidence = collectEvidence(draft, verdict.standing, equity);
      emit(draft, { type: "trading-paused", untilMs: prop.day.endMs, ...evidence });
      flattenAll(draft, { purpose: "breach", reason: "locked" });
      break;
    }
    case "pass": {
      const { tradingDays } = prop;
      const isLast = phase === plan.phases.length;
      emit(draft, { type: "phase-passed", challengeId, phase, isLast, balance, tradingDays });
      cancelOrders(draft, "locked");
      emit(draft, { type: "portfolio-locked", reason: "phase_passed" });
      break;
    }
    case "go-on":
      for (const standing of verdict.warn) {
        emit(draft, { type: "room-warned", ...collectEvidence(draft, standing, equity) });
      }
  }
}

function collectEvidence(
  draft: Draft,
  { rule, floor }: FloorStanding,
  equity: RuleEvidence["equity"],
): RuleEvidence {
  const { state, context } = draft;
  const planVersion = state.prop?.plan.version ?? 0;
  return { rule, planVersion, floor, equity, balance: state.balance, marks: listMarks(state, context) };
}

/** The prices that equity was computed with. A position without a mark counts at its entry. */
function listMarks(state: PortfolioState, context: Context): SeenMark[] {
  return state.positions.map(({ symbol, qty, entryPrice }) => {
    const market = marketOf(context, symbol);
    const { mark, tickMs, tickSeq } = market ?? { mark: entryPrice, tickMs: 0, tickSeq: 0 };
    return { symbol, qty, entryPrice, mark, tickMs, tickSeq };
  });
}

/** Whether every position has a mark of now; the point of a path that is being walked is one. */
function hasFreshMarks(state: PortfolioState, context: Context): boolean {
  return state.positions.every(({ symbol }) => {
    if (context.at?.symbol === symbol) return true;
    const market = marketOf(context, symbol);
    return market !== null && isFresh(context, market);
  });
}
