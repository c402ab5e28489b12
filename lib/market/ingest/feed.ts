import "server-only";
import { ChangeBuilder, type DrainOptions } from "@/lib/market/ingest/change-builder";
import type { FeedChange } from "@/lib/market/ingest/feed-message";
import type { PublishedPath } from "@/lib/market/ingest/published-path";
import {
  consumeMessage,
  createSymbolFeed,
  type DropReason,
  MAX_TRADES,
  restoreTick,
  type SymbolFeed,
  setFollowed,
} from "@/lib/market/ingest/symbol-feed";
import type { TradeCursor } from "@/lib/market/ingest/ticker-frame";
import { createBook } from "@/lib/market/venue/order-book";
import type { VenueMessage } from "@/lib/market/venue/parse-venue-message";
import type { Tick } from "@/lib/schemas/market/market";

export type FeedCounts = { messages: number; dropped: Partial<Record<DropReason, number>> };

/** Required action after a message: none, or request a new book of that symbol. */
export type IngestResult = { resubscribeBook: string } | null;

/**
 * The newest state of every symbol, updated by each message and read once a publish interval. It does no I/O
 * and has no clock; dropped messages are counted. The last valid value stays until a newer one arrives.
 */
export class Feed {
  readonly counts: FeedCounts = { messages: 0, dropped: {} };
  readonly #symbols = new Map<string, SymbolFeed>();
  readonly #builder = new ChangeBuilder();
  /** Our clock when the venue last sent a usable message, in ms; null before that. */
  lastHeardMs: number | null = null;

  constructor(symbols: readonly string[]) {
    for (const symbol of symbols) this.#symbols.set(symbol, createSymbolFeed(symbol));
  }

  /** Applies one parsed message. `nowMs` is our clock at its arrival. */
  ingest(message: VenueMessage, nowMs: number): IngestResult {
    this.counts.messages += 1;
    if (message.kind === "bad") return this.#drop(message.reason);
    if (message.kind === "pong" || message.kind === "accepted" || message.kind === "rejected") return null;
    const symbolFeed = this.#symbols.get(message.symbol);
    if (!symbolFeed) return this.#drop("unknown_symbol");
    if (message.kind !== "ticker" && !symbolFeed.isFollowed) return this.#drop("not_followed");
    const dropped = consumeMessage(symbolFeed, message);
    if (dropped) {
      this.#drop(dropped);
      if (dropped !== "book_gap" && dropped !== "book_crossed") return null;
      if (dropped === "book_crossed") symbolFeed.book = createBook(symbolFeed.symbol);
      symbolFeed.book.updateId = 0;
      return { resubscribeBook: symbolFeed.symbol };
    }
    const isTick = message.kind === "ticker" || message.kind === "trades";
    if (isTick) symbolFeed.timeMs = Math.max(symbolFeed.timeMs, message.timeMs);
    symbolFeed.receivedMs = nowMs;
    symbolFeed.moved = true;
    this.lastHeardMs = nowMs;
    return null;
  }

  /** Follows trades and books of exactly these symbols. @returns those added and removed */
  follow(symbols: ReadonlySet<string>): { added: string[]; removed: string[] } {
    const changed = [...this.#symbols.values()].filter(
      (symbolFeed) => symbolFeed.isFollowed !== symbols.has(symbolFeed.symbol),
    );
    for (const symbolFeed of changed) setFollowed(symbolFeed, !symbolFeed.isFollowed);
    return {
      added: changed.filter((symbolFeed) => symbolFeed.isFollowed).map(({ symbol }) => symbol),
      removed: changed.filter((symbolFeed) => !symbolFeed.isFollowed).map(({ symbol }) => symbol),
    };
  }

  /** True when every symbol not in `except` has a price, and a book if it is followed. */
  isWarm(except: ReadonlySet<string>): boolean {
    for (const { symbol, isFollowed, fields, book } of this.#symbols.values()) {
      if (except.has(symbol)) continue;
      if (fields.lastPrice === undefined || (isFollowed && book.updateId === 0)) return false;
    }
    return true;
  }

  /**
   * Changes since the last publication. If delivery fails, call `returnChanges` and request a key publication
   * next.
   */
  drainChanges(options: DrainOptions): FeedChange[] {
    const changes: FeedChange[] = [];
    for (const symbolFeed of this.#symbols.values()) {
      const isDue = options.isKey || symbolFeed.isFollowed || options.withRows;
      if (!isDue || symbolFeed.fields.lastPrice === undefined) continue;
      const change = this.#builder.build(symbolFeed, options);
      if (change) changes.push(change);
    }
    return changes;
  }

  /** The price paths of the followed symbols since the last call. */
  drainPaths(): PublishedPath[] {
    const paths: PublishedPath[] = [];
    for (const { symbol, path, timeMs, fields, isFollowed } of this.#symbols.values()) {
      if (!isFollowed || fields.lastPrice === undefined) continue;
      const nextFundingMs = fields.nextFundingTime ? Number(fields.nextFundingTime) : null;
      const fundingRate = fields.fundingRate || null;
      paths.push({ symbol, ...path.drain(), throughMs: timeMs, fundingRate, nextFundingMs });
    }
    return paths;
  }

  /** The venue's time of the symbol's newest ticker or trade, ms; 0 before the first. */
  tickMs(symbol: string): number {
    return this.#symbols.get(symbol)?.timeMs ?? 0;
  }

  /** The last publication was not delivered: its trades are included in the next one. */
  returnChanges(): void {
    for (const symbolFeed of this.#symbols.values()) {
      symbolFeed.trades = [...symbolFeed.inFlight, ...symbolFeed.trades].slice(-MAX_TRADES);
      symbolFeed.inFlight = [];
    }
  }

  /** Continues after another leader: trades up to and including its last one are already published. */
  continueAfter(symbol: string, cursor: TradeCursor): void {
    const symbolFeed = this.#symbols.get(symbol);
    if (!symbolFeed) return;
    const index = symbolFeed.trades.findIndex((trade) => trade.id === cursor.id);
    symbolFeed.trades =
      index >= 0
        ? symbolFeed.trades.slice(index + 1)
        : symbolFeed.trades.filter((trade) => trade.timeMs > cursor.timeMs);
    symbolFeed.lastTrade = cursor;
  }

  /** Uses the previous leader's last prices of a symbol for which no message has arrived. */
  restore(tick: Tick): void {
    const symbolFeed = this.#symbols.get(tick.symbol);
    if (symbolFeed && symbolFeed.fields.lastPrice === undefined) restoreTick(symbolFeed, tick);
  }

  /** After a reconnect the venue replays nothing: these books stay unchanged until their snapshots arrive. */
  awaitSnapshots(symbols: Iterable<string>): void {
    for (const symbol of symbols) {
      const symbolFeed = this.#symbols.get(symbol);
      if (symbolFeed) symbolFeed.book.updateId = 0;
    }
  }

  #drop(reason: DropReason): null {
    this.counts.dropped[reason] = (this.counts.dropped[reason] ?? 0) + 1;
    return null;
  }
}
