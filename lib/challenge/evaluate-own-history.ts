import "server-only";
import type { ChallengeState } from "@/lib/core/challenge/challenge-state";
import { evaluateHistory, type HistoryPoint } from "@/lib/core/challenge/evaluate-history";
import type { Plan } from "@/lib/core/challenge/plan";
import { PLANS } from "@/lib/core/challenge/plans";
import { readHistory } from "@/lib/core/challenge/read-history";
import { readTrades } from "@/lib/core/challenge/read-trades";
import { countTradingDays } from "@/lib/core/challenge/rules/count-trading-days";
import { measureProfitTarget } from "@/lib/core/challenge/rules/measure-profit-target";
import type { TradingRuleKind } from "@/lib/core/challenge/rules/trading-rule";
import { formatRounded, type Money, parseMoney } from "@/lib/core/decimal";
import { STANDARD_OPENING } from "@/lib/core/opening";
import { findEndedTrades } from "@/lib/db/journal/journal";
import { findEvents } from "@/lib/db/queries/events";
import { listPortfolios } from "@/lib/db/queries/portfolios";
import type { PlanResultDto } from "@/lib/schemas/challenge/challenge-responses";
import type { PortfolioSummary } from "@/lib/schemas/trading/trading-responses";

const START = parseMoney(STANDARD_OPENING);
/** The largest number of events read from one portfolio. */
const MAX_EVENTS = 50_000;

/**
 * How a user's own history would have ended under each of the plans: that of the given portfolio, else of the oldest
 * practice one, since its last reset.
 * Of imported trades only the results at their closes are known.
 */
export async function evaluateOwnHistory(
  userId: string,
  { portfolioId, plans = PLANS }: { portfolioId?: string | undefined; plans?: readonly Plan[] } = {},
): Promise<{ portfolioId: string | null; results: PlanResultDto[] }> {
  const owned = await listPortfolios(userId, { withImported: true });
  const chosen = owned.find((one) => (portfolioId ? one.id === portfolioId : one.kind === "PRACTICE"));
  const history = chosen ? await readPoints(chosen) : [];
  return {
    portfolioId: chosen?.id ?? null,
    results: plans.map((plan) => {
      const about = { planId: plan.id, planName: plan.name, summary: plan.summary };
      const result = history.length < 2 ? null : evaluateHistory(plan, history, { start: START });
      const violations = (result?.violations ?? []).map(({ ruleId, atMs, symbol }) => ({
        kind: kindOfRule(plan, ruleId),
        at: new Date(atMs).toISOString(),
        symbol,
      }));
      const none = {
        phase: null,
        at: null,
        rule: null,
        ruleKind: null,
        equity: null,
        floor: null,
        missing: null,
        violations,
      };
      if (result === null) return { ...about, ...none, result: "no-history" };
      if (result.kind === "running") {
        const { phase } = result;
        return { ...about, ...none, result: "running", phase, missing: findMissing(result) };
      }
      const at = new Date(result.atMs).toISOString();
      if (result.kind === "passed") return { ...about, ...none, result: "passed", at };
      const { standing, phase, deadline } = result;
      return {
        ...about,
        ...none,
        result: "failed",
        phase,
        at,
        rule: standing?.rule.name ?? null,
        ruleKind: deadline?.rule.kind ?? null,
        equity: formatRounded(result.equity),
        floor: standing && formatRounded(standing.floor),
      };
    }),
  };
}

function findMissing({
  challenge,
  balance,
}: {
  challenge: ChallengeState;
  balance: Money;
}): PlanResultDto["missing"] {
  const target = measureProfitTarget(challenge, balance);
  const { done, needed } = countTradingDays(challenge, balance);
  return { profit: target && formatRounded(target.missing), tradingDays: Math.max(0, needed - done) };
}

function kindOfRule(plan: Plan, ruleId: string): TradingRuleKind {
  const rule = plan.tradingRules?.find(({ id }) => id === ruleId);
  if (rule === undefined) throw new Error(`Plan ${plan.id} has no rule ${ruleId}.`);
  return rule.kind;
}

async function readPoints({ id, kind, balance }: PortfolioSummary): Promise<HistoryPoint[]> {
  if (kind === "IMPORTED") return readTrades(await findEndedTrades(id), parseMoney(balance));
  const events = await findEvents(id, { afterSeq: 0, limit: MAX_EVENTS });
  const lastReset = events.findLast(({ type }) => type === "portfolio-reset");
  return readHistory(events).filter(({ atMs }) => lastReset === undefined || atMs > lastReset.atMs);
}
