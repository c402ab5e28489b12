import type { ChallengeState } from "@/lib/core/challenge/challenge-state";
import { tradingRulesOfPhase } from "@/lib/core/challenge/plan";
import { type Deadline, listDeadlines } from "@/lib/core/challenge/rules/list-deadlines";
import { type Draft, marketOf } from "@/lib/core/engine/context";
import { emit } from "@/lib/core/engine/emit";
import { lockPortfolio } from "@/lib/core/engine/matching/evaluate-now";
import { closeBySystem } from "@/lib/core/engine/orders/close-by-system";
import type { Position } from "@/lib/core/engine/positions/position";
import { calculateEquity, listMarks } from "@/lib/core/engine/state/equity";
import { readTradingAges } from "@/lib/core/engine/state/read-trading-view";
import { isReducing, type PortfolioState } from "@/lib/core/engine/state/state";

/**
 * Applies every trading rule whose time was over at `atMs`, the earliest first: the challenge ends, positions
 * are closed at their marks, or waiting entries are cancelled. Runs before each command, so that nothing that a
 * trader does later counts, however late the rule is looked at.
 */
export function enforceTradingRules(draft: Draft, atMs: number): void {
  for (;;) {
    const { challenge, lock } = draft.state;
    if (challenge === null || lock !== null) return;
    const due = findFirstDeadline(draft.state, challenge);
    if (due === null || due.dueMs > atMs) return;
    enforce(draft, challenge, due);
  }
}

const FIRST = new WeakMap<PortfolioState, Deadline | null>();

/** The earliest deadline; calculated once for each state, since states never change. */
function findFirstDeadline(state: PortfolioState, challenge: ChallengeState): Deadline | null {
  const known = FIRST.get(state);
  if (known !== undefined) return known;
  let first: Deadline | null = null;
  if (tradingRulesOfPhase(challenge.plan, challenge.phase).length > 0) {
    for (const deadline of listDeadlines(challenge, readTradingAges(state))) {
      if (first === null || deadline.dueMs < first.dueMs) first = deadline;
    }
  }
  FIRST.set(state, first);
  return first;
}

function enforce(draft: Draft, challenge: ChallengeState, due: Deadline): void {
  const { state, context } = draft;
  emit(draft, {
    type: "rule-enforced",
    challengeId: challenge.challengeId,
    phase: challenge.phase,
    planVersion: challenge.plan.version,
    ...due,
    equity: calculateEquity(state, context),
    balance: state.balance,
    marks: listMarks(state, context),
  });
  if (due.outcome === "failed") {
    lockPortfolio(draft, "challenge_failed");
    return;
  }
  const closes = (position: Position) => due.symbol === null || position.symbol === due.symbol;
  if (due.symbol === null) cancelEntries(draft);
  if (due.outcome === "cancelled") return;
  for (const position of draft.state.positions.filter(closes)) {
    const price = marketOf(draft.context, position.symbol)?.mark ?? position.entryPrice;
    closeBySystem(draft, position, { purpose: "breach", price, source: "mark" });
  }
}

function cancelEntries(draft: Draft): void {
  const { state } = draft;
  for (const order of state.orders) {
    if (isReducing(state, order)) continue;
    emit(draft, { type: "order-cancelled", orderId: order.id, reason: "rule" });
  }
}
