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
  /** A challenge plan whose rules the strategy can read; null for none. */
  planId: string | null;
  /** What of the venue's rules is followed; null: nothing, as in jesse. */
  venue: VenueProfile | null;
  /** The venue's rules as far as they are known, which a run is compared with. */
  terms: VenueProfile;
  /** Values of the hyperparameters that differ from their defaults. */
  hyperparameters: Readonly<Record<string, number | string | boolean>>;
};

/** The rules of a venue that jesse's backtests don't have. */
export type VenueProfile = {
  /** Rates of orders that rested and of those that took, fractions of the notional; null: the settings' one. */
  fees: { maker: number; taker: number } | null;
  /** By symbol; a symbol that is missing has none. */
  steps: Readonly<Record<string, Steps>>;
  /** A limit fills when the price has gone beyond its own, not when it was touched. */
  mustPassLimits: boolean;
};

/** What prices and quantities are multiples of, and the smallest order; `minNotional` in quote currency. */
export type Steps = { tick: number; step: number; minQty: number; minNotional: number };

export type DataRoute = { symbol: string; timeframe: string };
/** `strategy` names one of several strategy classes; left out, there is one. */
export type RouteConfig = DataRoute & { strategy?: string };
