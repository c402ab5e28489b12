const VENUE_TIME = "https://api.bybit.com/v5/market/time";
const TIMEOUT_MS = 2_500;

/** Null when the real venue responds; else the reason, as short text. */
export async function probeVenue(): Promise<string | null> {
  try {
    const response = await fetch(VENUE_TIME, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (response.status === 403) return "it rejects this network or region (HTTP 403)";
    if (!response.ok) return `it answered HTTP ${response.status}`;
    const body = (await response.json()) as { retCode?: number };
    return body.retCode === 0 ? null : `it responded with code ${body.retCode}`;
  } catch (error) {
    return error instanceof Error && error.name === "TimeoutError"
      ? "it did not answer in time"
      : "no connection";
  }
}
