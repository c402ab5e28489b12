import "server-only";
import { getProcessSingleton } from "@/lib/infra/get-process-singleton";
import { getInterest } from "@/lib/market/ingest/interest";
import type { SymbolFrame } from "@/lib/market/ingest/ticker-frame";
import { getHub } from "@/lib/market/stream/hub";
import type { TradePrint } from "@/lib/schemas/market/market";

/** How long the feed waits for a symbol's next frame before it looks whether it has listeners, in ms. */
const WAIT_MS = 1_000;

/** A publication of a symbol, with the trades since the one before. */
export type PublicChange = { frame: SymbolFrame; trades: readonly TradePrint[] };
type Listener = (change: PublicChange) => void;

/** The symbols that have public sockets in this process. */
export class PublicFeed {
  readonly #listeners = new Map<string, Set<Listener>>();

  /** Calls `listener` with each publication of a symbol, first with the newest one; returns what removes it. */
  join(symbol: string, listener: Listener): () => void {
    const listeners = this.#listeners.get(symbol) ?? new Set();
    const isFirst = listeners.size === 0;
    listeners.add(listener);
    this.#listeners.set(symbol, listeners);
    const release = getInterest().watch([symbol]);
    const frame = getHub().frames().get(symbol);
    if (frame) listener({ frame, trades: [] });
    if (isFirst) void this.#follow(symbol, listeners);
    return () => {
      release();
      listeners.delete(listener);
      if (listeners.size === 0 && this.#listeners.get(symbol) === listeners) this.#listeners.delete(symbol);
    };
  }

  async #follow(symbol: string, listeners: Set<Listener>): Promise<void> {
    const hub = getHub();
    let shown = hub.frames().get(symbol);
    let { count } = hub.tape(symbol);
    while (listeners.size > 0 && this.#listeners.get(symbol) === listeners) {
      await hub.nextFrame(symbol, WAIT_MS);
      const frame = hub.frames().get(symbol);
      if (frame === undefined || frame === shown) continue;
      shown = frame;
      const tape = hub.tape(symbol);
      const fresh = Math.min(tape.count - count, tape.trades.length);
      count = tape.count;
      const trades = fresh > 0 ? tape.trades.slice(-fresh) : [];
      for (const listener of listeners) listener({ frame, trades });
    }
  }
}

/** The public feed of this process, started at its first use. */
export function getPublicFeed(): PublicFeed {
  return getProcessSingleton("v5-public-feed", () => new PublicFeed());
}
