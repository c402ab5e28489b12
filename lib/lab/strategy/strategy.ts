import type { CandleBar } from "@/lib/lab/candles/candle-bar";
import type { CandleView } from "@/lib/lab/candles/candle-view";
import { LabError } from "@/lib/lab/lab-error";
import type { ChallengeEvent, ChallengeView } from "@/lib/lab/strategy/challenge-view";
import type {
  Hyperparameter,
  HyperparameterValue,
  PlainBar,
  PositionView,
  RouteView,
  StrategyRuntime,
} from "@/lib/lab/strategy/strategy-runtime";
import type { ClosedTrade, OrderLines, SubmittedOrder } from "@/lib/lab/strategy/submitted-order";
import { IndicatorStream, type StreamName } from "@/lib/lab/ta/stream";

let setRuntime: (strategy: Strategy, runtime: StrategyRuntime) => void;

/**
 * The class that a strategy extends. A hook is called at the end of each bar of the route's timeframe or, for
 * the `on…` hooks, at a fill inside a minute; see docs/lab.md for their order. Prices and money are in quote
 * currency, quantities in base currency, times in ms.
 */
export class Strategy {
  static hyperparameters: readonly Hyperparameter[] = [];

  #runtime: StrategyRuntime | null = null;

  static {
    setRuntime = (strategy, runtime) => {
      strategy.#runtime = runtime;
    };
  }

  /** Values of this route, kept over the whole run. */
  vars: Record<string, unknown> = {};
  /** The hyperparameters of this run. */
  hp: Record<string, HyperparameterValue> = {};
  buy: OrderLines = null;
  sell: OrderLines = null;
  stopLoss: OrderLines = null;
  takeProfit: OrderLines = null;

  /** Values of the hyperparameters as base64 of JSON, instead of their defaults; empty for none. */
  dna(): string {
    return "";
  }
  shouldLong(): boolean {
    return false;
  }
  shouldShort(): boolean {
    return false;
  }
  goLong(): void {}
  goShort(): void {}
  shouldCancelEntry(): boolean {
    return true;
  }
  /** Functions that must all be true after `goLong` or `goShort`; else nothing is submitted. */
  filters(): readonly (() => boolean)[] {
    return [];
  }
  /** Called once, after the warm-up candles. */
  start(): void {}
  before(): void {}
  after(): void {}
  updatePosition(): void {}
  onOpenPosition(_order: SubmittedOrder): void {}
  onIncreasedPosition(_order: SubmittedOrder): void {}
  onReducedPosition(_order: SubmittedOrder): void {}
  onClosePosition(_order: SubmittedOrder, _trade: ClosedTrade): void {}
  onCancel(): void {}
  /** Funding of the position was settled: `amount` in quote currency, negative when it was paid. */
  onFunding(_amount: number): void {}
  /** The challenge of the run's plan: a limit is near, trading paused, the plan breached, a phase or all passed. */
  onChallenge(_event: ChallengeEvent): void {}
  onRouteOpenPosition(_strategy: Strategy): void {}
  onRouteIncreasedPosition(_strategy: Strategy): void {}
  onRouteReducedPosition(_strategy: Strategy): void {}
  onRouteClosePosition(_strategy: Strategy): void {}
  onRouteCanceled(_strategy: Strategy): void {}
  beforeTerminate(): void {}
  terminate(): void {}
  /** For drawing only, after each bar. */
  updateChart(): void {}
  watchList(): readonly (readonly [name: string, value: unknown])[] {
    return [];
  }

  get symbol(): string {
    return this.#run.symbol;
  }
  get timeframe(): string {
    return this.#run.timeframe;
  }
  /** Of the route, the same in each run. */
  get id(): string {
    return `${this.name}-${this.#run.routeIndex}`;
  }
  get name(): string {
    return this.constructor.name;
  }
  get exchange(): string {
    return "Lab";
  }
  get exchangeType(): "futures" | "spot" {
    return this.#run.exchangeType;
  }
  get isSpotTrading(): boolean {
    return this.#run.exchangeType === "spot";
  }
  get isFuturesTrading(): boolean {
    return this.#run.exchangeType === "futures";
  }
  get isBacktesting(): boolean {
    return !this.#run.isLive;
  }
  /** Whether the minutes come as they close: live on paper. */
  get isPaper(): boolean {
    return this.#run.isLive;
  }
  get isLive(): boolean {
    return this.#run.isLive;
  }
  /** Smallest quantity that the venue takes; null where its rules are not known. */
  get minQty(): number | null {
    return this.#run.steps?.minQty ?? null;
  }
  /** What the venue's prices are multiples of; null where its rules are not known. */
  get tickSize(): number | null {
    return this.#run.steps?.tick ?? null;
  }
  get baseAsset(): string {
    return this.symbol.split("-")[0] ?? this.symbol;
  }
  get quoteAsset(): string {
    return this.symbol.split("-")[1] ?? "USDT";
  }
  get currentRouteIndex(): number {
    return this.#run.routeIndex;
  }
  get routes(): readonly RouteView[] {
    return this.#run.routes;
  }
  get dataRoutes(): readonly RouteView[] {
    return this.#run.dataRoutes;
  }
  /** Values shared by all routes of the run. */
  get sharedVars(): Record<string, unknown> {
    return this.#run.sharedVars;
  }
  /** Bars that this route has executed before the current one. */
  get index(): number {
    return this.#run.index;
  }
  get lastTradeIndex(): number {
    return this.#run.lastTradeIndex;
  }
  get increasedCount(): number {
    return this.#run.increasedCount;
  }
  get reducedCount(): number {
    return this.#run.reducedCount;
  }

  /** The END of the minute that is being processed, ms since 1970 UTC. */
  get time(): number {
    return this.#run.time;
  }
  get price(): number {
    return this.#run.price;
  }
  get close(): number {
    return this.#run.price;
  }
  get open(): number {
    return this.#run.currentBar.open;
  }
  get high(): number {
    return this.#run.currentBar.high;
  }
  get low(): number {
    return this.#run.currentBar.low;
  }
  get volume(): number {
    return this.#run.currentBar.volume;
  }
  get currentCandle(): PlainBar {
    return this.#run.currentBar;
  }
  get candles(): CandleView {
    return this.#run.candles;
  }
  /** Bars of another route: symbol and timeframe, or exchange, symbol and timeframe. Alone a timeframe is this symbol's. */
  getCandles(...names: string[]): CandleView {
    const timeframe = names.at(-1);
    if (timeframe === undefined) throw new LabError("getCandles needs a timeframe.");
    return this.#run.getCandles(names.at(-2) ?? this.symbol, timeframe);
  }
  /** An indicator over the whole history instead of the last bars; make it in `start`, then read its `value`. */
  stream(name: StreamName, period: number, timeframe = this.timeframe): IndicatorStream {
    return new IndicatorStream(() => this.getCandles(timeframe), name, period);
  }
  get currentBar(): CandleBar | undefined {
    return this.candles.at(-1);
  }

  get position(): PositionView {
    return this.#run.position;
  }
  get isLong(): boolean {
    return this.#run.position.isLong;
  }
  get isShort(): boolean {
    return this.#run.position.isShort;
  }
  get isOpen(): boolean {
    return this.#run.position.isOpen;
  }
  get isClose(): boolean {
    return this.#run.position.isClose;
  }
  get allPositions(): Readonly<Record<string, PositionView>> {
    return this.#run.allPositions;
  }
  get orders(): readonly SubmittedOrder[] {
    return this.#run.orders;
  }
  get entryOrders(): readonly SubmittedOrder[] {
    return this.#run.entryOrders;
  }
  get exitOrders(): readonly SubmittedOrder[] {
    return this.#run.exitOrders;
  }
  get activeExitOrders(): readonly SubmittedOrder[] {
    return this.#run.activeExitOrders;
  }
  get hasLongEntryOrders(): boolean {
    const [first] = this.entryOrders;
    return first === undefined ? this.buy !== null : first.side === "buy";
  }
  get hasShortEntryOrders(): boolean {
    const [first] = this.entryOrders;
    return first === undefined ? this.sell !== null : first.side === "sell";
  }
  get averageEntryPrice(): number | null {
    return this.#run.averageEntryPrice;
  }
  get averageStopLoss(): number {
    return this.#run.average("stopLoss");
  }
  get averageTakeProfit(): number {
    return this.#run.average("takeProfit");
  }

  get balance(): number {
    return this.#run.balance;
  }
  get availableMargin(): number {
    return this.#run.availableMargin;
  }
  get leveragedAvailableMargin(): number {
    return this.#run.availableMargin * this.#run.leverage;
  }
  /** Balance and open profit. (jesse multiplies the profit by the leverage; see docs/lab.md.) */
  get portfolioValue(): number {
    return this.#run.portfolioValue;
  }
  get feeRate(): number {
    return this.#run.feeRate;
  }
  get leverage(): number {
    return this.#run.leverage;
  }
  get dailyBalances(): readonly number[] {
    return this.#run.dailyBalances;
  }
  get trades(): readonly ClosedTrade[] {
    return this.#run.trades;
  }
  get tradesCount(): number {
    return this.#run.tradesCount;
  }
  get metrics(): Record<string, number> {
    return this.#run.metrics;
  }
  /** The mark at the end of the last minute; the price where the run has no marks. */
  get markPrice(): number {
    return this.#run.position.markPrice;
  }
  /** The rate that was settled last, a fraction; zero where the run has no funding. */
  get fundingRate(): number {
    return this.#run.fundingRate;
  }
  /** When funding is settled next, ms; null where the run has none. */
  get nextFundingTimestamp(): number | null {
    return this.#run.nextFundingMs;
  }
  /** The challenge of the run's plan as it stands now; null without one. It stops no order of the strategy. */
  get challenge(): ChallengeView | null {
    return this.#run.challenge;
  }
  get liquidationPrice(): number {
    return this.#run.position.liquidationPrice;
  }

  /** Closes the position at the market: as a take-profit when it is in profit, else as a stop-loss. */
  liquidate(): void {
    const { position } = this.#run;
    if (position.isClose) return;
    const line = [position.qty, this.price] as const;
    if (position.pnl > 0) this.takeProfit = line;
    else this.stopLoss = line;
  }

  log(message: unknown): void {
    this.#run.log(String(message));
  }
  addLineToCandleChart(title: string, value: number): void {
    this.#run.addLine(null, title, value);
  }
  addHorizontalLineToCandleChart(title: string, value: number): void {
    this.#run.addLine(null, title, value);
  }
  addExtraLineChart(chart: string, title: string, value: number): void {
    this.#run.addLine(chart, title, value);
  }
  addHorizontalLineToExtraChart(chart: string, title: string, value: number): void {
    this.#run.addLine(chart, title, value);
  }

  get #run(): StrategyRuntime {
    if (this.#runtime === null) {
      throw new LabError("A strategy reads the market in its hooks, not in its constructor or fields.");
    }
    return this.#runtime;
  }
}

/** Connects a strategy with its run; called by the runner, once. */
export function bindStrategy(strategy: Strategy, runtime: StrategyRuntime): void {
  setRuntime(strategy, runtime);
}
