const VENUE_TIME = "https://api.bybit.com/v5/market/time";
const TIMEOUT_MS = 2_500;

/** Null when the real venue answers; else why it does not, in a few words. */
export async function probeVenue(): Promise<string | null> {
  try {
    const answer = await fetch(VENUE_TIME, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (answer.status === 403) return "it refuses this network or region (HTTP 403)";
    if (!answer.ok) return `it answered HTTP ${answer.status}`;
    const body = (await answer.json()) as { retCode?: number };
    return body.retCode === 0 ? null : `it answered with code ${body.retCode}`;
  } catch (error) {
    return error instanceof Error && error.name === "TimeoutError"
      ? "it did not answer in time"
      : "no connection";
  }
}
