import type { MarketKind } from "@/lib/schemas/market/market";

/** Up to this age prices count as live, in ms; orders will rely on the same bound. */
const LIVE_MS = 2_000;
/** From this age on prices are stale, in ms. */
const STALE_MS = 5_000;

/** What the dot says. A market that is not the venue never claims to be live. */
export type FeedLabel = "live" | "simulated" | "replay" | "slow" | "stale" | "reconnecting" | "starting";

/** How far the shown prices can be trusted. `ageMs` is null before the first price. */
export type FeedStatus = {
  label: FeedLabel;
  ageMs: number | null;
  market: MarketKind | null;
  /** The market's name for people. */
  source: string | null;
  /** Why there is no connection, where it is known. */
  reason: string | null;
  /** True while the backing service for live prices is known to be away. */
  degraded: boolean;
  /** True while everything arrives late: the line is too slow for what is sent. */
  isLineSlow: boolean;
};

/** What the label is evaluated by. */
export type FeedEvidence = {
  connected: boolean;
  market: MarketKind | null;
  ageMs: number | null;
};

/**
 * The label for this evidence. A connection that is away for less than prices need to grow old is no news:
 * the server ends every stream now and then.
 */
export function evaluateFeedLabel({ connected, market, ageMs }: FeedEvidence): FeedLabel {
  if (ageMs === null) return "starting";
  if (!connected && ageMs > LIVE_MS) return "reconnecting";
  if (ageMs > STALE_MS) return "stale";
  if (ageMs > LIVE_MS) return "slow";
  return market ?? "starting";
}
