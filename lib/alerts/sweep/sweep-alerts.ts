import "server-only";
import { recordDecisions } from "@/lib/alerts/record-decisions";
import { requestDelivery } from "@/lib/alerts/request-delivery";
import { sweepFills } from "@/lib/alerts/sweep/sweep-fills";
import { sweepFunding } from "@/lib/alerts/sweep/sweep-funding";
import { sweepIndicators } from "@/lib/alerts/sweep/sweep-indicators";
import { sweepMoves } from "@/lib/alerts/sweep/sweep-moves";
import { sweepPortfolios } from "@/lib/alerts/sweep/sweep-portfolios";
import type { AlertCondition } from "@/lib/core/alerts/alert";
import { toNumber } from "@/lib/core/decimal";
import { isMarkFresh, marketOf } from "@/lib/core/engine/context";
import type { DecidedAlert } from "@/lib/db/alerts/save-alerts";
import { expireAlerts, reactivateAlerts } from "@/lib/db/alerts/swept-alerts";
import { reportError } from "@/lib/infra/telemetry/report-error";
import { buildContext } from "@/lib/market/reference/build-context";
import { getHub } from "@/lib/market/stream/hub";

/** The sweep that evaluates each kind of alert; prices are found by the price path. */
const SWEEP_OF = {
  move: "moves",
  indicator: "indicators",
  liquidation: "portfolios",
  headroom: "portfolios",
  funding: "funding",
  fill: "fills",
} as const satisfies Record<Exclude<AlertCondition["kind"], "price">, string>;
type Sweep = (typeof SWEEP_OF)[keyof typeof SWEEP_OF];

/** Decisions of one statement. */
const BATCH_SIZE = 1_000;

/**
 * Evaluates every alert that is not found by the price path. Each kind by itself, so that an error in one
 * does not stop the others. Safe beside another process that sweeps: each firing is written once.
 *
 * @param options.withIndicators also those at closed candles
 */
export async function sweepAlerts(
  options: { withIndicators: boolean },
  nowMs = Date.now(),
): Promise<{ fired: number }> {
  const now = new Date(nowMs);
  await reactivateAlerts(now);
  await expireAlerts(now);
  await getHub().refresh(1_000);
  const context = await buildContext([...getHub().frames().keys()]);
  const marks = Object.fromEntries(
    [...getHub().frames().keys()].flatMap((symbol) => {
      const market = marketOf(context, symbol);
      return market && isMarkFresh(context, market) ? [[symbol, toNumber(market.mark)]] : [];
    }),
  );
  const sweeps: Record<Sweep, () => Promise<readonly DecidedAlert[]>> = {
    moves: () => sweepMoves(context),
    portfolios: () => sweepPortfolios(context, marks),
    funding: () => sweepFunding(nowMs),
    fills: () => sweepFills(nowMs),
    indicators: async () => (options.withIndicators ? sweepIndicators(nowMs) : []),
  };
  let fired = 0;
  for (const [kind, sweep] of Object.entries(sweeps)) {
    try {
      fired += await saveAll(await sweep());
    } catch (error) {
      reportError("alerts-not-swept", error, { kind });
    }
  }
  if (fired > 0) requestDelivery();
  return { fired };
}

/** Those that changed meanwhile are decided in the next sweep. @returns how many fired */
async function saveAll(decided: readonly DecidedAlert[]): Promise<number> {
  let fired = 0;
  for (let at = 0; at < decided.length; at += BATCH_SIZE) {
    const batch = decided.slice(at, at + BATCH_SIZE);
    const written = new Set((await recordDecisions(batch)).map(({ id }) => id));
    fired += batch.filter(({ alert, decision }) => decision.firing !== null && written.has(alert.id)).length;
  }
  return fired;
}
