/** The newest price of a symbol, as a selection showed it. */
export type ShownPrice = { symbol: string; last: string };

/** Characters of a proof's signature: 64 bits that nobody guesses within the minute for which a proof is good. */
export const PROOF_MAC_LENGTH = 11;

/** What is signed: when a selection was published, and the newest price of each of its symbols. */
export function formatShownPrices(atMs: number, prices: readonly ShownPrice[]): string {
  return `${atMs}.${prices.map(({ symbol, last }) => `${symbol}:${last}`).join(",")}`;
}

/**
 * What an order sends as `tickProof`: the signature of a publication and what it covers, so that the price of each
 * of its symbols can be verified.
 */
export function formatTickProof(publication: {
  atMs: number;
  mac: string;
  prices: readonly ShownPrice[];
}): string {
  return `${publication.mac}.${formatShownPrices(publication.atMs, publication.prices)}`;
}

/** Takes a proof apart; null when the text is none. Whether the signature is ours is not looked at here. */
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
