import "server-only";
import { reportError } from "@/lib/infra/telemetry/report-error";
import { getInterest } from "@/lib/market/ingest/interest";
import { waitForMarket } from "@/lib/market/reference/wait-for-market";
import { getHub } from "@/lib/market/stream/hub";

/** How long a command waits for the first book of a symbol that was not followed, in ms. */
const FIRST_BOOK_MS = 1_500;

/**
 * Makes the feed follow symbols for the next minute, and waits for the first book of a newly followed one. If
 * none arrives, the caller's own rules of freshness decide.
 */
export async function followSymbols(symbols: readonly string[]): Promise<void> {
  try {
    await getInterest().lease(symbols);
  } catch (error) {
    reportError("interest-not-leased", error);
    return;
  }
  const frames = getHub().frames();
  // A symbol without a price is not in the feed: no book will arrive.
  const unfollowed = symbols.filter((symbol) => frames.get(symbol)?.book === null);
  await Promise.all(
    unfollowed.map((symbol) => waitForMarket(symbol, ({ bookMs }) => bookMs > 0, FIRST_BOOK_MS)),
  );
}
