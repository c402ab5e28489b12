import { createPersisted } from "@/lib/client/persisted";
import type { ReplayTrade } from "@/lib/lab/replay/to-replay-report";

/** A replay as this browser keeps it: which one it was, what was done in it, and how it stands. */
export type KeptReplay = {
  id: string;
  symbol: string;
  /** The first traded minute, ms. */
  startMs: number;
  days: number;
  isBlind: boolean;
  planId: string;
  balance: number;
  leverage: number;
  /** Of `encodeRecord`. */
  record: string;
  outcome: "running" | "ended" | "passed" | "breached";
  /** Profit, as a fraction of the balance. */
  change: number;
  trades: number;
  /** The newest closed trades at their true times and prices; left out by replays that were kept before they were. */
  closed?: readonly ReplayTrade[];
  isRewound: boolean;
  note: string;
};

const MOST = 50;

/** The replays of this browser, the newest first. */
export const KEPT_REPLAYS = createPersisted<readonly KeptReplay[]>({
  key: "tz:lab:replays",
  initial: [],
  parse: (stored) => (Array.isArray(stored) ? (stored as KeptReplay[]) : []),
});

/** Adds a replay or puts it in the place of its older state. */
export function keepReplay(kept: KeptReplay): void {
  const others = KEPT_REPLAYS.read().filter(({ id }) => id !== kept.id);
  KEPT_REPLAYS.write([kept, ...others].slice(0, MOST));
}

export function dropReplay(id: string): void {
  KEPT_REPLAYS.write(KEPT_REPLAYS.read().filter((kept) => kept.id !== id));
}
