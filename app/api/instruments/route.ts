import { MARKET_ENDPOINTS } from "@/lib/http/endpoints/market-endpoints";
import { withPublic } from "@/lib/http/route/with-public";
import { getEnv } from "@/lib/infra/env/env";
import { listInstruments } from "@/lib/market/reference/instruments";
import type { InstrumentDto } from "@/lib/schemas/market/market";
import type { InstrumentsResponse, ListedInstrument } from "@/lib/schemas/market/market-responses";

export const dynamic = "force-dynamic";

/**
 * The tradable instruments and the type of market: some 650 contracts, each with only the fields that a list
 * needs. Requested symbols are returned with all fields.
 */
export const GET = withPublic(MARKET_ENDPOINTS["GET /api/instruments"], async ({ symbols }) => {
  const { MARKET_KIND, MARKET_NAME } = getEnv();
  const { instruments, fetchedAtMs } = await listInstruments();
  const body: InstrumentsResponse = {
    instruments: symbols
      ? instruments.filter(({ symbol }) => symbols.includes(symbol))
      : instruments.map(pickListed),
    fetchedAtMs,
    market: MARKET_KIND,
    source: MARKET_NAME,
  };
  return { body, headers: { "cache-control": "public, s-maxage=60, stale-while-revalidate=600" } };
});

function pickListed(instrument: InstrumentDto): ListedInstrument {
  const { symbol, baseCoin, name, status, priceScale, tickSize, maxLeverage, fundingMinutes, launchMs } =
    instrument;
  return { symbol, baseCoin, name, status, priceScale, tickSize, maxLeverage, fundingMinutes, launchMs };
}
