import { sub, ZERO } from "@/lib/core/decimal";
import { findPosition } from "@/lib/core/engine/state/state";
import { callHook } from "@/lib/lab/run/call-hook";
import { consumeEvents } from "@/lib/lab/run/consume-events";
import { cancelEntries, placeChanges, placeFirstExits } from "@/lib/lab/run/orders/place-orders";
import type { LastFill, Route, Simulation } from "@/lib/lab/run/simulation";
import { fromUnits } from "@/lib/lab/run/units";

type RouteHook =
  | "onRouteOpenPosition"
  | "onRouteIncreasedPosition"
  | "onRouteReducedPosition"
  | "onRouteClosePosition";

/** Calls the hooks that follow from the newest fill, if there was one since the last call. */
export function reactToFill(simulation: Simulation): void {
  consumeEvents(simulation);
  const fill = simulation.lastFill;
  simulation.lastFill = null;
  const route = simulation.routes.find(({ config }) => config.symbol === fill?.symbol);
  if (fill === null || route === undefined) return;
  const position = findPosition(simulation.draft.state, fill.symbol);
  const held = position === null ? ZERO : position.qty;
  const after = fromUnits(held);
  // A fill that turns the position is two: its second part begins at zero.
  const before = fromUnits(sub(held, fill.change));
  route.previousQty = before;
  route.entryPrice = averageEntry(route.entryPrice, { before, after, fill });
  if (before === 0) reactToOpen(simulation, route, fill);
  else if (after === 0) reactToClose(simulation, route, fill);
  else if (Math.abs(after) > Math.abs(before)) reactToIncrease(simulation, route, fill);
  else reactToReduction(simulation, route, fill);
}

function averageEntry(
  entry: number | null,
  { before, after, fill }: { before: number; after: number; fill: LastFill },
): number | null {
  if (after === 0) return null;
  if (entry === null || before === 0) return fill.price;
  if (Math.abs(after) < Math.abs(before)) return entry;
  const added = Math.abs(fill.order.qty);
  return (added * fill.price + Math.abs(before) * entry) / (added + Math.abs(before));
}

function reactToOpen(simulation: Simulation, route: Route, { order }: LastFill): void {
  route.increasedCount = 1;
  tellOthers(simulation, route, "onRouteOpenPosition");
  callHook(simulation, route, "onOpenPosition", () => {
    placeFirstExits(simulation, route);
    route.strategy.onOpenPosition(order);
    placeChanges(simulation, route);
  });
}

function reactToIncrease(simulation: Simulation, route: Route, { order }: LastFill): void {
  route.increasedCount += 1;
  tellOthers(simulation, route, "onRouteIncreasedPosition");
  callHook(simulation, route, "onIncreasedPosition", () => {
    route.strategy.onIncreasedPosition(order);
    placeChanges(simulation, route);
  });
}

function reactToReduction(simulation: Simulation, route: Route, { order }: LastFill): void {
  route.reducedCount += 1;
  tellOthers(simulation, route, "onRouteReducedPosition");
  callHook(simulation, route, "onReducedPosition", () => {
    route.strategy.onReducedPosition(order);
    placeChanges(simulation, route);
  });
}

function reactToClose(simulation: Simulation, route: Route, { order, price }: LastFill): void {
  const trade = simulation.trades.at(-1);
  if (trade === undefined) throw new Error("A position was closed without a trade.");
  route.lastTradeIndex = route.bars;
  route.exitPrice = price;
  route.closedAt = simulation.context.nowMs;
  tellOthers(simulation, route, "onRouteClosePosition");
  cancelEntries(simulation, route);
  callHook(simulation, route, "onClosePosition", () => {
    route.strategy.onClosePosition(order, trade);
    placeChanges(simulation, route);
  });
}

function tellOthers(simulation: Simulation, route: Route, hook: RouteHook): void {
  for (const other of simulation.routes) {
    if (other === route) continue;
    callHook(simulation, other, hook, () => {
      other.strategy[hook](route.strategy);
      placeChanges(simulation, other);
    });
  }
}
