/** Name of the `meta` element in which a page says what market its server shows. */
export const MARKET_META = "tz-market";

/**
 * The id of the market that this page was made for ("bybit", "simulated-42"); null on pages that show none. In the URL
 * of what may be cached it keeps one market's answers apart from those of another at the same origin.
 */
export function readMarketId(): string | null {
  return document.querySelector<HTMLMetaElement>(`meta[name="${MARKET_META}"]`)?.content ?? null;
}
