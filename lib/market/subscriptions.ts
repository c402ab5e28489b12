import "server-only";

const TOPICS = ["tickers", "publicTrade", "orderbook.50", "kline.1"] as const;
/** How long a refused symbol is left alone before it is asked for again, in ms. */
const REFUSED_RETRY_MS = 600_000;

type Send = (request: { op: "subscribe" | "unsubscribe"; req_id: string; args: string[] }) => void;

/**
 * What we ask of the venue, one request for each symbol. The venue answers a request as a whole: a single
 * delisted symbol in a common batch would silence all the others.
 */
export class Subscriptions {
  readonly #symbols: readonly string[];
  readonly #send: Send;
  readonly #refusedAt = new Map<string, number>();

  constructor(symbols: readonly string[], send: Send) {
    this.#symbols = symbols;
    this.#send = send;
  }

  /** Asks for everything: on each new connection. */
  subscribeAll(): void {
    this.#refusedAt.clear();
    for (const symbol of this.#symbols) this.#subscribe(symbol);
  }

  /** The venue said no to a request of ours; true when that means that a symbol is not to be had. */
  noteRefusal(requestId: string, reason: string, nowMs: number): boolean {
    // The first subscription keeps delivering; reconnecting for this would make a storm.
    if (reason.includes("already subscribed") || !this.#symbols.includes(requestId)) return false;
    this.#refusedAt.set(requestId, nowMs);
    return true;
  }

  /** Symbols that the venue refuses at present. */
  refused(): Set<string> {
    return new Set(this.#refusedAt.keys());
  }

  /** Asks again for symbols that were refused long ago; a relisted one comes back by itself. */
  retryRefused(nowMs: number): void {
    for (const [symbol, atMs] of this.#refusedAt) {
      if (nowMs - atMs < REFUSED_RETRY_MS) continue;
      this.#refusedAt.delete(symbol);
      this.#subscribe(symbol);
    }
  }

  /** Asks for a new snapshot of one book: the venue sends it only upon a new subscription. */
  renewBook(symbol: string): void {
    const args = [`orderbook.50.${symbol}`];
    this.#send({ op: "unsubscribe", req_id: "", args });
    this.#send({ op: "subscribe", req_id: "", args });
  }

  #subscribe(symbol: string): void {
    const args = TOPICS.map((topic) => `${topic}.${symbol}`);
    this.#send({ op: "subscribe", req_id: symbol, args });
  }
}
