import "server-only";
import type { FeedState } from "@/lib/schemas/market/market";

/** Up to this age prices count as live, in ms; orders rely on the same bound. */
const LIVE_MS = 2_000;
/** From this age on prices are stale, in ms. */
const STALE_MS = 5_000;

/** The state of a feed that last received a message of its venue `ageMs` ago; null for never. */
export function evaluateFeed(ageMs: number | null): FeedState {
  if (ageMs === null) return "starting";
  if (ageMs <= LIVE_MS) return "live";
  return ageMs <= STALE_MS ? "slow" : "stale";
}
