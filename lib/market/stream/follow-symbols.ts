import "server-only";
import { isFresh, isMarkFresh } from "@/lib/core/engine/context";
import { BYBIT } from "@/lib/core/engine/venues/bybit";
import { reportError } from "@/lib/infra/telemetry/report-error";
import { getInterest } from "@/lib/market/ingest/interest";
import { readMarkets } from "@/lib/market/reference/read-markets";
import { waitForMarket } from "@/lib/market/reference/wait-for-market";
import { getHub } from "@/lib/market/stream/hub";

/** How long a command waits for a book, in ms. */
const BOOK_WAIT_MS = 1_500;

/**
 * Makes the feed follow symbols for the next minute, and waits for a book that an order can be checked
 * against. If none arrives, the caller's own rules of freshness decide.
 */
export async function followSymbols(symbols: readonly string[]): Promise<void> {
  try {
    await getInterest().lease(symbols);
    await Promise.all(symbols.map(awaitBook));
  } catch (error) {
    reportError("symbols-not-followed", error);
  }
}

/**
 * A newly followed symbol gets its first book by itself. The venue sends no updates of a book that stands
 * still, so that a new snapshot is requested when the prices go on and the book has become old.
 */
async function awaitBook(symbol: string): Promise<void> {
  const frame = getHub().frames().get(symbol);
  // A symbol without a price is not in the feed: no book will arrive.
  if (frame === undefined) return;
  if (frame.book === null) {
    await waitForMarket(symbol, ({ bookMs }) => bookMs > 0, BOOK_WAIT_MS);
    return;
  }
  const market = (await readMarkets([symbol])).get(symbol);
  const now = () => ({ rules: BYBIT, nowMs: Date.now() });
  if (market === undefined || !isMarkFresh(now(), market) || isFresh(now(), market)) return;
  await getInterest().requestBook(symbol);
  await waitForMarket(symbol, (one) => isFresh(now(), one), BOOK_WAIT_MS);
}
