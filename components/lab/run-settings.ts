import type { HyperparameterValue } from "@/lib/lab/strategy/strategy-runtime";

/** What a visitor sets for a run. Balance in quote currency, fee in percent of the value. */
export type RunSettings = {
  symbol: string;
  timeframe: string;
  days: number;
  balance: number;
  leverage: number;
  fee: number;
  /** Candles of the visitor's own instead of the server's. */
  file: File | null;
  /** Whether positions pay and receive the funding of the time, as far as we have it. */
  chargesFunding: boolean;
  /** A challenge plan that the strategy can read; empty for none. */
  planId: string;
  /** Values instead of the strategy's defaults. */
  hyperparameters: Readonly<Record<string, HyperparameterValue>>;
  /** Routes after the first, in the order in which they decide. */
  more: readonly MoreRoute[];
};

/** A further route: traded by the strategy of that name, or by the only one; or read alone. */
export type MoreRoute = {
  id: string;
  symbol: string;
  timeframe: string;
  isData: boolean;
  strategy: string;
};
