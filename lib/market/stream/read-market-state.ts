import "server-only";
import { decodeFeedMessage } from "@/lib/market/ingest/feed-message";
import { readPublished } from "@/lib/market/ingest/ingest-lease";
import { nameShard, type Shard } from "@/lib/market/ingest/shards";
import { type Applied, MarketState } from "@/lib/market/stream/market-state";

/** The last published state of some shards. */
export async function readMarketState(shards: readonly Shard[]): Promise<MarketState> {
  const state = new MarketState();
  await Promise.all(shards.map((shard) => catchUp(state, shard)));
  return state;
}

/** Applies a shard's publications after the state's position. @throws when Redis is unavailable */
export async function catchUp(state: MarketState, shard: Shard): Promise<Applied["frames"]> {
  const frames: Applied["frames"] = [];
  for (const text of await readPublished(shard, state.position(nameShard(shard)))) {
    const message = decodeFeedMessage(text);
    if (message) frames.push(...state.apply(message).frames);
  }
  return frames;
}
