/** The newest price of a symbol in a selection's event. */
export type ShownPrice = { symbol: string; last: string };

/** Characters of a proof's signature: 64 bits, not guessable within the minute for which a proof is valid. */
export const PROOF_MAC_LENGTH = 11;

/** The signed text: when a selection was published, and the newest price of each of its symbols. */
export function formatShownPrices(atMs: number, prices: readonly ShownPrice[]): string {
  return `${atMs}.${prices.map(({ symbol, last }) => `${symbol}:${last}`).join(",")}`;
}

/**
 * The `tickProof` of an order: the signature of an event and the prices that it covers, so that the price of
 * each of its symbols can be verified.
 */
export function formatTickProof(publication: {
  atMs: number;
  mac: string;
  prices: readonly ShownPrice[];
}): string {
  return `${publication.mac}.${formatShownPrices(publication.atMs, publication.prices)}`;
}

/** Parses a proof; null when the text is none. Does not verify the signature. */
export function parseTickProof(
  proof: string,
): { mac: string; covered: string; atMs: number; prices: ShownPrice[] } | null {
  const [, mac, covered, atMs, list] = /^([\w-]{11})\.((\d{13})\.([\w:.,-]+))$/.exec(proof) ?? [];
  if (mac === undefined || covered === undefined || list === undefined) return null;
  const prices = list.split(",").map((pair) => {
    const [symbol = "", last = ""] = pair.split(":");
    return { symbol, last };
  });
  return { mac, covered, atMs: Number(atMs), prices };
}
