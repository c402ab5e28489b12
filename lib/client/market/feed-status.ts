import type { StreamProblem } from "@/lib/client/stream/reconnect-machine";
import type { MarketKind } from "@/lib/schemas/market/market";

/** Up to this age prices count as live, in ms. */
const LIVE_MS = 2_000;
/** From this age on prices are stale, in ms. */
const STALE_MS = 5_000;

/** States of the status dot. An emulated market is never shown as live. */
export type FeedLabel = "live" | "simulated" | "replay" | "slow" | "stale" | "reconnecting" | "starting";

/** How current the shown prices are. `ageMs` is null before the first price. */
export type FeedView = {
  label: FeedLabel;
  ageMs: number | null;
  market: MarketKind | null;
  /** The market's name as shown. */
  source: string | null;
  /** Why there is no connection, if known. */
  reason: StreamProblem | null;
  /** True while the backing service for live prices is known to be unavailable. */
  degraded: boolean;
  /** True while everything arrives late: the connection is too slow for the stream. */
  isLineSlow: boolean;
};

/** Inputs of the label. */
export type FeedEvidence = {
  connected: boolean;
  market: MarketKind | null;
  ageMs: number | null;
};

/**
 * The label for these inputs. A disconnection shorter than the staleness limit is not shown: the server ends
 * every stream from time to time.
 */
export function evaluateFeedLabel({ connected, market, ageMs }: FeedEvidence): FeedLabel {
  if (ageMs === null) return "starting";
  if (!connected && ageMs > LIVE_MS) return "reconnecting";
  if (ageMs > STALE_MS) return "stale";
  if (ageMs > LIVE_MS) return "slow";
  return market ?? "starting";
}
