import type { CandleView } from "@/lib/lab/candles/candle-view";
import type { Steps } from "@/lib/lab/run/run-config";
import type { ChallengeView } from "@/lib/lab/strategy/challenge-view";
import type { ClosedTrade, SubmittedOrder } from "@/lib/lab/strategy/submitted-order";

export type Hyperparameter = {
  name: string;
  type: "int" | "float" | "categorical" | "boolean";
  min?: number;
  max?: number;
  step?: number;
  options?: readonly (string | number)[];
  default: HyperparameterValue;
};
export type HyperparameterValue = number | string | boolean;

/** The position of a route. Quote currency but for `qty`; NaN or null where a flat position has no such figure. */
export type PositionView = {
  readonly type: "long" | "short" | "close";
  readonly qty: number;
  readonly previousQty: number;
  readonly entryPrice: number | null;
  readonly exitPrice: number | null;
  readonly currentPrice: number;
  readonly markPrice: number;
  readonly openedAt: number | null;
  readonly closedAt: number | null;
  readonly value: number;
  readonly totalCost: number;
  readonly pnl: number;
  readonly pnlPercentage: number;
  readonly roi: number;
  readonly isOpen: boolean;
  readonly isClose: boolean;
  readonly isLong: boolean;
  readonly isShort: boolean;
  readonly liquidationPrice: number;
  readonly bankruptcyPrice: number;
  readonly leverage: number;
  readonly mode: "cross" | "isolated" | "spot";
};

/** `strategy` is the other route's object; null for a data route. */
export type RouteView = {
  readonly symbol: string;
  readonly timeframe: string;
  readonly strategy: object | null;
};

/** One bar of the run as plain numbers. */
export type PlainBar = {
  time: number;
  open: number;
  high: number;
  low: number;
  close: number;
  volume: number;
};

/** What a strategy is bound to; the runner implements it over the engine's state. */
export type StrategyRuntime = {
  readonly symbol: string;
  readonly timeframe: string;
  readonly exchangeType: "futures" | "spot";
  readonly routeIndex: number;
  readonly isLive: boolean;
  readonly steps: Steps | null;
  readonly leverage: number;
  readonly feeRate: number;
  readonly position: PositionView;
  readonly sharedVars: Record<string, unknown>;
  readonly routes: readonly RouteView[];
  readonly dataRoutes: readonly RouteView[];
  readonly index: number;
  readonly lastTradeIndex: number;
  readonly increasedCount: number;
  readonly reducedCount: number;
  readonly time: number;
  readonly price: number;
  readonly currentBar: PlainBar;
  readonly candles: CandleView;
  readonly balance: number;
  readonly availableMargin: number;
  readonly portfolioValue: number;
  readonly dailyBalances: readonly number[];
  readonly trades: readonly ClosedTrade[];
  readonly tradesCount: number;
  readonly metrics: Record<string, number>;
  readonly orders: readonly SubmittedOrder[];
  readonly entryOrders: readonly SubmittedOrder[];
  readonly exitOrders: readonly SubmittedOrder[];
  readonly activeExitOrders: readonly SubmittedOrder[];
  readonly allPositions: Readonly<Record<string, PositionView>>;
  readonly averageEntryPrice: number | null;
  readonly challenge: ChallengeView | null;
  readonly fundingRate: number;
  readonly nextFundingMs: number | null;
  getCandles: (symbol: string, timeframe: string) => CandleView;
  average: (of: "stopLoss" | "takeProfit") => number;
  log: (text: string) => void;
  addLine: (chart: string | null, title: string, value: number) => void;
};
