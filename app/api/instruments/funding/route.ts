import { MARKET_ENDPOINTS } from "@/lib/http/endpoints/market-endpoints";
import { withPublic } from "@/lib/http/route/with-public";
import { listKnownInstruments } from "@/lib/market/reference/instruments";
import { getFundingHistory } from "@/lib/market/reference/venue-history";
import { AppError } from "@/lib/schemas/api-error";
import type { FundingRates } from "@/lib/schemas/market/market-responses";

export const dynamic = "force-dynamic";

/** The last 200 settled funding rates of a symbol, newest first. */
export const GET = withPublic(MARKET_ENDPOINTS["GET /api/instruments/funding"], async ({ symbol }) => {
  const known = await listKnownInstruments();
  if (!known.some((one) => one.symbol === symbol)) {
    throw new AppError("unknown_symbol", `There is no symbol ${JSON.stringify(symbol)} here.`);
  }
  const rates = await getFundingHistory(symbol, Date.now());
  const body: FundingRates = {
    symbol,
    rates: rates.map(({ rate, atMs }) => ({ rate, at: new Date(atMs).toISOString() })),
  };
  return { body, headers: { "cache-control": "public, max-age=60" } };
});
