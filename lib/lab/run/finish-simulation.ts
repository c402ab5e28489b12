import { findPosition } from "@/lib/core/engine/state/state";
import { currentClose } from "@/lib/lab/candles/candle-store";
import { callHook } from "@/lib/lab/run/call-hook";
import { hasActiveOrders, isOpen } from "@/lib/lab/run/execute-route";
import { cancelAll, submitExit } from "@/lib/lab/run/orders/broker";
import { drainMarketOrders } from "@/lib/lab/run/orders/drain-market-orders";
import { cancelEntries, placeChanges } from "@/lib/lab/run/orders/place-orders";
import { measureBalance, profitOf } from "@/lib/lab/run/report/measure-balance";
import type { Route, Simulation } from "@/lib/lab/run/simulation";
import { fromUnits } from "@/lib/lab/run/units";

/** Ends the run: open positions are closed at the last price and counted as open trades. */
export function finishSimulation(simulation: Simulation): void {
  for (const route of simulation.routes) {
    terminate(simulation, route);
    drainMarketOrders(simulation);
  }
  simulation.dailyBalances.push(measureBalance(simulation));
}

function terminate(simulation: Simulation, route: Route): void {
  const { strategy } = route;
  callHook(simulation, route, "beforeTerminate", () => {
    strategy.beforeTerminate();
    placeChanges(simulation, route);
  });
  drainMarketOrders(simulation);
  if (isOpen(simulation, route)) closePosition(simulation, route);
  else if (hasActiveOrders(simulation, route)) cancelEntries(simulation, route);
  callHook(simulation, route, "terminate", () => strategy.terminate());
}

function closePosition(simulation: Simulation, route: Route): void {
  simulation.openTrades += 1;
  simulation.openProfit += profitOf(simulation, route.feed);
  if (simulation.config.type === "spot") cancelAll(simulation, route);
  const position = findPosition(simulation.draft.state, route.config.symbol);
  const qty = position === null ? 0 : fromUnits(position.qty);
  submitExit(simulation, route, { qty, price: currentClose(route.feed.store), via: null });
}
