import "server-only";
import { ChangeBuilder, type TakeOptions } from "@/lib/market/ingest/change-builder";
import type { SymbolChange } from "@/lib/market/ingest/feed-message";
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

/** What the caller must do after a message: nothing, or ask the venue for a new book of that symbol. */
export type IngestResult = { resubscribeBook: string } | null;

/**
 * The newest state of every symbol, fed message by message and read once a publish interval. It does no I/O and knows
 * no clock; what it drops it counts. The last good value stays until a better one comes.
 */
export class Feed {
  readonly counts: FeedCounts = { messages: 0, dropped: {} };
  readonly #symbols = new Map<string, SymbolFeed>();
  readonly #builder = new ChangeBuilder();
  /** Our clock when the venue last said anything we could use, in ms; null before that. */
  lastHeardMs: number | null = null;

  constructor(symbols: readonly string[]) {
    for (const symbol of symbols) this.#symbols.set(symbol, createSymbolFeed(symbol));
  }

  /** Takes one parsed message in. `nowMs` is our clock at its arrival. */
  ingest(message: VenueMessage, nowMs: number): IngestResult {
    this.counts.messages += 1;
    if (message.kind === "bad") return this.#drop(message.reason);
    if (message.kind === "pong" || message.kind === "accepted" || message.kind === "rejected") return null;
    const held = this.#symbols.get(message.symbol);
    if (!held) return this.#drop("unknown_symbol");
    if (message.kind !== "ticker" && !held.isFollowed) return this.#drop("not_followed");
    const dropped = consumeMessage(held, message);
    if (dropped) {
      this.#drop(dropped);
      if (dropped !== "book_gap" && dropped !== "book_crossed") return null;
      if (dropped === "book_crossed") held.book = createBook(held.symbol);
      held.book.updateId = 0;
      return { resubscribeBook: held.symbol };
    }
    const isTick = message.kind === "ticker" || message.kind === "trades";
    if (isTick) held.timeMs = Math.max(held.timeMs, message.timeMs);
    held.receivedMs = nowMs;
    held.moved = true;
    this.lastHeardMs = nowMs;
    return null;
  }

  /** Follows trades and book of these symbols, and of no others. @returns those that came and went */
  follow(symbols: ReadonlySet<string>): { added: string[]; removed: string[] } {
    const changed = [...this.#symbols.values()].filter(
      (held) => held.isFollowed !== symbols.has(held.symbol),
    );
    for (const held of changed) setFollowed(held, !held.isFollowed);
    return {
      added: changed.filter((held) => held.isFollowed).map(({ symbol }) => symbol),
      removed: changed.filter((held) => !held.isFollowed).map(({ symbol }) => symbol),
    };
  }

  /** True when every symbol that is not in `except` has a price, and a book where it is followed. */
  isWarm(except: ReadonlySet<string>): boolean {
    for (const { symbol, isFollowed, fields, book } of this.#symbols.values()) {
      if (except.has(symbol)) continue;
      if (fields.lastPrice === undefined || (isFollowed && book.updateId === 0)) return false;
    }
    return true;
  }

  /**
   * What changed since the last publication. Whoever can't deliver it says so with `returnChanges`, and takes a key
   * publication next.
   */
  takeChanges(options: TakeOptions): SymbolChange[] {
    const changes: SymbolChange[] = [];
    for (const held of this.#symbols.values()) {
      const isDue = options.isKey || held.isFollowed || options.withRows;
      if (!isDue || held.fields.lastPrice === undefined) continue;
      const change = this.#builder.build(held, options);
      if (change) changes.push(change);
    }
    return changes;
  }

  /** Where the followed symbols went since this was last asked. */
  takePaths(): PublishedPath[] {
    const paths: PublishedPath[] = [];
    for (const { symbol, path, timeMs, fields, isFollowed } of this.#symbols.values()) {
      if (!isFollowed || fields.lastPrice === undefined) continue;
      const nextFundingMs = fields.nextFundingTime ? Number(fields.nextFundingTime) : null;
      const fundingRate = fields.fundingRate || null;
      paths.push({ symbol, ...path.take(), throughMs: timeMs, fundingRate, nextFundingMs });
    }
    return paths;
  }

  /** The venue's time of the symbol's newest ticker or trade, ms; 0 before the first. */
  tickMs(symbol: string): number {
    return this.#symbols.get(symbol)?.timeMs ?? 0;
  }

  /** The last publication reached nobody: its trades come with the next one. */
  returnChanges(): void {
    for (const held of this.#symbols.values()) {
      held.trades = [...held.inFlight, ...held.trades].slice(-MAX_TRADES);
      held.inFlight = [];
    }
  }

  /** Goes on where another leader stopped: trades up to and including its last one are already out. */
  continueAfter(symbol: string, cursor: TradeCursor): void {
    const held = this.#symbols.get(symbol);
    if (!held) return;
    const index = held.trades.findIndex((trade) => trade.id === cursor.id);
    held.trades =
      index >= 0 ? held.trades.slice(index + 1) : held.trades.filter((trade) => trade.timeMs > cursor.timeMs);
    held.lastTrade = cursor;
  }

  /** Keeps the last prices that the leader before us had of a symbol which we have not heard of. */
  restore(tick: Tick): void {
    const held = this.#symbols.get(tick.symbol);
    if (held && held.fields.lastPrice === undefined) restoreTick(held, tick);
  }

  /** After a reconnect nothing is replayed: these books stay as they were until their snapshots come. */
  awaitSnapshots(symbols: Iterable<string>): void {
    for (const symbol of symbols) {
      const held = this.#symbols.get(symbol);
      if (held) held.book.updateId = 0;
    }
  }

  #drop(reason: DropReason): null {
    this.counts.dropped[reason] = (this.counts.dropped[reason] ?? 0) + 1;
    return null;
  }
}
