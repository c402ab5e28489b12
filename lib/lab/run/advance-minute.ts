import { DAY_MINUTES, MINUTE_MS } from "@/lib/lab/candles/timeframe";
import type { EquityTrack } from "@/lib/lab/plans/equity-track";
import { advanceChallenge } from "@/lib/lab/plans/run-challenge";
import { trackMinute } from "@/lib/lab/plans/track-equity";
import { callHook } from "@/lib/lab/run/call-hook";
import { dropEvents } from "@/lib/lab/run/consume-events";
import { executeRoute } from "@/lib/lab/run/execute-route";
import { drainMarketOrders } from "@/lib/lab/run/orders/drain-market-orders";
import { measureBalance } from "@/lib/lab/run/report/measure-balance";
import { settleFunding } from "@/lib/lab/run/settle-funding";
import type { Simulation } from "@/lib/lab/run/simulation";
import { walkMinute } from "@/lib/lab/run/walk-minute";

/**
 * Trades the next minute: funding that is due at its start, then each symbol's candle in order, then each route whose bar ends with it, in order,
 * then the market orders that still wait.
 */
export function advanceMinute(simulation: Simulation): void {
  const minute = simulation.done;
  settleFunding(simulation);
  simulation.context.nowMs += MINUTE_MS;
  for (const feed of simulation.feeds) walkMinute(simulation, feed);
  for (const route of simulation.routes) {
    if ((minute + 1) % route.minutes === 0) executeRoute(simulation, route);
  }
  drainMarketOrders(simulation);
  if (minute > 0 && minute % DAY_MINUTES === 0) simulation.dailyBalances.push(measureBalance(simulation));
  if (simulation.equity !== null) {
    trackMinute(simulation, simulation.equity);
    reportChallenge(simulation, simulation.equity);
  }
  if (simulation.seenEvents > 0) dropEvents(simulation);
  simulation.done += 1;
}

function reportChallenge(simulation: Simulation, track: EquityTrack): void {
  const { challenge, done: minute, context, routes } = simulation;
  if (challenge === null) return;
  for (const event of advanceChallenge(challenge, track, { minute, nowMs: context.nowMs })) {
    for (const route of routes) {
      callHook(simulation, route, "onChallenge", () => route.strategy.onChallenge(event));
    }
  }
}
