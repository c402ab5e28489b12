import { MARKET_ENDPOINTS } from "@/lib/http/endpoints/market-endpoints";
import { withPublic } from "@/lib/http/route/with-public";
import { listKnownInstruments } from "@/lib/market/reference/instruments";
import { getDeepBook } from "@/lib/market/reference/venue-history";
import { AppError } from "@/lib/schemas/api-error";
import type { DeepBook } from "@/lib/schemas/market/market-responses";

export const dynamic = "force-dynamic";

/** More levels of a symbol's order book than the stream has. */
export const GET = withPublic(MARKET_ENDPOINTS["GET /api/instruments/book"], async ({ symbol }) => {
  const known = await listKnownInstruments();
  if (!known.some((one) => one.symbol === symbol)) {
    throw new AppError("unknown_symbol", `There is no symbol ${JSON.stringify(symbol)} here.`);
  }
  const { bids, asks, atMs } = await getDeepBook(symbol);
  const body: DeepBook = { symbol, bids, asks, at: new Date(atMs).toISOString() };
  return { body, headers: { "cache-control": "public, max-age=1" } };
});
