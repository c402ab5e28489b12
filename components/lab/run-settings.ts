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
};
