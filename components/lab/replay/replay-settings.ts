import type { KeptReplay } from "@/lib/client/lab/replay-store";
import type { GivenTrade } from "@/lib/lab/replay/given-trade";

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
  /** A trade that was made: the replay begins before it, or with its position open. */
  given: GivenTrade | null;
  opensGiven: boolean;
  /** One that was left: it goes on, or is made again from its start. */
  kept: { replay: KeptReplay; goesOn: boolean } | null;
};
