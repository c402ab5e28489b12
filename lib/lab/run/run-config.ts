/** The settings of a run; names and units as in a recorded run of jesse. */
export type RunConfig = {
  type: "futures" | "spot";
  mode: "cross" | "isolated";
  leverage: number;
  /** One rate for maker and taker, as a fraction of the notional. */
  fee: number;
  /** Quote currency. */
  balance: number;
  /** Bars that an indicator's last value reads, and bars of the largest timeframe loaded before the start. */
  warmUpCandles: number;
  routes: readonly RouteConfig[];
  /** Further candles that the strategies read. */
  data: readonly DataRoute[];
  /** Values of the hyperparameters that differ from their defaults. */
  hyperparameters: Readonly<Record<string, number | string | boolean>>;
};

export type DataRoute = { symbol: string; timeframe: string };
/** `strategy` names one of several strategy classes; left out, there is one. */
export type RouteConfig = DataRoute & { strategy?: string };
