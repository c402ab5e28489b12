import "server-only";
import { reportError } from "@/lib/infra/telemetry/report-error";
import { decodeFeedMessage, type FeedMessage, type FeedStatus } from "@/lib/market/ingest/feed-message";
import { nameShard, type Shard } from "@/lib/market/ingest/shards";
import type { SymbolFrame } from "@/lib/market/ingest/ticker-frame";
import { HubSubscription } from "@/lib/market/stream/hub-subscription";
import { type Applied, MarketState } from "@/lib/market/stream/market-state";
import { catchUp } from "@/lib/market/stream/read-market-state";

type Handlers = {
  onFrames: (frames: Applied["frames"]) => void;
  /** Another leader publishes now: it may not know this process's interest. */
  onNewLeader: () => void;
  /** Whether Redis responded to the last read. */
  onRead: (isReached: boolean) => void;
};

/**
 * The feed in one web process: follows the leaders' publications and reads those that it missed. A message is
 * applied only right after its predecessor, so the state is always one that a leader has published.
 */
export class MarketFeed {
  readonly #shards: readonly Shard[];
  readonly #handlers: Handlers;
  readonly #state = new MarketState();
  readonly #subscription: HubSubscription;
  /** Our clock at the last message of each shard, ms. */
  readonly #heardMs = new Map<string, number>();
  /** Our clock when the venue was last known to send to a shard's leader, ms. */
  readonly #venueHeardMs = new Map<string, number>();
  #reading: Promise<void> | null = null;

  constructor(shards: readonly Shard[], handlers: Handlers) {
    this.#shards = shards;
    this.#handlers = handlers;
    this.#subscription = new HubSubscription({
      onMessage: (text) => this.#receive(text),
      onSubscribed: () => void this.read().catch(() => {}),
    });
  }

  /** The newest frame of every symbol. */
  frames(): ReadonlyMap<string, SymbolFrame> {
    return this.#state.frames();
  }

  /** The last status of each leader. */
  statuses(): FeedStatus[] {
    return this.#state.statuses();
  }

  /** Whether every shard has sent a message within `withinMs`, so that a read would return nothing newer. */
  isCurrent(withinMs: number): boolean {
    const nowMs = Date.now();
    return this.#shards.every((shard) => nowMs - (this.#heardMs.get(nameShard(shard)) ?? 0) <= withinMs);
  }

  /** How long each leader has received nothing from the venue, ms; null while unknown. */
  agesMs(): Map<string, number | null> {
    const nowMs = Date.now();
    return new Map(
      this.#shards.map((shard) => {
        const heardMs = this.#venueHeardMs.get(nameShard(shard));
        return [nameShard(shard), heardMs === undefined ? null : nowMs - heardMs];
      }),
    );
  }

  /** True when no message has arrived for longer than leaders are ever silent. */
  isSilent(): boolean {
    return this.#subscription.isSilent();
  }

  /**
   * Reads publications that were missed; concurrent callers share one read. @throws when Redis is unavailable
   */
  read(): Promise<void> {
    this.#reading ??= this.#readAll().finally(() => {
      this.#reading = null;
    });
    return this.#reading;
  }

  async #readAll(): Promise<void> {
    try {
      const found = await Promise.all(this.#shards.map((shard) => catchUp(this.#state, shard)));
      this.#handlers.onRead(true);
      for (const status of this.#state.statuses()) this.#recordStatus(status, Date.now());
      for (const frames of found) if (frames.length > 0) this.#handlers.onFrames(frames);
    } catch (error) {
      this.#handlers.onRead(false);
      throw error;
    }
  }

  #receive(text: string): void {
    const message = decodeFeedMessage(text);
    if (!message) {
      reportError("feed-message-unreadable", "A message of the feed can't be read.");
      return;
    }
    const before = this.#state.position(message.shard);
    const { outcome, frames } = this.#state.apply(message);
    if (outcome === "gap") void this.read().catch(() => {});
    if (outcome !== "applied") return;
    if (before && before.fence !== message.fence) this.#handlers.onNewLeader();
    this.#recordHeard(message);
    this.#handlers.onFrames(frames);
  }

  #recordHeard({ kind, shard, changes, status }: FeedMessage): void {
    const nowMs = Date.now();
    this.#heardMs.set(shard, nowMs);
    // A key message contains ages of everything, however old.
    if (kind === "delta" && changes.some(({ ages }) => ages)) this.#venueHeardMs.set(shard, nowMs);
    else if (status) this.#recordStatus(status, status.sentMs);
  }

  /** Compared with the leader's own clock if that is fresh, so that two machines' clocks need not agree. */
  #recordStatus({ shard, lastHeardMs }: FeedStatus, asOfMs: number): void {
    if (lastHeardMs === null) return;
    const heardMs = Date.now() - Math.max(0, asOfMs - lastHeardMs);
    this.#venueHeardMs.set(shard, Math.max(this.#venueHeardMs.get(shard) ?? 0, heardMs));
  }
}
