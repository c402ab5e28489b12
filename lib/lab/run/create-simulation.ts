import { findPlan } from "@/lib/core/challenge/plans";
import { type Decimal, fromNumber, type Money, ONE, ZERO } from "@/lib/core/decimal";
import type { Draft } from "@/lib/core/engine/context";
import { executeCommandOn } from "@/lib/core/engine/decide";
import type { Instrument } from "@/lib/core/engine/positions/instrument";
import { EMPTY_STATE } from "@/lib/core/engine/state/state";
import { type CandleColumns, indexAt, openAtCloses, sliceColumns } from "@/lib/lab/candles/candle-columns";
import type { FundingInstant } from "@/lib/lab/candles/candle-file";
import { createStore } from "@/lib/lab/candles/candle-store";
import { findNamed, isSameSymbol } from "@/lib/lab/candles/is-same-symbol";
import { MINUTE_MS, minutesOf } from "@/lib/lab/candles/timeframe";
import { LabError } from "@/lib/lab/lab-error";
import { createChallenge } from "@/lib/lab/plans/run-challenge";
import { createTrack } from "@/lib/lab/plans/track-equity";
import { readReason } from "@/lib/lab/read-reason";
import { bindRoutes } from "@/lib/lab/run/bind-routes";
import type { DataRoute, RouteConfig, RunConfig } from "@/lib/lab/run/run-config";
import type { Feed, Route, Simulation } from "@/lib/lab/run/simulation";
import { toUnits } from "@/lib/lab/run/units";
import { chooseRules } from "@/lib/lab/run/venue-profile";
import { reactInside } from "@/lib/lab/run/walk-minute";
import type { Strategy } from "@/lib/lab/strategy/strategy";
import type { Hyperparameter, HyperparameterValue } from "@/lib/lab/strategy/strategy-runtime";

export type StrategyClass = {
  new (): Strategy;
  hyperparameters?: readonly Hyperparameter[];
  /** Further candles that it reads; without a symbol, of its own route's. */
  data?: readonly { symbol?: string; timeframe: string }[];
};

/** Mark prices by minute: the first one at the end of the minute that starts at `startMs`. */
export type MarkColumn = Pick<CandleColumns, "startMs" | "close">;

/** All input of a run. `candles` are by symbol, in the order of the walk, with the warm-up; times are of candle starts, ms. */
export type RunInput = {
  config: RunConfig;
  strategies: readonly StrategyClass[];
  candles: ReadonlyMap<string, CandleColumns>;
  fromMs: number;
  /** Not included. */
  toMs: number;
  /** Funding that positions pay and receive, by symbol; left out, there is none, as in jesse. */
  funding?: ReadonlyMap<string, readonly FundingInstant[]>;
  /** The mark at each minute's end, by symbol; left out, it is the last price, as in jesse. */
  marks?: ReadonlyMap<string, MarkColumn>;
  /** Whether the minutes come one by one, as they close. */
  isLive?: boolean;
  /** Whether equity is recorded minute by minute, for the result of challenge plans. */
  tracksEquity?: boolean;
};

/** Prepares a run: candles cut and joined, portfolio opened, strategies made and bound. @throws LabError */
export function createSimulation(input: RunInput): Simulation {
  const { config, fromMs, toMs } = input;
  if (!(toMs > fromMs)) throw new LabError("The run must end after it starts.");
  const data = listData(input);
  const symbols = listSymbols(input, data);
  const warmUp = findWarmUp(input, data);
  const startMs = fromMs - warmUp * MINUTE_MS;
  const feeds = symbols.map((symbol) => {
    const columns = cutColumns(input, { symbol, startMs });
    // The first traded one keeps its open.
    openAtCloses(columns, warmUp + 1, columns.close.length);
    return openFeed(symbol, columns, {
      warmUp,
      window: config.warmUpCandles,
      funding: findFunding(input, symbol),
      mark: cutMarks(input, symbol, columns),
      steps: findNamed(Object.entries(config.venue?.steps ?? {}), symbol) ?? null,
    });
  });
  const routes = config.routes.map((route, index) => createRoute(input, { route, index, feeds }));
  const simulation = openSimulation(input, { feeds, routes, minutes: (toMs - fromMs) / MINUTE_MS });
  simulation.context.react = (_draft, orderId) => reactInside(simulation, orderId);
  bindRoutes(simulation);
  return simulation;
}

function openSimulation(
  { config, fromMs, tracksEquity, isLive = false }: RunInput,
  run: { feeds: readonly Feed[]; routes: readonly Route[]; minutes: number },
): Simulation {
  const { feeds, routes } = run;
  const plan = config.planId === null ? null : findPlan(config.planId);
  const { maker, taker } = config.venue?.fees ?? { maker: config.fee, taker: config.fee };
  const rates = { makerRate: fromNumber(maker), takerRate: fromNumber(taker) };
  const context: Simulation["context"] = {
    nowMs: fromMs,
    rules: chooseRules(config),
    instruments: new Map(feeds.map(({ symbol }) => [symbol, buildInstrument(symbol, rates)])),
    markets: new Map(),
  };
  const draft: Draft = { state: EMPTY_STATE, context, events: [] };
  executeCommandOn(draft, {
    type: "open-portfolio",
    id: "lab",
    kind: config.type === "spot" ? "spot" : "perpetual",
    marginMode: config.mode,
    opening: toUnits<Money>(config.balance),
    leverage: config.type === "spot" ? ONE : fromNumber(config.leverage),
  });
  draft.events.length = 0;
  return {
    config,
    isLive,
    routes,
    feeds,
    draft,
    context,
    minutes: run.minutes,
    done: 0,
    rest: null,
    seenEvents: 0,
    lastFill: null,
    orders: new Map(),
    submitted: [],
    trades: [],
    dailyBalances: [config.balance],
    sharedVars: {},
    logs: [],
    lines: new Map(),
    points: 0,
    openTrades: 0,
    openProfit: 0,
    funding: 0,
    unsent: 0,
    fills: { all: 0, shared: 0, last: { symbol: "", atMs: 0, isCounted: false } },
    equity: tracksEquity || plan !== null ? createTrack(run.minutes, config.balance) : null,
    challenge: plan === null ? null : createChallenge(plan, { start: config.balance, startMs: fromMs }),
  };
}

/** All candles of the run: of its routes, of the settings, and those that a strategy names. */
function listData({ config, strategies }: RunInput): DataRoute[] {
  const named = config.routes.flatMap((route) =>
    (findStrategy(strategies, route).data ?? []).map(({ symbol = route.symbol, timeframe }) => ({
      symbol,
      timeframe,
    })),
  );
  return [...config.routes, ...config.data, ...named];
}

/** Each market once, by the first of its spellings, in the order of the candles: jesse walks a minute of each in it. */
function listSymbols({ candles }: RunInput, data: readonly DataRoute[]): string[] {
  const symbols: string[] = [];
  for (const { symbol } of data) {
    if (!symbols.some((known) => isSameSymbol(known, symbol))) symbols.push(symbol);
  }
  const given = [...candles.keys()];
  const placeOf = (symbol: string) => given.findIndex((name) => isSameSymbol(name, symbol));
  return symbols.sort((a, b) => placeOf(a) - placeOf(b));
}

/**
 * Minutes before the start: as many as the strategies ask for and every symbol has, whole bars of every
 * timeframe, so that bars counted from the first minute end where the start is.
 */
function findWarmUp({ config, candles, fromMs }: RunInput, data: readonly DataRoute[]): number {
  const lengths = data.map(({ timeframe }) => minutesOf(timeframe));
  const available = data.map(({ symbol }) => indexAt(findCandles(candles, symbol), fromMs));
  const wanted = Math.min(config.warmUpCandles * Math.max(...lengths), ...available);
  if (wanted <= 0) return 0;
  const whole = lengths.reduce(leastCommonMultiple);
  const unit = wanted >= whole ? whole : Math.max(...lengths);
  return Math.floor(wanted / unit) * unit;
}

function cutColumns(
  { candles, toMs }: RunInput,
  { symbol, startMs }: { symbol: string; startMs: number },
): CandleColumns {
  const columns = findCandles(candles, symbol);
  const [from, to] = [indexAt(columns, startMs), indexAt(columns, toMs)];
  if (from < 0 || to > columns.close.length) {
    const last = columns.startMs + columns.close.length * MINUTE_MS;
    throw new LabError(
      `The candles of ${symbol} are from ${describeTime(columns.startMs)} to ${describeTime(last)} only.`,
    );
  }
  return sliceColumns(columns, from, to);
}

/** Candles by symbol; the dash between its coins makes no difference. @throws LabError */
function findCandles(candles: ReadonlyMap<string, CandleColumns>, symbol: string): CandleColumns {
  const columns = findNamed([...candles], symbol);
  if (columns === undefined) throw new LabError(`There are no candles of ${symbol}.`);
  return columns;
}

/** The instants of the run in order. */
function findFunding({ funding, fromMs, toMs }: RunInput, symbol: string): FundingInstant[] {
  const all = findNamed([...(funding ?? [])], symbol) ?? [];
  return all.filter(({ atMs }) => atMs >= fromMs && atMs < toMs).sort((a, b) => a.atMs - b.atMs);
}

/** The marks of the stored minutes; the close stands for one that is missing. */
function cutMarks(
  { marks }: RunInput,
  symbol: string,
  { startMs, close }: CandleColumns,
): Float64Array | null {
  const given = findNamed([...(marks ?? [])], symbol);
  if (given === undefined) return null;
  const from = Math.round((startMs - given.startMs) / MINUTE_MS);
  return close.map((price, index) => given.close[from + index] || price);
}

function openFeed(
  symbol: string,
  columns: CandleColumns,
  options: { warmUp: number; window: number } & Pick<Feed, "funding" | "mark" | "steps">,
): Feed {
  const { warmUp: firstIndex, funding, mark, steps } = options;
  const store = createStore(symbol, columns, options);
  const open = { route: null, settled: 0, triggers: null, shown: null };
  return { symbol, store, firstIndex, funding, mark, steps, ...open };
}

function createRoute(
  input: RunInput,
  { route, index, feeds }: { route: RouteConfig; index: number; feeds: readonly Feed[] },
): Route {
  const Class = findStrategy(input.strategies, route);
  const strategy = makeStrategy(Class);
  strategy.hp = fillHyperparameters(Class, { ...readDna(strategy.dna()), ...input.config.hyperparameters });
  const feed = feeds.find(({ symbol }) => symbol === route.symbol);
  if (feed === undefined) throw new Error(`No feed of ${route.symbol}.`);
  const created: Route = {
    config: route,
    index,
    minutes: minutesOf(route.timeframe),
    strategy,
    feed,
    orders: [],
    placed: { buy: null, sell: null, stopLoss: null, takeProfit: null },
    bars: 0,
    lastTradeIndex: 0,
    increasedCount: 0,
    reducedCount: 0,
    tradesCount: 0,
    previousQty: 0,
    entryPrice: null,
    exitPrice: null,
    closedAt: null,
  };
  feed.route = created;
  return created;
}

function makeStrategy(Class: StrategyClass): Strategy {
  try {
    return new Class();
  } catch (error) {
    if (error instanceof LabError) throw error;
    throw new LabError(`${Class.name} can't be made: ${readReason(error)}`);
  }
}

function findStrategy(strategies: readonly StrategyClass[], { strategy }: RouteConfig): StrategyClass {
  const [only] = strategies;
  if (strategy === undefined && only !== undefined) return only;
  const named = strategies.find(({ name }) => name === strategy);
  if (named !== undefined) return named;
  const names = strategies.map(({ name }) => name).join(", ");
  throw new LabError(`There is no strategy "${strategy ?? ""}". There are: ${names}.`);
}

/** The defaults of a strategy's hyperparameters, with those given for the run. */
export function fillHyperparameters(
  Class: Pick<StrategyClass, "hyperparameters">,
  given: Readonly<Record<string, HyperparameterValue>>,
): Record<string, HyperparameterValue> {
  const defaults = (Class.hyperparameters ?? []).map(({ name, default: value }) => [name, value] as const);
  return { ...Object.fromEntries(defaults), ...given };
}

/** jesse's text of chosen values. @throws LabError for another text */
function readDna(dna: string): Record<string, HyperparameterValue> {
  if (dna === "") return {};
  try {
    return JSON.parse(atob(dna)) as Record<string, HyperparameterValue>;
  } catch {
    throw new LabError("dna must be base64 of the values as JSON.");
  }
}

/** jesse's backtests have no tick, step, minimum or maximum. */
function buildInstrument(symbol: string, rates: { makerRate: Decimal; takerRate: Decimal }): Instrument {
  const [baseCoin = symbol, quoteCoin = "USDT"] = symbol.split("-");
  return {
    symbol,
    baseCoin,
    quoteCoin,
    status: "trading",
    tickSize: ZERO,
    qtyStep: ZERO,
    minQty: ZERO,
    maxLimitQty: ZERO,
    maxMarketQty: ZERO,
    minNotional: ZERO,
    maxLeverage: ZERO,
    ...rates,
    tiers: [],
    priceLimit: null,
  };
}

function leastCommonMultiple(a: number, b: number): number {
  let [x, y] = [a, b];
  while (y > 0) [x, y] = [y, x % y];
  return (a / x) * b;
}

function describeTime(ms: number): string {
  return new Date(ms).toISOString().slice(0, 16).replace("T", " ");
}
