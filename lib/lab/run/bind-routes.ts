import type { Side } from "@/lib/core/engine/orders/order";
import { currentBar, currentClose, viewBars } from "@/lib/lab/candles/candle-store";
import { findNamed, isSameSymbol } from "@/lib/lab/candles/is-same-symbol";
import { minutesOf } from "@/lib/lab/candles/timeframe";
import { LabError } from "@/lib/lab/lab-error";
import { viewChallenge } from "@/lib/lab/plans/run-challenge";
import { callHook } from "@/lib/lab/run/call-hook";
import { showPrices } from "@/lib/lab/run/orders/broker";
import { averageOf, toOrderLines } from "@/lib/lab/run/orders/order-lines";
import { measureBalance } from "@/lib/lab/run/report/measure-balance";
import { measureRun } from "@/lib/lab/run/report/measure-run";
import type { Route, Simulation } from "@/lib/lab/run/simulation";
import { toPositionView } from "@/lib/lab/run/to-position-view";
import { fromUnits } from "@/lib/lab/run/units";
import { bindStrategy } from "@/lib/lab/strategy/strategy";
import type { PositionView, RouteView, StrategyRuntime } from "@/lib/lab/strategy/strategy-runtime";
import type { SubmittedOrder } from "@/lib/lab/strategy/submitted-order";

const MOST_LOGS = 5_000;
const LONGEST_LOG = 1_000;
const MOST_POINTS = 200_000;
const MOST_LINES = 50;
const LONGEST_TITLE = 100;

/** Connects each strategy with its route, and runs its `start`. */
export function bindRoutes(simulation: Simulation): void {
  const positions = new Map(
    simulation.routes.map((route) => [route, toPositionView(simulation, route)] as const),
  );
  const routes: RouteView[] = simulation.routes.map(({ config, strategy }) => ({ ...config, strategy }));
  for (const route of simulation.routes) {
    bindStrategy(route.strategy, buildRuntime(simulation, route, { positions, routes }));
  }
  for (const route of simulation.routes) callHook(simulation, route, "start", () => route.strategy.start());
}

function buildRuntime(
  simulation: Simulation,
  route: Route,
  views: { positions: ReadonlyMap<Route, PositionView>; routes: readonly RouteView[] },
): StrategyRuntime {
  const { config } = simulation;
  const { store } = route.feed;
  const position = views.positions.get(route);
  if (position === undefined) throw new Error("A route without a position.");
  return {
    symbol: route.config.symbol,
    timeframe: route.config.timeframe,
    exchangeType: config.type,
    routeIndex: route.index,
    isLive: simulation.isLive,
    steps: findNamed(Object.entries(config.terms.steps), route.config.symbol) ?? null,
    leverage: config.leverage,
    feeRate: config.fee,
    position,
    sharedVars: simulation.sharedVars,
    routes: views.routes,
    dataRoutes: config.data.map((data) => ({ ...data, strategy: null })),
    get index() {
      return route.bars;
    },
    get lastTradeIndex() {
      return route.lastTradeIndex;
    },
    get increasedCount() {
      return route.increasedCount;
    },
    get reducedCount() {
      return route.reducedCount;
    },
    get time() {
      return simulation.context.nowMs;
    },
    get price() {
      return currentClose(store);
    },
    get currentBar() {
      return currentBar(store, route.minutes);
    },
    get candles() {
      return viewBars(store, route.minutes);
    },
    get balance() {
      const { state } = simulation.draft;
      return config.type === "spot" ? freeMargin(simulation) : fromUnits(state.balance);
    },
    get availableMargin() {
      return freeMargin(simulation);
    },
    get portfolioValue() {
      return measureBalance(simulation);
    },
    dailyBalances: simulation.dailyBalances,
    trades: simulation.trades,
    get tradesCount() {
      return route.tradesCount;
    },
    get metrics() {
      return measureRun(simulation);
    },
    get orders() {
      return route.orders;
    },
    get entryOrders() {
      return position.isClose
        ? route.orders
        : listOrders(simulation, route, position.isLong ? "buy" : "sell");
    },
    get exitOrders() {
      return position.isClose ? [] : route.orders.filter((order) => isExit(order, position));
    },
    get activeExitOrders() {
      return position.isClose ? [] : listOrders(simulation, route, position.isLong ? "sell" : "buy");
    },
    get allPositions() {
      return Object.fromEntries([...views.positions].map(([{ config: of }, view]) => [of.symbol, view]));
    },
    get challenge() {
      const { challenge } = simulation;
      return challenge === null ? null : viewChallenge(challenge, measureBalance(simulation));
    },
    get fundingRate() {
      return route.feed.funding[route.feed.settled - 1]?.rate ?? 0;
    },
    get nextFundingMs() {
      return route.feed.funding[route.feed.settled]?.atMs ?? null;
    },
    get averageEntryPrice() {
      return findAverageEntry(route, position);
    },
    getCandles: (symbol, timeframe) => {
      const feed = simulation.feeds.find((one) => isSameSymbol(one.symbol, symbol));
      if (feed === undefined) throw new LabError(`There are no candles of ${symbol}: add a data route.`);
      return viewBars(feed.store, minutesOf(timeframe));
    },
    average: (of) => {
      const lines = route.placed[of];
      if (lines === null) throw new LabError(`There is no average of ${of} before it is set.`);
      return averageOf(lines);
    },
    log: (text) => {
      if (simulation.logs.length >= MOST_LOGS) return;
      const { symbol } = route.config;
      simulation.logs.push({ atMs: simulation.context.nowMs, symbol, text: text.slice(0, LONGEST_LOG) });
    },
    addLine: (chart, title, value) => addPoint(simulation, route, { chart, title, value }),
  };
}

/** Quote currency that new orders may use. */
function freeMargin(simulation: Simulation): number {
  showPrices(simulation);
  const { draft, context } = simulation;
  return fromUnits(context.rules.freeMargin(draft.state, draft.context));
}

/** Open orders of a side, and those that have filled in the minute that is being traded, as in jesse. */
function listOrders({ context }: Simulation, { orders }: Route, side: Side): SubmittedOrder[] {
  return orders.filter(
    (order) => order.side === side && (order.status === "ACTIVE" || order.executedAt === context.nowMs),
  );
}

function isExit(order: SubmittedOrder, position: PositionView): boolean {
  return order.status !== "CANCELED" && order.side === (position.isLong ? "sell" : "buy");
}

function findAverageEntry(route: Route, position: PositionView): number | null {
  const { strategy, placed } = route;
  if (position.isOpen) {
    const lines = position.isLong ? placed.buy : placed.sell;
    return lines === null || lines.length === 0 ? position.entryPrice : averageOf(lines);
  }
  const written = strategy.buy === null ? strategy.sell : strategy.buy;
  const lines = toOrderLines("buy", written, 0);
  return lines.length === 0 ? null : averageOf(lines);
}

function addPoint(
  simulation: Simulation,
  route: Route,
  { chart, title, value }: { chart: string | null; title: string; value: number },
): void {
  if (typeof value !== "number") throw new LabError(`A line's value must be a number, not ${typeof value}.`);
  const key = `${route.index} ${chart ?? ""} ${title}`;
  let line = simulation.lines.get(key);
  if (line === undefined) {
    if (simulation.lines.size >= MOST_LINES) return;
    line = {
      chart: chart?.slice(0, LONGEST_TITLE) ?? null,
      title: title.slice(0, LONGEST_TITLE),
      points: [],
    };
    simulation.lines.set(key, line);
  }
  if (simulation.points >= MOST_POINTS) return;
  simulation.points += 1;
  line.points.push({ time: currentBar(route.feed.store, route.minutes).time, value });
}
