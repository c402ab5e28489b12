import "server-only";
import { getEnv } from "@/lib/infra/env/env";
import { type EventBlock, encodeEvent, joinBlocks, type StreamForm } from "@/lib/infra/event-block";
import { getProcessSingleton } from "@/lib/infra/get-process-singleton";
import { getRedis } from "@/lib/infra/redis/redis";
import { evaluateFeed } from "@/lib/market/ingest/evaluate-feed";
import type { FeedStatus } from "@/lib/market/ingest/feed-message";
import { getInterest } from "@/lib/market/ingest/interest";
import { MarketFeed } from "@/lib/market/ingest/market-feed";
import { listShards } from "@/lib/market/ingest/shards";
import type { SymbolFrame } from "@/lib/market/ingest/ticker-frame";
import type { Applied } from "@/lib/market/stream/market-state";
import type { Reader } from "@/lib/market/stream/reader-group";
import { StreamSelections, type WantedSymbols } from "@/lib/market/stream/stream-selections";
import { SymbolState } from "@/lib/market/stream/symbol-state";
import type { FeedState } from "@/lib/schemas/market/market";
import type { Ping, StreamNotice } from "@/lib/schemas/market/market-stream";
import type { TapeView } from "@/lib/stream/symbol-view";

const TEND_EVERY_MS = 1_000;
const PING_EVERY_MS = 15_000;

/** The state of one shard of the feed. */
export type ShardHealth = {
  shard: string;
  state: FeedState;
  ageMs: number | null;
  leader: FeedStatus | null;
};

/**
 * The market in one web process: one subscription to Redis, whatever the number of browsers. It stores the
 * newest frame of every symbol and writes each publication to every reader as bytes that are encoded once for
 * all readers of a selection.
 */
export class Hub {
  readonly #symbols = new Map<string, SymbolState>();
  readonly #selections = new StreamSelections((symbol) => this.#symbols.get(symbol)?.read() ?? null);
  readonly #feed: MarketFeed;
  #isPublishQueued = false;
  #publishLater: NodeJS.Timeout | undefined;
  #rejected = "";
  #announced: FeedState = "starting";
  #redisUnavailableSinceMs: number | null = null;
  #pingedAtMs = 0;
  readonly #waiting = new Map<string, Set<() => void>>();
  readonly #ready: Promise<void>;

  constructor() {
    this.#feed = new MarketFeed(listShards(getEnv().INGEST_SHARDS), {
      onFrames: (frames) => this.#storeFrames(frames),
      onNewLeader: () => getInterest().renewAll(),
      onRead: (isReached) => this.#recordRedis(isReached),
    });
    this.#ready = this.#feed.read().catch(() => {});
    setInterval(() => this.#tend(), TEND_EVERY_MS).unref();
  }

  /** Resolves after the first read from Redis, successful or not, so that a first browser has prices. */
  ready(): Promise<void> {
    return this.#ready;
  }

  /**
   * Prepares a reader. `greeting` must be sent first: the feed's state and the key frames; events after
   * `begin` are written to it, so both must be called in one turn. `catchUp` returns the key frames again for
   * a reader that has missed something.
   */
  join(
    wanted: WantedSymbols,
    form: StreamForm,
  ): { greeting: Buffer; catchUp: () => Buffer; begin: (reader: Reader) => () => void } {
    const group = this.#selections.groupOf(wanted, form);
    return {
      greeting: Buffer.concat([
        joinBlocks([encodeNotice(this.#feedNotice()), encodePing()], form),
        group.keys(),
      ]),
      catchUp: () => group.keys(),
      begin: (reader) => {
        group.add(reader);
        const release = getInterest().watch(wanted.symbols);
        return () => {
          release();
          group.remove(reader);
          this.#selections.leave(group);
        };
      },
    };
  }

  /** The newest frame of each symbol, updated live. */
  frames(): ReadonlyMap<string, SymbolFrame> {
    return this.#feed.frames();
  }

  /** The newest trades of a symbol that this process has seen; none for a symbol that is not followed. */
  tape(symbol: string): TapeView {
    return this.#symbols.get(symbol)?.read()?.tape ?? { count: 0, trades: [] };
  }

  /**
   * Applies missed publications, unless every shard has published within `withinMs`. @throws when Redis is
   * unavailable
   */
  async refresh(withinMs: number): Promise<void> {
    if (!this.#feed.isCurrent(withinMs)) await this.#feed.read();
  }

  /** Resolves with the next frame of a symbol, or after `limitMs` without one. */
  nextFrame(symbol: string, limitMs: number): Promise<void> {
    const waiting = this.#waiting.get(symbol) ?? new Set();
    this.#waiting.set(symbol, waiting);
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        waiting.delete(end);
        resolve();
      };
      const timer = setTimeout(end, limitMs);
      waiting.add(end);
    });
  }

  /**
   * The freshness of the feed, as a whole and by shard, for the health page. The whole is as old as its
   * oldest shard.
   */
  describe(): { state: FeedState; ageMs: number | null; shards: ShardHealth[]; viewers: number } {
    let viewers = 0;
    for (const group of this.#selections.groups()) viewers += group.size;
    const statuses = new Map(this.#feed.statuses().map((status) => [status.shard, status]));
    const shards = [...this.#feed.agesMs()].map(([shard, ageMs]) => ({
      shard,
      state: evaluateFeed(ageMs),
      ageMs,
      leader: statuses.get(shard) ?? null,
    }));
    return { state: evaluateFeed(this.#ageMs()), ageMs: this.#ageMs(), shards, viewers };
  }

  #ageMs(): number | null {
    const ages = [...this.#feed.agesMs().values()];
    return ages.some((age) => age === null) ? null : Math.max(...(ages as number[]));
  }

  #storeFrames(frames: Applied["frames"]): void {
    for (const [symbol, frame] of frames) {
      const state = this.#symbols.get(symbol) ?? new SymbolState();
      this.#symbols.set(symbol, state);
      state.apply(frame);
      this.#selections.markMoved(symbol);
      for (const end of this.#waiting.get(symbol) ?? []) end();
    }
    if (
      evaluateFeed(this.#ageMs()) !== this.#announced ||
      this.#rejectedSymbols().join() !== this.#rejected
    ) {
      this.#announce();
    }
    if (this.#isPublishQueued || frames.length === 0) return;
    this.#isPublishQueued = true;
    setImmediate(() => this.#publish());
  }

  #rejectedSymbols(): string[] {
    return this.#feed.statuses().flatMap(({ rejected }) => rejected);
  }

  #publish(): void {
    this.#isPublishQueued = false;
    const nowMs = Date.now();
    let nextMs = Number.POSITIVE_INFINITY;
    for (const selection of this.#selections.selections()) {
      const dueAtMs = selection.dueAtMs();
      if (dueAtMs === null) continue;
      if (dueAtMs <= nowMs) selection.publish(nowMs);
      else nextMs = Math.min(nextMs, dueAtMs);
    }
    for (const group of this.#selections.groups()) group.writeDeltas();
    for (const selection of this.#selections.selections()) selection.forgetDelta();
    // A change that is not due yet must not wait for another symbol to change.
    clearTimeout(this.#publishLater);
    if (nextMs < Number.POSITIVE_INFINITY) {
      this.#publishLater = setTimeout(() => this.#publish(), nextMs - nowMs);
    }
  }

  #tend(): void {
    const nowMs = Date.now();
    if (evaluateFeed(this.#ageMs()) !== this.#announced) this.#announce();
    if (this.#feed.isSilent()) this.#checkRedis();
    for (const group of this.#selections.groups()) group.checkStalled(nowMs);
    if (nowMs - this.#pingedAtMs >= PING_EVERY_MS) {
      this.#pingedAtMs = nowMs;
      this.#broadcast(encodePing());
    }
  }

  #checkRedis(): void {
    getRedis()
      .ping()
      .then(
        () => this.#recordRedis(true),
        () => this.#recordRedis(false),
      );
  }

  #recordRedis(isReached: boolean): void {
    if (!isReached && this.#redisUnavailableSinceMs === null) {
      this.#redisUnavailableSinceMs = Date.now();
      this.#broadcast(
        encodeNotice({ kind: "degraded", service: "redis", since: this.#redisUnavailableSinceMs }),
      );
    } else if (isReached && this.#redisUnavailableSinceMs !== null) {
      this.#redisUnavailableSinceMs = null;
      this.#broadcast(encodeNotice({ kind: "recovered", service: "redis" }));
    }
  }

  #announce(): void {
    this.#announced = evaluateFeed(this.#ageMs());
    this.#rejected = this.#rejectedSymbols().join();
    this.#broadcast(encodeNotice(this.#feedNotice()));
  }

  #broadcast(block: EventBlock): void {
    for (const group of this.#selections.groups()) group.sendBlock(block);
  }

  #feedNotice(): StreamNotice {
    const env = getEnv();
    const ageMs = this.#ageMs();
    return {
      kind: "feed",
      state: evaluateFeed(ageMs),
      market: env.MARKET_KIND,
      source: env.MARKET_NAME,
      lastHeardMs: ageMs === null ? null : Date.now() - ageMs,
      rejected: this.#rejectedSymbols(),
    };
  }
}

function encodeNotice(notice: StreamNotice): EventBlock {
  return encodeEvent("notice", notice);
}

function encodePing(): EventBlock {
  const ping: Ping = { serverTimeMs: Date.now() };
  return encodeEvent("ping", ping);
}

/** The hub of this process, started at its first use. */
export function getHub(): Hub {
  return getProcessSingleton("market-hub", () => new Hub());
}
