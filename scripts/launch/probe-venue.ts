const VENUE_TIME = "https://api.bybit.com/v5/market/time";
const TIMEOUT_MS = 2_500;

/** Null when the real venue responds; else the reason, as short text. */
export async function probeVenue(): Promise<string | null> {
  try {
    const response = await fetch(VENUE_TIME, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (response.status === 403) return "it rejects this network or region (HTTP 403)";
    const { retCode } = (await response.json()) as { retCode?: number };
    return retCode === 0 ? null : `it responded with HTTP ${response.status}, code ${retCode}`;
  } catch {
    return "no response";
  }
}
