import "server-only";
import { packJson, unpackJson } from "@/lib/infra/pack-json";
import type { TradeCursor } from "@/lib/market/ingest/ticker-frame";
import type { BookLevelDto, Tick, TradePrint } from "@/lib/schemas/market/market";

/** Fields of a tick that are published unchanged; its times are sent as ages. */
export type TickFields = Omit<Tick, "symbol" | "timeMs" | "receivedMs" | "proof">;

/**
 * Changes of a book: levels with their new sizes, "0" for a removed one. A key message contains the whole
 * book.
 */
export type BookChange = { updateId: number; ageMs: number; bids?: BookLevelDto[]; asks?: BookLevelDto[] };

/** Changes of one symbol since the previous message. Missing fields are unchanged. */
export type FeedChange = {
  symbol: string;
  tick?: Partial<TickFields>;
  /** Age at the time of the message of the venue's send time and of our receive time, in ms. */
  ages?: [venueMs: number, receivedMs: number];
  /** Null when the symbol's book is no longer followed. */
  book?: BookChange | null;
  trades?: TradePrint[];
  /** The last trade before this message; only in a key message. */
  lastTrade?: TradeCursor;
  /** How far the walked price path is behind the message, in ms; null while unknown. */
  walkedAgeMs?: number | null;
};

/**
 * A leader's status, published once a second, so that a silent market differs from a silent leader.
 */
export type FeedStatus = {
  shard: string;
  fence: number;
  /** Leader's clock, ms. */
  sentMs: number;
  /** When the venue last sent a usable message, leader's clock, ms. */
  lastHeardMs: number | null;
  /** Whether all connections to the venue are open, and how many there are. */
  connected: boolean;
  connections: number;
  /** Symbols of this shard, and those whose trades and book are followed. */
  symbols: number;
  followed: number;
  /** Symbols that the venue rejected. */
  rejected: string[];
  messages: number;
  dropped: number;
};

/**
 * One publication of one shard. A `key` message contains everything of every symbol; a `delta` only the
 * changes since the message with the preceding sequence number.
 */
export type FeedMessage = {
  kind: "key" | "delta";
  shard: string;
  fence: number;
  sequence: number;
  /** Leader's clock, ms. */
  sentMs: number;
  /** Venue's clock minus the leader's, ms. Absent if prices are generated and not received. */
  offsetMs?: number;
  changes: FeedChange[];
  status?: FeedStatus;
};

/**
 * Encodes a message for publishing and storage: one text whatever the number of symbols, since a hosted Redis
 * bills for commands and bytes.
 */
export function encodeFeedMessage(message: FeedMessage): string {
  return packJson(message);
}

/** @returns null if the text is not a valid message */
export function decodeFeedMessage(text: string): FeedMessage | null {
  try {
    const message = unpackJson(text) as Partial<FeedMessage> | null;
    return typeof message?.fence === "number" && Array.isArray(message.changes)
      ? (message as FeedMessage)
      : null;
  } catch {
    return null;
  }
}
