import "server-only";
import { packJson, unpackJson } from "@/lib/infra/pack-json";
import type { TradeCursor } from "@/lib/market/ingest/ticker-frame";
import type { BookLevel, Tick, TradePrint } from "@/lib/schemas/market/market";

/** Fields of a tick that are published as they are; its times travel as ages. */
export type TickFields = Omit<Tick, "symbol" | "timeMs" | "receivedMs" | "proof">;

/** What changed of a book: levels with their new sizes, "0" for one that is gone. All of it in a key message. */
export type BookChange = { updateId: number; ageMs: number; bids?: BookLevel[]; asks?: BookLevel[] };

/** What changed of one symbol since the message before. What is left out is as it was. */
export type SymbolChange = {
  symbol: string;
  tick?: Partial<TickFields>;
  /** How long before the message the venue sent the tick, and we received it, in ms. */
  ages?: [venueMs: number, receivedMs: number];
  /** Null when the symbol's book is not followed any more. */
  book?: BookChange | null;
  trades?: TradePrint[];
  /** The last trade before this message; only in a key message. */
  lastTrade?: TradeCursor;
  /** How far the walked price path is behind the message, in ms; null while that is not known. */
  walkedAgeMs?: number | null;
};

/** What a leader says about itself once a second, so that silence of the market and of the leader differ. */
export type FeedStatus = {
  shard: string;
  fence: number;
  /** Leader's clock, ms. */
  sentMs: number;
  /** When the venue last said anything usable, leader's clock, ms. */
  lastHeardMs: number | null;
  /** Whether all connections to the venue are open, and how many there are. */
  connected: boolean;
  connections: number;
  /** Symbols of this shard, and those whose trades and book are followed. */
  symbols: number;
  followed: number;
  /** Symbols that the venue does not send. */
  rejected: string[];
  messages: number;
  dropped: number;
};

/**
 * One publication of one shard. A `key` message has everything of every symbol; a `delta` only what changed since
 * the message whose sequence is one less.
 */
export type FeedMessage = {
  kind: "key" | "delta";
  shard: string;
  fence: number;
  sequence: number;
  /** Leader's clock, ms. */
  sentMs: number;
  /** Venue's clock minus the leader's, ms. Left out where prices are given and not received. */
  offsetMs?: number;
  changes: SymbolChange[];
  status?: FeedStatus;
};

/** A message as it travels and is stored: one text whatever the number of symbols, since a hosted Redis bills by both. */
export function encodeFeedMessage(message: FeedMessage): string {
  return packJson(message);
}

/** @returns null for a text that is no such message */
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
