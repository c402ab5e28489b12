/** Name of the `meta` element with the id of the server's market. */
export const MARKET_META = "tz-market";

/**
 * The id of the market of this page ("bybit", "simulated-42"); null on pages without one. As part of the URL
 * of cacheable responses it separates markets served from the same origin.
 */
export function readMarketId(): string | null {
  return document.querySelector<HTMLMetaElement>(`meta[name="${MARKET_META}"]`)?.content ?? null;
}
