import "server-only";

/** One part of the market: the symbols whose hash modulo `count` is `index`. */
export type Shard = { index: number; count: number };

/** All shards of a market that is split into `count`. */
export function listShards(count: number): Shard[] {
  return Array.from({ length: count }, (_, index) => ({ index, count }));
}

/** The shard's name in keys and messages; shards of different counts have different names. */
export function nameShard({ index, count }: Shard): string {
  return `${index}of${count}`;
}

/** Those of `symbols` that belong to a shard: by FNV-1a, which spreads names with a common prefix. */
export function symbolsOfShard(symbols: readonly string[], { index, count }: Shard): string[] {
  return symbols.filter((symbol) => hash(symbol) % count === index);
}

function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return value >>> 0;
}
