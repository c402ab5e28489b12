import { fromNumber, type Price, type Qty } from "@/lib/core/decimal";
import type { Command, OrderRequest } from "@/lib/core/engine/commands";
import { executeCommandOn } from "@/lib/core/engine/decide";
import type { Side } from "@/lib/core/engine/orders/order";
import { findPosition } from "@/lib/core/engine/state/state";
import { currentClose } from "@/lib/lab/candles/candle-store";
import { LabError } from "@/lib/lab/lab-error";
import { consumeEvents } from "@/lib/lab/run/consume-events";
import type { Route, Simulation } from "@/lib/lab/run/simulation";
import { toUnits } from "@/lib/lab/run/units";
import { fitToSteps } from "@/lib/lab/run/venue-profile";
import type { SubmittedOrder } from "@/lib/lab/strategy/submitted-order";

type Request = Pick<SubmittedOrder, "side" | "type" | "qty" | "price" | "reduceOnly" | "submittedVia">;

/** Distance from the current price, as a fraction of it, within which an order is one at the market. */
const NEAR = 0.00015;

/** Whether an order at `price` is one at the market. */
export function isNear(price: number, current: number): boolean {
  return Math.abs(1 - price / current) <= NEAR;
}

/**
 * Submits an entry; its type follows from its price: near the current one a market order at the current price,
 * else a stop or a limit (engine-reference A.2).
 */
export function submitEntry(
  simulation: Simulation,
  route: Route,
  entry: { side: Side; qty: number; price: number },
): void {
  const current = currentClose(route.feed.store);
  const common = { side: entry.side, qty: entry.qty, reduceOnly: false, submittedVia: null };
  if (isNear(entry.price, current)) {
    submit(simulation, route, { ...common, type: "MARKET", price: current });
    return;
  }
  const isStop = entry.price > current === (entry.side === "buy");
  submit(simulation, route, { ...common, type: isStop ? "STOP" : "LIMIT", price: entry.price });
}

/** Submits a reduce-only exit; its type follows from its price, a near one is filled at its own price. */
export function submitExit(
  simulation: Simulation,
  route: Route,
  exit: { qty: number; price: number; via: SubmittedOrder["submittedVia"] },
): void {
  const position = findPosition(simulation.draft.state, route.config.symbol);
  if (position === null) throw new LabError("A position can't be reduced while there is none.");
  const current = currentClose(route.feed.store);
  const isLong = position.qty > 0n;
  const { qty, price, via: submittedVia } = exit;
  const common = { side: isLong ? "sell" : "buy", qty, price, reduceOnly: true, submittedVia } as const;
  if (isNear(price, current)) submit(simulation, route, { ...common, type: "MARKET" });
  else submit(simulation, route, { ...common, type: price > current === isLong ? "LIMIT" : "STOP" });
}

/** Submits a plain order at the current price, which may also open or turn the position. */
export function submitAtMarket(
  simulation: Simulation,
  route: Route,
  order: { side: Side; qty: number; via: SubmittedOrder["submittedVia"] },
): void {
  const price = currentClose(route.feed.store);
  const { side, qty, via: submittedVia } = order;
  submit(simulation, route, { side, qty, price, type: "MARKET", reduceOnly: false, submittedVia });
}

/** Cancels one order that is still open. */
export function cancelOrder(simulation: Simulation, order: SubmittedOrder): void {
  if (order.status === "ACTIVE") run(simulation, { type: "cancel", orderId: order.id });
}

/** Cancels every open order of the route's symbol. */
export function cancelAll(simulation: Simulation, route: Route): void {
  run(simulation, { type: "cancel-all", symbol: route.config.symbol });
}

/** Runs a command of the engine. @throws LabError with the engine's reason when it is rejected */
export function run(simulation: Simulation, command: Command): void {
  const reason = executeCommandOn(simulation.draft, command);
  if (reason !== null) throw new LabError(`The order was rejected: ${reason.replaceAll("_", " ")}.`);
  consumeEvents(simulation);
}

/** The prices that the engine sees of all symbols: the newest ones that are revealed. */
export function showPrices(simulation: Simulation): void {
  const { markets, nowMs } = simulation.context;
  for (const feed of simulation.feeds) {
    if (feed.store.revealed === 0) continue;
    const price = currentClose(feed.store);
    if (price === feed.shown) continue;
    feed.shown = price;
    const last = fromNumber(price) as Price;
    markets.set(feed.symbol, {
      last,
      mark: last,
      index: null,
      book: null,
      tickMs: nowMs,
      tickSeq: simulation.done,
      bookMs: nowMs,
    });
  }
}

function submit(simulation: Simulation, route: Route, wanted: Request): void {
  checkFigures(wanted);
  const { steps } = route.feed;
  const request = steps === null ? wanted : fitToSteps(wanted, steps);
  if (request === null) {
    simulation.unsent += 1;
    return;
  }
  showPrices(simulation);
  const signed = Math.abs(request.qty) * (request.side === "buy" ? 1 : -1);
  const order: SubmittedOrder = {
    ...request,
    id: `o${simulation.submitted.length + 1}`,
    symbol: route.config.symbol,
    qty: signed,
    createdAt: simulation.context.nowMs,
    status: "ACTIVE",
    executedAt: null,
  };
  const { symbol, side, type, price, createdAt: atMs } = order;
  simulation.submitted.push({ atMs, line: [atMs, symbol, side, type, signed, price].join(" "), order });
  simulation.orders.set(order.id, order);
  run(simulation, { type: "submit", order: toRequest(order) });
  route.orders.push(order);
}

function checkFigures({ qty, price }: Request): void {
  if (!Number.isFinite(qty) || qty === 0) throw new LabError(`An order's quantity can't be ${qty}.`);
  if (!Number.isFinite(price) || price <= 0) throw new LabError(`An order's price can't be ${price}.`);
}

function toRequest({ id, symbol, side, type, qty, price, reduceOnly }: SubmittedOrder): OrderRequest {
  const common = { orderId: id, symbol, side, reduceOnly, qty: toUnits<Qty>(Math.abs(qty)) };
  const at = fromNumber(price) as Price;
  if (type === "MARKET") return { ...common, kind: "market", price: at };
  if (type === "LIMIT") return { ...common, kind: "limit", price: at };
  return { ...common, kind: "stop-market", trigger: { price: at } };
}
