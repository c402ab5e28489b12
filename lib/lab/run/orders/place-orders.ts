import { abs } from "@/lib/core/decimal";
import type { Position } from "@/lib/core/engine/positions/position";
import { findPosition } from "@/lib/core/engine/state/state";
import { currentClose } from "@/lib/lab/candles/candle-store";
import { LabError } from "@/lib/lab/lab-error";
import { callHook } from "@/lib/lab/run/call-hook";
import { cancelAll, cancelOrder, submitAtMarket, submitEntry, submitExit } from "@/lib/lab/run/orders/broker";
import { isAsPlaced, isSame, toOrderLines } from "@/lib/lab/run/orders/order-lines";
import type { OrderList, Route, Simulation } from "@/lib/lab/run/simulation";
import { fromUnits } from "@/lib/lab/run/units";
import { findHint } from "@/lib/lab/strategy/find-hint";
import type { OrderLine } from "@/lib/lab/strategy/submitted-order";
import { toNearestNumber } from "@/lib/lab/to-number";

/** Runs `goLong` or `goShort` and submits what it wrote, unless a filter is false. */
export function enter(simulation: Simulation, route: Route, side: "buy" | "sell"): void {
  const { strategy, placed } = route;
  const hook = side === "buy" ? "goLong" : "goShort";
  callHook(simulation, route, hook, () => {
    strategy[hook]();
    rejectForeignNames(strategy);
    const entry = toOrderLines(side, strategy[side], 0);
    if (entry.length === 0) throw new LabError(`${hook} must set this.${side}, for example [qty, price].`);
    placed[side] = entry;
    const whole = entry.reduce((total, [qty]) => total + Math.abs(qty), 0);
    for (const list of ["takeProfit", "stopLoss"] as const) prepareExit(simulation, route, { list, whole });
    if (!passesFilters(strategy)) {
      forgetOrders(route);
      return;
    }
    for (const [qty, price] of entry) submitEntry(simulation, route, { side, qty, price });
  });
}

/** `this.stop_loss = …` would be a field that nothing reads. */
function rejectForeignNames(strategy: object): void {
  for (const name of Object.keys(strategy)) {
    const hint = findHint(name);
    if (hint !== null) throw new LabError(`this.${name} is not read. Did you mean this.${hint}?`);
  }
}

function passesFilters(strategy: Route["strategy"]): boolean {
  const filters: unknown = strategy.filters();
  if (!Array.isArray(filters) || filters.some((filter) => typeof filter !== "function")) {
    throw new LabError("filters must be a list of functions that are not called yet: [this.isQuiet].");
  }
  return filters.every((passes) => passes.call(strategy));
}

/** The exits that were written together with the entry, submitted once the position is open. */
export function placeFirstExits(simulation: Simulation, route: Route): void {
  for (const list of ["stopLoss", "takeProfit"] as const) {
    if (route.strategy[list] === null) continue;
    for (const line of route.placed[list] ?? []) placeFirstExit(simulation, route, { list, line });
  }
}

/** Submits again what the strategy has changed in its lists since they were submitted. */
export function placeChanges(simulation: Simulation, route: Route): void {
  const { strategy } = route;
  const position = findPosition(simulation.draft.state, route.config.symbol);
  if (position === null) return;
  replaceEntries(simulation, route, position.qty > 0n ? "buy" : "sell");
  replaceExits(simulation, route, { list: "stopLoss", position });
  replaceExits(simulation, route, { list: "takeProfit", position });
  const { stopLoss, takeProfit } = route.placed;
  const isBoth = strategy.stopLoss !== null && strategy.takeProfit !== null && (stopLoss?.length ?? 0) > 0;
  if (isBoth && stopLoss !== null && isSame(stopLoss, takeProfit)) {
    throw new LabError("stopLoss and takeProfit are the same; one of them is enough.");
  }
}

/** Cancels everything, so that the strategy can look for the next trade. */
export function cancelEntries(simulation: Simulation, route: Route): void {
  cancelAll(simulation, route);
  forgetOrders(route);
  for (const other of simulation.routes) {
    if (other === route) continue;
    callHook(simulation, other, "onRouteCanceled", () => {
      other.strategy.onRouteCanceled(route.strategy);
      placeChanges(simulation, other);
    });
  }
  callHook(simulation, route, "onCancel", () => route.strategy.onCancel());
  route.orders = [];
}

/** Empties the four lists and the counts of the trade. */
export function forgetOrders(route: Route): void {
  const { strategy, placed } = route;
  for (const list of ["buy", "sell", "stopLoss", "takeProfit"] as const) {
    strategy[list] = null;
    placed[list] = null;
  }
  route.orders = [];
  route.increasedCount = 0;
  route.reducedCount = 0;
}

function prepareExit(
  simulation: Simulation,
  route: Route,
  { list, whole }: { list: "stopLoss" | "takeProfit"; whole: number },
): void {
  const { strategy } = route;
  if (strategy[list] === null) return;
  if (simulation.config.type === "spot") {
    throw new LabError(`Spot can't set ${list} before the position is open: set it in onOpenPosition.`);
  }
  const lines = toOrderLines(list, strategy[list], whole);
  strategy[list] = lines;
  route.placed[list] = lines.map(copy);
}

/** An exit on the wrong side of the entry price is a plain order at the market. */
function placeFirstExit(
  simulation: Simulation,
  route: Route,
  exit: { list: "stopLoss" | "takeProfit"; line: OrderLine },
): void {
  const position = findPosition(simulation.draft.state, route.config.symbol);
  if (position === null) return;
  const [qty, price] = exit.line;
  const via = exit.list === "stopLoss" ? "stop-loss" : "take-profit";
  const entry = route.entryPrice ?? toNearestNumber(position.entryPrice);
  const isLong = position.qty > 0n;
  const isAbove = exit.list === "stopLoss" ? isLong : !isLong;
  const isWrong = isAbove ? price >= entry : price <= entry;
  if (isWrong) submitAtMarket(simulation, route, { side: isLong ? "sell" : "buy", qty, via });
  else submitExit(simulation, route, { qty, price, via });
}

function replaceEntries(simulation: Simulation, route: Route, side: "buy" | "sell"): void {
  if (isAsPlaced(route.strategy[side], route.placed[side])) return;
  const lines = writeLines(route, side, 0);
  if (isSame(lines, route.placed[side])) return;
  route.placed[side] = lines.map(copy);
  for (const order of route.orders) if (order.side === side) cancelOrder(simulation, order);
  for (const [qty, price] of lines) submitEntry(simulation, route, { side, qty, price });
}

function replaceExits(
  simulation: Simulation,
  route: Route,
  { list, position }: { list: "stopLoss" | "takeProfit"; position: Position },
): void {
  const written = route.strategy[list];
  if (written === null || isAsPlaced(written, route.placed[list])) return;
  const lines = writeLines(route, list, fromUnits(abs(position.qty)));
  if (isSame(lines, route.placed[list])) return;
  route.placed[list] = lines.map(copy);
  const via = list === "stopLoss" ? "stop-loss" : "take-profit";
  const side = position.qty > 0n ? "buy" : "sell";
  for (const order of route.orders) {
    if (order.submittedVia === via && order.side !== side) cancelOrder(simulation, order);
  }
  const current = currentClose(route.feed.store);
  for (const [qty, price] of lines) {
    const isCurrent = lines.length === 1 && price === current;
    submitExit(simulation, route, { qty, price: isCurrent ? current : price, via });
  }
}

/** The list as lines, written back so that a later change in place is seen. */
function writeLines(route: Route, list: OrderList, whole: number): OrderLine[] {
  const lines = toOrderLines(list, route.strategy[list], whole);
  if (route.strategy[list] !== null) route.strategy[list] = lines;
  return lines;
}

function copy([qty, price]: OrderLine): OrderLine {
  return [qty, price];
}
