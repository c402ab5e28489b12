import "server-only";

/** One part of the market: the symbols whose hash falls on `index` of `count`. */
export type Shard = { index: number; count: number };

/** All parts of a market that is split into `count`. */
export function listShards(count: number): Shard[] {
  return Array.from({ length: count }, (_, index) => ({ index, count }));
}

/** Names a shard in keys and messages; shards of different counts have different names. */
export function nameShard({ index, count }: Shard): string {
  return `${index}of${count}`;
}

/** Those of `symbols` that a shard feeds: by FNV-1a, which spreads names that begin alike. */
export function symbolsOfShard(symbols: readonly string[], { index, count }: Shard): string[] {
  return symbols.filter((symbol) => hash(symbol) % count === index);
}

function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return value >>> 0;
}
