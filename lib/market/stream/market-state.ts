import "server-only";
import type { BookChange, FeedChange, FeedMessage, FeedStatus } from "@/lib/market/ingest/feed-message";
import { isNewerFrame, type SymbolFrame } from "@/lib/market/ingest/ticker-frame";
import { BOOK_DEPTH } from "@/lib/market/venue/order-book";
import type { BookDto, BookLevelDto } from "@/lib/schemas/market/market";
import { setLevel } from "@/lib/stream/book-levels";
import { EMPTY_TICK } from "@/lib/stream/symbol-view";

/** How far the messages of a shard have been applied. */
export type ShardPosition = {
  fence: number;
  sequence: number;
  /** The sequence number of the key message that the deltas follow. */
  keySequence: number;
};

/** The result of a message; `gap` when its predecessor is missing: the published state must be read then. */
export type Applied = { outcome: "applied" | "old" | "gap"; frames: [symbol: string, frame: SymbolFrame][] };

/** The newest state of every symbol, built from the messages of all shards. */
export class MarketState {
  readonly #frames = new Map<string, SymbolFrame>();
  readonly #positions = new Map<string, ShardPosition>();
  readonly #statuses = new Map<string, FeedStatus>();
  /** The shard that last published each symbol. */
  readonly #shardOf = new Map<string, string>();

  frames(): ReadonlyMap<string, SymbolFrame> {
    return this.#frames;
  }

  /** The applied position of a shard; null before its first key message. */
  position(shard: string): ShardPosition | null {
    return this.#positions.get(shard) ?? null;
  }

  statuses(): FeedStatus[] {
    return [...this.#statuses.values()];
  }

  apply(message: FeedMessage): Applied {
    const { shard, fence, sequence, kind } = message;
    const position = this.#positions.get(shard);
    const isSameLeader = position?.fence === fence;
    if (position && (fence < position.fence || (isSameLeader && sequence <= position.sequence)))
      return ignored("old");
    if (kind === "delta" && (!isSameLeader || sequence !== position.sequence + 1)) return ignored("gap");
    const keySequence = kind === "key" ? sequence : (position?.keySequence ?? sequence);
    this.#positions.set(shard, { fence, sequence, keySequence });
    if (message.status) this.#statuses.set(shard, message.status);
    const frames: [string, SymbolFrame][] = [];
    for (const change of message.changes) {
      const before = this.#frames.get(change.symbol);
      const frame = buildFrame(message, change, before);
      if (!frame || (before && !isNewerFrame(frame, before))) continue;
      this.#frames.set(change.symbol, frame);
      this.#shardOf.set(change.symbol, shard);
      frames.push([change.symbol, frame]);
    }
    if (kind === "key") this.#dropMissing(message);
    return { outcome: "applied", frames };
  }

  /** Symbols missing from a shard's key message are no longer in the feed. */
  #dropMissing({ shard, changes }: FeedMessage): void {
    const fed = new Set(changes.map(({ symbol }) => symbol));
    for (const [symbol, by] of this.#shardOf) {
      if (by !== shard || fed.has(symbol)) continue;
      this.#shardOf.delete(symbol);
      this.#frames.delete(symbol);
    }
  }
}

function ignored(outcome: "old" | "gap"): Applied {
  return { outcome, frames: [] };
}

function buildFrame(
  message: FeedMessage,
  change: FeedChange,
  current: SymbolFrame | undefined,
): SymbolFrame | null {
  const before = message.kind === "key" ? undefined : current;
  const { symbol, ages, trades = [], lastTrade = null } = change;
  const newest = trades.at(-1);
  const times = ages
    ? { timeMs: message.sentMs - ages[0], receivedMs: message.sentMs - ages[1] }
    : { timeMs: before?.tick.timeMs ?? 0, receivedMs: before?.tick.receivedMs ?? 0 };
  const tick = { ...(before?.tick ?? EMPTY_TICK), ...change.tick, symbol, ...times };
  if (tick.last === "") return null;
  return {
    fence: message.fence,
    sequence: message.sequence,
    lastTrade: newest ? { id: newest.id, timeMs: newest.timeMs } : (before?.lastTrade ?? lastTrade),
    clock: buildClock(message, change, before),
    tick,
    book: buildBook(message, change, before?.book ?? null),
    trades,
  };
}

function buildClock(
  { offsetMs, sentMs }: FeedMessage,
  { walkedAgeMs }: FeedChange,
  before: SymbolFrame | undefined,
): SymbolFrame["clock"] {
  if (offsetMs === undefined) return null;
  if (walkedAgeMs === undefined) return { offsetMs, walkedMs: before?.clock?.walkedMs ?? 0 };
  return { offsetMs, walkedMs: walkedAgeMs === null ? 0 : sentMs - walkedAgeMs };
}

function buildBook(
  { sentMs }: FeedMessage,
  { symbol, book: change }: FeedChange,
  before: BookDto | null,
): BookDto | null {
  if (change === undefined) return before;
  if (change === null) return null;
  const { updateId, ageMs } = change;
  return { symbol, ...changeSides(before, change), updateId, timeMs: sentMs - ageMs };
}

function changeSides(
  before: BookDto | null,
  { bids = [], asks = [] }: BookChange,
): Pick<BookDto, "bids" | "asks"> {
  return {
    bids: changeSide(before?.bids ?? [], bids, -1),
    asks: changeSide(before?.asks ?? [], asks, 1),
  };
}

function changeSide(before: BookLevelDto[], changes: BookLevelDto[], direction: 1 | -1): BookLevelDto[] {
  if (changes.length === 0) return before;
  const levels = before.slice();
  for (const level of changes) setLevel(levels, level, direction);
  if (levels.length > BOOK_DEPTH) levels.length = BOOK_DEPTH;
  return levels;
}
