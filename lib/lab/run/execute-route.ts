import { findPosition } from "@/lib/core/engine/state/state";
import { LabError } from "@/lib/lab/lab-error";
import { callHook } from "@/lib/lab/run/call-hook";
import { drainMarketOrders } from "@/lib/lab/run/orders/drain-market-orders";
import { cancelEntries, enter, forgetOrders, placeChanges } from "@/lib/lab/run/orders/place-orders";
import type { Route, Simulation } from "@/lib/lab/run/simulation";

/** One bar of a route, in jesse's order of steps. */
export function executeRoute(simulation: Simulation, route: Route): void {
  const { strategy } = route;
  callHook(simulation, route, "before", () => strategy.before());
  if (
    isWaiting(simulation, route) &&
    callHook(simulation, route, "shouldCancelEntry", () => strategy.shouldCancelEntry())
  ) {
    cancelEntries(simulation, route);
  }
  if (isOpen(simulation, route)) {
    callHook(simulation, route, "updatePosition", () => {
      strategy.updatePosition();
      placeChanges(simulation, route);
    });
  }
  drainMarketOrders(simulation);
  if (!isOpen(simulation, route) && !hasActiveOrders(simulation, route)) lookForEntry(simulation, route);
  callHook(simulation, route, "after", () => strategy.after());
  callHook(simulation, route, "updateChart", () => strategy.updateChart());
  route.bars += 1;
}

/** Whether an order of the route's symbol is open, a waiting market order included. */
export function hasActiveOrders(simulation: Simulation, route: Route): boolean {
  return simulation.draft.state.orders.some(({ symbol }) => symbol === route.config.symbol);
}

export function isOpen(simulation: Simulation, route: Route): boolean {
  return findPosition(simulation.draft.state, route.config.symbol) !== null;
}

function isWaiting(simulation: Simulation, route: Route): boolean {
  return !isOpen(simulation, route) && hasActiveOrders(simulation, route);
}

function lookForEntry(simulation: Simulation, route: Route): void {
  const { strategy } = route;
  forgetOrders(route);
  const isShort = callHook(simulation, route, "shouldShort", () => strategy.shouldShort());
  const isLong = callHook(simulation, route, "shouldLong", () => {
    const wanted = strategy.shouldLong();
    if (isShort && simulation.config.type === "spot") throw new LabError("Spot can't be sold short.");
    if (isShort && wanted) throw new LabError("shouldLong and shouldShort are both true.");
    return wanted;
  });
  if (isLong) enter(simulation, route, "buy");
  else if (isShort) enter(simulation, route, "sell");
}
