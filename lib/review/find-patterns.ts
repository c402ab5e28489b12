import "server-only";
import { deleteOrderLatencies } from "@/lib/db/admin/order-latencies";
import { reviewChallengeHedges, reviewHedges } from "@/lib/db/journal/review-hedges";
import { reviewOppositePositions } from "@/lib/db/journal/review-opposite-positions";
import { reviewOutageChanges, reviewOutageOrders } from "@/lib/db/journal/review-outages";
import { reviewMirrors, reviewReactions } from "@/lib/db/journal/review-patterns";
import { reviewJumpProfit, reviewOutageProfit } from "@/lib/db/journal/review-timed-profit";
import { deletePriceJumps, recordPriceJumps } from "@/lib/db/market/price-jumps";
import { recordFeedGaps } from "@/lib/db/market/record-feed-gaps";
import { compareClients } from "@/lib/review/compare-clients";

const DAY_MS = 86_400_000;
/** Outages are rare and a challenge takes weeks, so that such patterns need a longer window. */
const LONG_WINDOW_MS = 14 * DAY_MS;
const JUMP_WINDOW_MS = 3 * DAY_MS;
/** Order latencies are not needed after their day was reviewed. */
const RETAIN_LATENCIES_MS = 2 * DAY_MS;

/** Reviews the newest orders and trades of all users. Returns the number of open items for each pattern. */
export async function findPatterns(nowMs: number): Promise<Record<string, number>> {
  const now = new Date(nowMs);
  const dayAgo = new Date(nowMs - DAY_MS);
  const longAgo = new Date(nowMs - LONG_WINDOW_MS);
  const jumpsFrom = new Date(nowMs - JUMP_WINDOW_MS);
  return {
    gaps: await recordFeedGaps(now),
    jumps: await recordPriceJumps(now),
    reactions: await reviewReactions(dayAgo),
    jumpProfit: await reviewJumpProfit(jumpsFrom, now),
    mirrors: await reviewMirrors(dayAgo),
    hedges: await reviewHedges(dayAgo),
    challengeHedges: await reviewChallengeHedges(longAgo),
    oppositePositions: await reviewOppositePositions(longAgo, now),
    outages: await reviewOutageOrders(longAgo, now),
    outageChanges: await reviewOutageChanges(longAgo, now),
    outageProfit: await reviewOutageProfit(longAgo, now),
    forgotten: await deleteOrderLatencies(new Date(nowMs - RETAIN_LATENCIES_MS)),
    jumpsDeleted: await deletePriceJumps(jumpsFrom),
    // Last, since it needs Redis.
    sameClients: await compareClients(),
  };
}
