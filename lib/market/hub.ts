import "server-only";
import { getEnv } from "@/lib/infra/env";
import { type EventBlock, encodeEvent, joinBlocks, type StreamForm } from "@/lib/infra/event-block";
import { getProcessSingleton } from "@/lib/infra/process-singleton";
import { getRedis } from "@/lib/infra/redis";
import { judgeFeed } from "@/lib/market/feed-state";
import { HubSubscription } from "@/lib/market/hub-subscription";
import { type FeedStatus, readLatestFrames, STATUS_KEY } from "@/lib/market/ingest-lease";
import type { Reader } from "@/lib/market/reader-group";
import { StreamSelections, type WantedSymbols } from "@/lib/market/stream-selections";
import { SymbolState } from "@/lib/market/symbol-state";
import { type SlicedFrame, sliceFrame } from "@/lib/market/ticker-frame";
import type { FeedState } from "@/lib/schemas/market";
import { type Notice, type Ping, STREAM_VIEWS } from "@/lib/schemas/market-stream";

const TEND_EVERY_MS = 1_000;
const PING_EVERY_MS = 15_000;

/**
 * The market in one web process: subscribed to Redis once, whatever the number of browsers. It keeps the
 * newest frame of every symbol and writes each publication to every reader as bytes that are encoded once for all
 * readers of a selection.
 */
export class Hub {
  readonly #symbols = new Map<string, SymbolState>();
  readonly #selections = new StreamSelections((symbol) => this.#symbols.get(symbol)?.read() ?? null);
  readonly #subscription: HubSubscription;
  #fence = 0;
  #isPublishQueued = false;
  #publishLater: NodeJS.Timeout | undefined;
  #status: FeedStatus | null = null;
  /** Our clock when the venue was last known to speak, ms. */
  #heardAtMs: number | null = null;
  #announced: FeedState = "starting";
  #redisAwaySinceMs: number | null = null;
  #pingedAtMs = 0;
  readonly #waiting = new Map<string, Set<() => void>>();
  readonly #ready: Promise<void>;

  constructor() {
    this.#subscription = new HubSubscription({
      onFrame: (symbol, text) => this.#takeFrame(symbol, text),
      onStatus: (status) => this.#takeStatus(status),
      onSubscribed: () => this.#loadLatest(),
    });
    this.#ready = this.#loadLatest();
    setInterval(() => this.#tend(), TEND_EVERY_MS).unref();
  }

  /** Resolves when the first look at Redis is over, whatever it showed: so that a first browser has prices. */
  ready(): Promise<void> {
    return this.#ready;
  }

  /**
   * Prepares a reader. `greeting` is what it must be sent first: the feed's state and the key frames; what happens
   * after `begin` is written to it, so that both belong into one turn. `catchUp` gives the key frames again to a
   * reader that has missed something.
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
        return () => {
          group.remove(reader);
          this.#selections.leave(group);
        };
      },
    };
  }

  /** The symbols that readers of this process see more of than a row: the feed follows them at full pace. */
  symbolsOfInterest(): Set<string> {
    const symbols = new Set<string>();
    for (const { view, symbols: seen } of this.#selections.selections()) {
      if (STREAM_VIEWS[view].quotes) for (const symbol of seen) symbols.add(symbol);
    }
    return symbols;
  }

  /** The newest frame of each symbol that this process has heard of. */
  newestFrames(): Map<string, SlicedFrame> {
    const newest = new Map<string, SlicedFrame>();
    for (const [symbol, state] of this.#symbols) {
      const frame = state.newest();
      if (frame) newest.set(symbol, frame);
    }
    return newest;
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

  /** How fresh the feed is and who leads it, for the health page. */
  describe(): { state: FeedState; ageMs: number | null; leader: FeedStatus | null; viewers: number } {
    let viewers = 0;
    for (const group of this.#selections.groups()) viewers += group.size;
    return { state: judgeFeed(this.#ageMs()), ageMs: this.#ageMs(), leader: this.#status, viewers };
  }

  #ageMs(): number | null {
    return this.#heardAtMs === null ? null : Date.now() - this.#heardAtMs;
  }

  async #loadLatest(): Promise<void> {
    try {
      const [frames, status] = await Promise.all([readLatestFrames(), getRedis().get<string>(STATUS_KEY)]);
      for (const [symbol, text] of frames) this.#takeFrame(symbol, text, "stored");
      if (status && !this.#status) this.#takeStatus(JSON.parse(status) as FeedStatus, "stored");
      this.#noteRedis("here");
    } catch {
      this.#noteRedis("away");
    }
  }

  #takeFrame(symbol: string, text: string, from: "live" | "stored" = "live"): void {
    const frame = sliceFrame(text);
    if (!frame) return;
    // A leader that has lost its lease may still speak; what is stored was in force when it was stored.
    if (from === "live" && frame.fence < this.#fence) return;
    this.#fence = Math.max(this.#fence, frame.fence);
    const state = this.#symbols.get(symbol) ?? new SymbolState();
    this.#symbols.set(symbol, state);
    if (!state.take(frame, Date.now())) return;
    if (from === "live") {
      this.#heardAtMs = Date.now();
      if (this.#announced !== "live") this.#announce();
    }
    this.#selections.markMoved(symbol);
    for (const end of this.#waiting.get(symbol) ?? []) end();
    if (this.#isPublishQueued) return;
    this.#isPublishQueued = true;
    // The feed sends one message a symbol; what comes together is written out together.
    setImmediate(() => this.#publish());
  }

  #takeStatus(status: FeedStatus, from: "live" | "stored" = "live"): void {
    if (status.fence < this.#fence) return;
    const before = this.#status;
    this.#status = status;
    // Judged on the leader's own clock, so that two machines' clocks need not agree.
    if (status.lastHeardMs !== null) {
      const ageMs = (from === "live" ? status.sentMs : Date.now()) - status.lastHeardMs;
      this.#heardAtMs = Math.max(this.#heardAtMs ?? 0, Date.now() - Math.max(0, ageMs));
    }
    if (before && before.refused.join() !== status.refused.join()) this.#announce();
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
    // What moved and is not due yet must not wait for another symbol to move.
    clearTimeout(this.#publishLater);
    if (nextMs < Number.POSITIVE_INFINITY) {
      this.#publishLater = setTimeout(() => this.#publish(), nextMs - nowMs);
    }
  }

  #tend(): void {
    const nowMs = Date.now();
    if (judgeFeed(this.#ageMs()) !== this.#announced) this.#announce();
    if (this.#subscription.isSilent()) this.#checkRedis();
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
        () => this.#noteRedis("here"),
        () => this.#noteRedis("away"),
      );
  }

  #noteRedis(is: "here" | "away"): void {
    if (is === "away" && this.#redisAwaySinceMs === null) {
      this.#redisAwaySinceMs = Date.now();
      this.#broadcast(encodeNotice({ kind: "degraded", service: "redis", since: this.#redisAwaySinceMs }));
    } else if (is === "here" && this.#redisAwaySinceMs !== null) {
      this.#redisAwaySinceMs = null;
      this.#broadcast(encodeNotice({ kind: "recovered", service: "redis" }));
    }
  }

  #announce(): void {
    this.#announced = judgeFeed(this.#ageMs());
    this.#broadcast(encodeNotice(this.#feedNotice()));
  }

  #broadcast(block: EventBlock): void {
    for (const group of this.#selections.groups()) group.sendBlock(block);
  }

  #feedNotice(): Notice {
    const env = getEnv();
    return {
      kind: "feed",
      state: judgeFeed(this.#ageMs()),
      market: env.MARKET_KIND,
      source: env.MARKET_NAME,
      lastHeardMs: this.#heardAtMs,
      refused: this.#status?.refused ?? [],
    };
  }
}

function encodeNotice(notice: Notice): EventBlock {
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
