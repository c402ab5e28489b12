import type { Qty } from "@/lib/core/decimal";
import type { Context, Draft, Market } from "@/lib/core/engine/context";
import type { Candle } from "@/lib/core/engine/matching/candle";
import type { PortfolioState } from "@/lib/core/engine/state/state";
import type { FundingInstant } from "@/lib/lab/candles/candle-file";
import type { CandleStore } from "@/lib/lab/candles/candle-store";
import type { EquityTrack } from "@/lib/lab/plans/equity-track";
import type { ChallengeRun } from "@/lib/lab/plans/run-challenge";
import type { RouteConfig, RunConfig, Steps } from "@/lib/lab/run/run-config";
import type { Strategy } from "@/lib/lab/strategy/strategy";
import type { ClosedTrade, OrderLine, SubmittedOrder } from "@/lib/lab/strategy/submitted-order";

/** The lists that a strategy writes; each is compared with what was submitted last. */
export type OrderList = "buy" | "sell" | "stopLoss" | "takeProfit";

/** One strategy on one symbol and timeframe. */
export type Route = {
  readonly config: RouteConfig;
  readonly index: number;
  readonly minutes: number;
  readonly strategy: Strategy;
  readonly feed: Feed;
  /** Orders since the last trade ended. */
  orders: SubmittedOrder[];
  /** What has been submitted of each list; null: nothing yet. */
  readonly placed: Record<OrderList, readonly OrderLine[] | null>;
  bars: number;
  lastTradeIndex: number;
  increasedCount: number;
  reducedCount: number;
  tradesCount: number;
  previousQty: number;
  /**
   * Average entry price, null while flat. It is computed in floats and in jesse's order of operations, since a
   * stop at this price must be the same number as jesse's to the last bit: one bit decides whether a candle
   * that turns there touches it.
   */
  entryPrice: number | null;
  exitPrice: number | null;
  closedAt: number | null;
};

/** The candles of one symbol and what the runner knows of its waiting orders. */
export type Feed = {
  readonly symbol: string;
  readonly store: CandleStore;
  /** Of the first traded minute among the stored ones. */
  readonly firstIndex: number;
  route: Route | null;
  /** Funding instants from the run's start on, in order; `settled` counts those that are past. */
  readonly funding: readonly FundingInstant[];
  settled: number;
  /** Nearest prices below and above at which something may happen, for the state that they were read from. */
  triggers: { state: PortfolioState; below: number; above: number } | null;
  /** Price of the market that the engine sees. */
  shown: number | null;
  /** The mark at each stored minute's end; null where the last price stands for it. */
  readonly mark: Float64Array | null;
  /** What the venue rounds orders to; null in jesse's profile. */
  readonly steps: Steps | null;
};

/** The newest fill, as a hook needs it. */
export type LastFill = { order: SubmittedOrder; symbol: string; change: Qty; price: number };

export type ChartLine = { chart: string | null; title: string; points: { time: number; value: number }[] };

/** A run in progress. Everything is changed in place, minute by minute; nothing reads a clock or chance. */
export type Simulation = {
  readonly config: RunConfig;
  readonly isLive: boolean;
  readonly routes: readonly Route[];
  /** In the order in which their candles are processed inside a minute. */
  readonly feeds: readonly Feed[];
  readonly draft: Draft;
  readonly context: Context & { markets: Map<string, Market> };
  readonly minutes: number;
  /** Minutes that have been traded. */
  done: number;
  /** The part of the candle being walked that is still to come. */
  rest: Candle | null;
  seenEvents: number;
  lastFill: LastFill | null;
  readonly orders: Map<string, SubmittedOrder>;
  /** One line for each order in order of submission: what a run is compared by. */
  readonly submitted: { atMs: number; line: string; order: SubmittedOrder }[];
  readonly trades: ClosedTrade[];
  readonly dailyBalances: number[];
  readonly sharedVars: Record<string, unknown>;
  readonly logs: { atMs: number; symbol: string; text: string }[];
  readonly lines: Map<string, ChartLine>;
  /** Points of all lines. */
  points: number;
  openTrades: number;
  openProfit: number;
  /** Funding received, negative when paid, quote currency. */
  funding: number;
  /** Orders that the venue would not take, since they are too small. */
  unsent: number;
  readonly fills: FillCount;
  /** Equity by minute; null where it was not requested. */
  readonly equity: EquityTrack | null;
  /** Null without a plan. */
  readonly challenge: ChallengeRun | null;
};

/** Fills of the run, and those of them inside a minute that another fill of the symbol shares. */
export type FillCount = {
  all: number;
  shared: number;
  last: { symbol: string; atMs: number; isCounted: boolean };
};
