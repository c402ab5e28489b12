import { getJson } from "@/lib/client/api/market-api";
import type { VenueProfile } from "@/lib/lab/run/run-config";
import { VENUE_FEES } from "@/lib/lab/run/venue-profile";
import type { InstrumentsResponse } from "@/lib/schemas/market/market-responses";

/** The venue's rules of some symbols; one that is not listed, as of a file, has no steps. */
export async function loadTerms(symbols: readonly string[], signal: AbortSignal): Promise<VenueProfile> {
  const query = new URLSearchParams({ symbols: symbols.join(",") });
  const { instruments } = await getJson<InstrumentsResponse>(`/api/instruments?${query}`, signal).catch(
    () => ({
      instruments: [],
    }),
  );
  const steps = instruments.map(({ symbol, tickSize, qtyStep, minOrderQty, minNotional }) => [
    symbol,
    {
      tick: Number(tickSize),
      step: Number(qtyStep),
      minQty: Number(minOrderQty),
      minNotional: Number(minNotional),
    },
  ]);
  return { fees: VENUE_FEES, steps: Object.fromEntries(steps), mustPassLimits: true };
}
