/** What a trader sets for a replay. Balance in quote currency; an empty plan is none. */
export type ReplaySettings = {
  symbol: string;
  /** The first day, "2026-01-31", UTC. */
  date: string;
  days: number;
  isBlind: boolean;
  planId: string;
  balance: number;
  leverage: number;
  /** Candles of the trader's own instead of the server's. */
  file: File | null;
};
