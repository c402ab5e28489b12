import type { Plan } from "@/lib/core/challenge/plan";
import type { CompetitionTerms } from "@/lib/core/competition/competition-terms";
import type { Decimal } from "@/lib/core/decimal";

/** The id that the plans of all competitions have. */
export const COMPETITION_PLAN_ID = "competition";

/**
 * The plan of a competition's portfolios: it has no target, and ends a portfolio whose equity falls by
 * `maxDrawdown` (a fraction, null without a limit) from its highest one.
 */
export function buildCompetitionPlan(
  name: string,
  terms: CompetitionTerms & { maxDrawdown: Decimal | null },
): Plan {
  const { maxDrawdown, ...competition } = terms;
  return {
    id: COMPETITION_PLAN_ID,
    version: 1,
    name,
    summary: "The largest change of equity wins.",
    resetAt: "00:00",
    zone: "UTC",
    competition,
    floors:
      maxDrawdown === null
        ? []
        : [
            {
              id: "drawdown",
              name: "Max drawdown",
              scope: "total",
              percent: maxDrawdown,
              base: "highest-equity",
              amountOf: "base",
              lockAt: null,
              breachWhen: "at-or-below",
              isSoft: false,
              phases: null,
            },
          ],
    phases: [{ name: "Competition", target: null, minTradingDays: 0, bestDayLimit: null }],
  };
}
