import "server-only";
import { noteFeedHoles } from "@/lib/db/feed-holes";
import { forgetReactions } from "@/lib/db/order-reactions";
import { reviewMirrors, reviewOutages, reviewReactions } from "@/lib/db/review-patterns";

const DAY_MS = 86_400_000;
/** Outages are rare, so that a habit of trading around them takes longer to show. */
const OUTAGE_WINDOW_MS = 14 * DAY_MS;
/** Ages of ticks are of no use once their day has been looked at. */
const KEEP_REACTIONS_MS = 2 * DAY_MS;

/** Looks at the newest orders of everybody. Answers how many items are open for each pattern that was found. */
export async function findPatterns(nowMs: number): Promise<Record<string, number>> {
  const now = new Date(nowMs);
  const dayAgo = new Date(nowMs - DAY_MS);
  const holes = await noteFeedHoles(now);
  return {
    holes,
    reactions: await reviewReactions(dayAgo),
    mirrors: await reviewMirrors(dayAgo),
    outages: await reviewOutages(new Date(nowMs - OUTAGE_WINDOW_MS), now),
    forgotten: await forgetReactions(new Date(nowMs - KEEP_REACTIONS_MS)),
  };
}
