import type { FeedState, MarketKind } from "@/lib/schemas/market/market";

/**
 * Protocol 2 of `GET /api/stream`: Server-Sent Events with JSON data.
 *
 * A connection shows one or more **selections**. Each selection has a number, a view and a list of symbols,
 * and is shared by all readers who request the same. It begins with a `key` event, which has everything that
 * the view shows; each `delta` after it has the changes since the previous event, and a sequence that rises
 * by one. A reader that detects a missing sequence must not apply the delta: it waits for the next key frame
 * or opens a new stream. A server that could not write to a slow reader sends a key frame without a request.
 *
 * All prices and sizes are decimal text. Instants inside an event are ages: ms before the event's own time
 * `t`.
 */

/**
 * Media type of the stream as one raw deflate stream of the same text, for a reader that requests it in
 * `Accept`. It is the body's own format and no `Content-Encoding`, so that no proxy or framework decompresses
 * it.
 */
export const DEFLATED_EVENTS = "application/vnd.terminal-zero.events+deflate";

/**
 * The type of an event without a name. Nearly all events are deltas, each a block without history: the line with
 * their name was a twentieth of the deflated bytes.
 */
export const UNNAMED_EVENT = "delta";

/**
 * Content and rate of a selection.
 *
 * - `publishMs`: the shortest time between two deltas.
 * - `quotes`: index price, best bid and ask, the current candle. Without it these fields are null.
 * - `levels`: book levels a side; 0 is no book.
 * - `tape`: whether trades are included.
 */
export const STREAM_VIEWS = {
  row: { publishMs: 500, quotes: false, levels: 0, tape: false },
  tick: { publishMs: 100, quotes: true, levels: 0, tape: false },
  depth: { publishMs: 100, quotes: true, levels: 50, tape: true },
  "saver-tick": { publishMs: 500, quotes: true, levels: 0, tape: false },
  "saver-depth": { publishMs: 500, quotes: true, levels: 10, tape: false },
} as const satisfies Record<string, StreamViewRule>;

export type StreamViewRule = { publishMs: number; quotes: boolean; levels: number; tape: boolean };
export type StreamView = keyof typeof STREAM_VIEWS;

/** Fields that change constantly without a need for that rate are sent at most this often, in ms. */
export const SLOW_FIELD_MS = 1_000;
/** The newest trades of a symbol that a key frame carries. */
export const TAPE_LENGTH = 50;

/** The wire name of each text field of a tick, and whether it is a slow one. */
export const TICK_FIELDS = {
  last: { wire: "l", isSlow: false },
  mark: { wire: "m", isSlow: false },
  index: { wire: "i", isSlow: false },
  bid: { wire: "b", isSlow: false },
  bidSize: { wire: "bs", isSlow: false },
  ask: { wire: "a", isSlow: false },
  askSize: { wire: "as", isSlow: false },
  change24h: { wire: "ch", isSlow: true },
  high24h: { wire: "hi", isSlow: true },
  low24h: { wire: "lo", isSlow: true },
  volume24h: { wire: "vo", isSlow: true },
  turnover24h: { wire: "to", isSlow: true },
  fundingRate: { wire: "fr", isSlow: true },
  openInterest: { wire: "oi", isSlow: true },
} as const;

export type TickField = keyof typeof TICK_FIELDS;
type WireName = (typeof TICK_FIELDS)[TickField]["wire"];

/** Price and new size of a level; size "0": the level is gone. */
export type LevelChange = [price: string, size: string];
/** `side` is the taker's: B bought, S sold. `id` is unique among the trades of one symbol. */
export type WireTrade = [id: string, side: "B" | "S", price: string, qty: string, ageMs: number];

/** Changes of one symbol. An absent field is unchanged; null is a field that the venue does not provide. */
export type SymbolChange = { [Name in WireName]?: string | null } & {
  /** Next funding instant, ms since 1970, slow. */
  nf?: number | null;
  /** Current 1-minute candle: whole when a new one begins, else its changed parts. */
  c?:
    | [startMs: number, open: string, high: string, low: string, close: string, volume: string]
    | CandleParts
    | null;
  /** `timeMs` and `receivedMs` of the tick, as ages. */
  t?: number;
  r?: number;
  /**
   * The book: changed bids and asks, by how much the update id rose, and the book's age. Null: no book any
   * more.
   */
  k?: { b?: LevelChange[]; a?: LevelChange[]; u?: number; t?: number } | null;
  /** New trades, oldest first. */
  x?: WireTrade[];
};

export type CandleParts = { h?: string; l?: string; c?: string; v?: string };

type Publication = {
  /** Number of the selection; unique in the process that serves the connection. */
  s: number;
  /** Sequence of the selection. */
  n: number;
  /** Proof over the newest price of every symbol of the selection: eleven characters, see `formatTickProof`. */
  p: string;
  /** Index of the symbol in the selection's list, and what changed. */
  m: [index: number, change: SymbolChange][];
};

/**
 * Data of the `key` event. Its changes are those since a state in which every field is null. `t`: our clock,
 * ms.
 */
export type KeyFrame = Publication & { v: StreamView; y: string[]; t: number };

/** Data of the `delta` event. `t`: ms since the `t` of the event before. */
export type Delta = Publication & { t: number };

/**
 * Everything in the stream besides prices. `feed` comes first on every connection and again when the state
 * changes; `degraded` means that a backing service is unavailable, with the effect on the trader.
 */
export type StreamNotice =
  | {
      kind: "feed";
      state: FeedState;
      market: MarketKind;
      /** The market's name for people, for example "Bybit" or "Simulated market (seed 42)". */
      source: string;
      /** Server clock at the newest message from the venue; null before the first one. */
      lastHeardMs: number | null;
      /** Symbols that the venue rejects, for a message on the page. */
      rejected: string[];
    }
  | { kind: "degraded"; service: "redis"; since: number }
  | { kind: "recovered"; service: "redis" };

/** Sent first and then every 15 s, so that a browser can tell a quiet market from a dead connection. */
export type Ping = { serverTimeMs: number };

/**
 * Event names of the market's part of the stream with the type of their JSON data. A delta has no name in the
 * stream: see `UNNAMED_EVENT`.
 *
 * @internal
 */
export type StreamEvents = { key: KeyFrame; delta: Delta; notice: StreamNotice; ping: Ping };
