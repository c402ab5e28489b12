import "server-only";
import type { BookChange, FeedChange, TickFields } from "@/lib/market/ingest/feed-message";
import { buildTick, type SymbolFeed } from "@/lib/market/ingest/symbol-feed";
import type { BookDto, Tick } from "@/lib/schemas/market/market";
import { diffLevels } from "@/lib/stream/book-levels";

/** What a publication should contain. */
export type DrainOptions = {
  sentMs: number;
  /** Everything of every symbol instead of only the changes. */
  isKey: boolean;
  /** Include the rows of symbols that are not followed. */
  withRows: boolean;
  /** Include their 24 h figures as well, which change slowly. */
  withFigures: boolean;
  /** Venue's time up to which a symbol's price path has been walked, ms; 0 while unknown. */
  walkedThrough?: (symbol: string) => number;
};

/** Fields of a list's row that are published as they change. */
const ROW_FIELDS = ["last", "mark", "change24h"] as const satisfies (keyof TickFields)[];
/** Fields of a row that change slowly. */
const FIGURES = [
  "index",
  "high24h",
  "low24h",
  "volume24h",
  "turnover24h",
  "fundingRate",
  "nextFundingMs",
  "openInterest",
] as const satisfies (keyof TickFields)[];
const LIST_FIELDS = [...ROW_FIELDS, ...FIGURES] as const;
const DEPTH_FIELDS = [
  ...LIST_FIELDS,
  "bid",
  "bidSize",
  "ask",
  "askSize",
  "candle",
] as const satisfies (keyof TickFields)[];
/** Fields that are removed when a symbol is no longer followed, since they are not updated any more. */
const NOT_IN_ROWS = { bid: null, bidSize: null, ask: null, askSize: null, candle: null };

/** The state of a symbol that readers have. */
type Published = {
  tick: Partial<TickFields>;
  walkedMs: number;
  book: Pick<BookDto, "bids" | "asks" | "updateId"> | null;
};

/** Computes what changed of a symbol since its last publication. */
export class ChangeBuilder {
  readonly #published = new Map<string, Published>();

  /** @returns null when no requested field has changed; its trades are in flight then */
  build(symbolFeed: SymbolFeed, options: DrainOptions): FeedChange | null {
    const { symbol, isFollowed } = symbolFeed;
    const { sentMs, isKey, withFigures } = options;
    const published = (!isKey && this.#published.get(symbol)) || emptyPublished();
    this.#published.set(symbol, published);
    const walkedMs = isFollowed ? (options.walkedThrough?.(symbol) ?? 0) : 0;
    const change: FeedChange = { symbol };
    if (symbolFeed.moved || isKey || withFigures) {
      const tick = buildTick(symbolFeed);
      if (!tick) return null;
      const fields =
        isFollowed || isKey ? DEPTH_FIELDS : withFigures ? [...ROW_FIELDS, ...FIGURES] : ROW_FIELDS;
      const changed = pickChanged(isFollowed ? tick : { ...tick, ...NOT_IN_ROWS }, published.tick, fields);
      if (changed) change.tick = changed;
      const isNewer = symbolFeed.moved && (isFollowed || changed !== null);
      if (isNewer || isKey) change.ages = [sentMs - tick.timeMs, sentMs - tick.receivedMs];
    }
    const book = buildBookChange(symbolFeed, published, sentMs);
    if (book !== undefined) change.book = book;
    if (symbolFeed.trades.length > 0) change.trades = symbolFeed.trades;
    if (isKey && symbolFeed.lastTrade) change.lastTrade = symbolFeed.lastTrade;
    if (walkedMs !== published.walkedMs) change.walkedAgeMs = walkedMs === 0 ? null : sentMs - walkedMs;
    published.walkedMs = walkedMs;
    markTradesPublished(symbolFeed);
    symbolFeed.moved = false;
    return Object.keys(change).length > 1 ? change : null;
  }
}

function emptyPublished(): Published {
  return { tick: {}, walkedMs: 0, book: null };
}

function markTradesPublished(symbolFeed: SymbolFeed): void {
  const newest = symbolFeed.trades.at(-1);
  if (newest) symbolFeed.lastTrade = { id: newest.id, timeMs: newest.timeMs };
  symbolFeed.inFlight = symbolFeed.trades;
  symbolFeed.trades = [];
}

/** The fields that differ from the published ones; records them as published. */
function pickChanged(
  tick: Tick,
  published: Partial<TickFields>,
  fields: readonly (keyof TickFields)[],
): Partial<TickFields> | null {
  let changed: Record<string, unknown> | null = null;
  for (const field of fields) {
    const value = tick[field];
    if (value === published[field] || (value === null && published[field] === undefined)) continue;
    changed ??= {};
    changed[field] = value;
  }
  if (changed) Object.assign(published, changed);
  return changed;
}

function buildBookChange(
  symbolFeed: SymbolFeed,
  published: Published,
  sentMs: number,
): BookChange | null | undefined {
  const before = published.book;
  if (!symbolFeed.isFollowed) {
    published.book = null;
    return before === null ? undefined : null;
  }
  const { bids, asks, updateId, timeMs } = symbolFeed.book;
  const isEmpty = bids.length === 0 && asks.length === 0;
  if (before === null ? isEmpty : before.updateId === updateId) return undefined;
  published.book = { bids: bids.slice(), asks: asks.slice(), updateId };
  const changedBids = diffLevels(before?.bids ?? [], bids);
  const changedAsks = diffLevels(before?.asks ?? [], asks);
  return {
    updateId,
    ageMs: sentMs - timeMs,
    ...(changedBids.length > 0 && { bids: changedBids }),
    ...(changedAsks.length > 0 && { asks: changedAsks }),
  };
}
