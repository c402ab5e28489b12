import "server-only";
import { calculateHeadroom } from "@/lib/core/alerts/calculate-headroom";
import { decideLastingAlert } from "@/lib/core/alerts/decide-alert";
import { findNearestLiquidation } from "@/lib/core/alerts/find-nearest-liquidation";
import type { FiringFacts } from "@/lib/core/alerts/firing-facts";
import { isHeadroomNear, isLiquidationNear } from "@/lib/core/alerts/is-near";
import { formatPrice, max, parseDecimal, toNumber, ZERO } from "@/lib/core/decimal";
import type { Context } from "@/lib/core/engine/context";
import type { PortfolioState } from "@/lib/core/engine/state/state";
import type { StoredAlert } from "@/lib/db/alerts/alert-row";
import type { DecidedAlert } from "@/lib/db/alerts/save-alerts";
import { type FloatMarks, findHeadroomAlerts, findLiquidationAlerts } from "@/lib/db/alerts/swept-alerts";
import { loadPortfolio } from "@/lib/db/portfolio/portfolio-repository";

/**
 * Decides the alerts about liquidation and headroom: SQL finds by floats those that may be near, the core
 * decides on the portfolio.
 */
export async function sweepPortfolios(context: Context, marks: FloatMarks): Promise<DecidedAlert[]> {
  const candidates = [...(await findLiquidationAlerts(marks)), ...(await findHeadroomAlerts(marks))];
  const decided = await Promise.all(
    candidates.map(async (alert) => {
      const { condition } = alert;
      if (!("portfolioId" in condition)) return [];
      const stored = await loadPortfolio(condition.portfolioId);
      if (stored === null) return [];
      const facts = findFacts(alert, stored.state, context);
      const decision = facts === "unknown" ? null : decideLastingAlert(alert, facts, context.nowMs);
      return decision === null ? [] : [{ alert, decision }];
    }),
  );
  return decided.flat();
}

/** Null while the condition is not met, "unknown" while a mark is missing. */
function findFacts(
  { condition }: StoredAlert,
  state: PortfolioState,
  context: Context,
): FiringFacts | null | "unknown" {
  if (condition.kind === "headroom") {
    const headroom = calculateHeadroom(state, context);
    if (headroom === null) return "unknown";
    if (!isHeadroomNear(headroom, parseDecimal(condition.amount))) return null;
    return { kind: "headroom", headroom: toNumber(max(headroom, ZERO)).toFixed(2) };
  }
  if (condition.kind !== "liquidation") throw new Error(`An alert of ${condition.kind} is not about equity.`);
  const nearest = findNearestLiquidation(state, context);
  if (
    nearest === null ||
    !isLiquidationNear(nearest.mark, nearest.liquidation, parseDecimal(condition.percent))
  )
    return null;
  return {
    kind: "liquidation",
    symbol: nearest.symbol,
    mark: formatPrice(nearest.mark),
    liquidation: formatPrice(nearest.liquidation),
    percent: (toNumber(nearest.distance) * 100).toFixed(2),
  };
}
