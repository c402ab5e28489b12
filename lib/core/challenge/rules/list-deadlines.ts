import type { ChallengeState } from "@/lib/core/challenge/challenge-state";
import { tradingRulesOfPhase } from "@/lib/core/challenge/plan";
import { findTradingSession } from "@/lib/core/challenge/rules/find-trading-session";
import type { TradingRule } from "@/lib/core/challenge/rules/trading-rule";
import type { TradingView } from "@/lib/core/challenge/rules/trading-view";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

export const RULE_OUTCOMES = ["failed", "closed", "cancelled"] as const;
/**
 * What follows when a rule's time is over: the challenge ends; positions are closed; or only waiting entries
 * are cancelled.
 */
export type RuleOutcome = (typeof RULE_OUTCOMES)[number];

/** A rule that is enforced at `dueMs` unless the trader acts before. `symbol` is null where it is about all. */
export type Deadline = { rule: TradingRule; symbol: string | null; dueMs: number; outcome: RuleOutcome };

/** Deadlines of the running phase, in the order of its rules. */
export function listDeadlines(
  challenge: ChallengeState,
  view: Pick<TradingView, "entriesSinceMs" | "positionsSinceMs">,
): Deadline[] {
  const deadlines: Deadline[] = [];
  for (const rule of tradingRulesOfPhase(challenge.plan, challenge.phase)) {
    switch (rule.kind) {
      case "stop-required":
        for (const { symbol, sinceMs } of challenge.unprotected) {
          // A stop that is set at the last instant is in time.
          const dueMs = sinceMs + rule.withinMinutes * MINUTE_MS + 1;
          deadlines.push({ rule, symbol, dueMs, outcome: rule.isSoft ? "closed" : "failed" });
        }
        break;
      case "inactivity":
        if (challenge.lastFillMs === null || view.positionsSinceMs !== null) break;
        deadlines.push({
          rule,
          symbol: null,
          dueMs: challenge.lastFillMs + rule.days * DAY_MS,
          outcome: "failed",
        });
        break;
      case "trading-hours": {
        const positionsMs = rule.closesPositions ? view.positionsSinceMs : null;
        const oldestMs = Math.min(positionsMs ?? Infinity, view.entriesSinceMs ?? Infinity);
        if (oldestMs === Infinity) break;
        // The end of the session of the oldest one, so that a close that no command or job has evaluated still counts.
        const { isOpen, untilMs } = findTradingSession(oldestMs, rule, challenge.plan.zone);
        const outcome = positionsMs === null ? "cancelled" : "closed";
        deadlines.push({ rule, symbol: null, dueMs: isOpen ? untilMs : oldestMs, outcome });
      }
    }
  }
  return deadlines;
}

/** When a challenge must be evaluated next whatever the prices: at its reset, or earlier for a rule's time. */
export function calculateNextDue(
  challenge: ChallengeState,
  view: Pick<TradingView, "entriesSinceMs" | "positionsSinceMs">,
): number {
  const deadlines = listDeadlines(challenge, view).map(({ dueMs }) => dueMs);
  return Math.min(challenge.day.endMs, ...deadlines);
}
