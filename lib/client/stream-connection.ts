import { computeReconnectDelayMs } from "@/lib/client/reconnect-delay";
import type { StreamEvents as MarketEvents } from "@/lib/schemas/market-stream";
import type { PortfolioStreamEvent } from "@/lib/schemas/trading-answers";

/** What the one stream of a page says: the market to everybody, a portfolio to its owner. */
export type StreamEvents = MarketEvents & { portfolio: PortfolioStreamEvent };

/** The part of `EventSource` that is used here. */
export type StreamSource = {
  addEventListener: (name: string, listener: (event: MessageEvent<string>) => void) => void;
  onerror: ((event: Event) => void) | null;
  close: () => void;
};

/** `reason` is a sentence for people where the server or the browser gave one. */
export type ConnectionState = { phase: "idle" | "connecting" | "open" | "waiting"; reason: string | null };

type Options = {
  openSource: (url: string) => StreamSource;
  /** Says why a stream that never opened was refused; null when it can't be known. */
  findReason: (url: string) => Promise<string | null>;
  onEvent: (name: keyof StreamEvents, data: string) => void;
  onState: (state: ConnectionState) => void;
  /** A new connection has taken over: what comes next does not continue what came before. */
  onConnected: () => void;
};

const EVENTS = ["key", "delta", "notice", "ping", "portfolio"] as const satisfies (keyof StreamEvents)[];
/** The server pings every 15 s; a connection that is silent for longer than this is dead. */
const SILENCE_MS = 20_000;
const WATCH_MS = 2_000;
/** A connection that lasted this long was a good one: the next failure starts counting anew. */
const PROVEN_MS = 10_000;

/**
 * One event stream that comes back by itself. A change of address opens the new stream before the old one is
 * closed, so that prices never pause.
 */
export class StreamConnection {
  readonly #options: Options;
  #url: string | null = null;
  #current: StreamSource | null = null;
  #next: StreamSource | null = null;
  #attempt = 0;
  #heardAtMs = 0;
  #openingAtMs = 0;
  #provenAtMs = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #watch: ReturnType<typeof setInterval> | undefined;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Streams from `url` from now on; null closes everything. */
  connectTo(url: string | null): void {
    if (url === this.#url) return;
    this.#url = url;
    this.#attempt = 0;
    if (url === null) {
      this.#closeAll();
      clearInterval(this.#watch);
      this.#watch = undefined;
      this.#options.onState({ phase: "idle", reason: null });
      return;
    }
    this.#watch ??= setInterval(() => this.#checkSilence(), WATCH_MS);
    this.#open();
  }

  /** Tries at once when there is no healthy connection: the network or the user came back. */
  wake(): void {
    if (this.#url === null) return;
    if (this.#current && Date.now() - this.#heardAtMs <= SILENCE_MS) return;
    this.#closeAll();
    this.#attempt = 0;
    this.#open();
  }

  /** Opens a new connection beside the one that is open, which has lost an event. */
  renew(): void {
    if (!this.#next) this.#open();
  }

  #open(): void {
    if (this.#url === null) return;
    clearTimeout(this.#retry);
    this.#next?.close();
    const source = this.#options.openSource(this.#url);
    this.#next = source;
    this.#openingAtMs = Date.now();
    for (const name of EVENTS) source.addEventListener(name, (event) => this.#hear(source, name, event.data));
    source.onerror = () => this.#fail(source);
    if (!this.#current) this.#options.onState({ phase: "connecting", reason: null });
  }

  #hear(source: StreamSource, name: keyof StreamEvents, data: string): void {
    if (source === this.#next) {
      this.#current?.close();
      this.#current = source;
      this.#next = null;
      this.#provenAtMs = Date.now() + PROVEN_MS;
      this.#options.onConnected();
      this.#options.onState({ phase: "open", reason: null });
    }
    if (source !== this.#current) return;
    this.#heardAtMs = Date.now();
    if (this.#attempt > 0 && this.#heardAtMs >= this.#provenAtMs) this.#attempt = 0;
    this.#options.onEvent(name, data);
  }

  #fail(source: StreamSource): void {
    source.close();
    const neverOpened = source === this.#next;
    if (neverOpened) this.#next = null;
    else if (source === this.#current) this.#current = null;
    else return;
    // Its replacement is already on the way.
    if (this.#next) return;
    if (!this.#current) this.#options.onState({ phase: "waiting", reason: null });
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.#open(), computeReconnectDelayMs(this.#attempt));
    this.#attempt += 1;
    if (neverOpened) void this.#explain();
  }

  async #explain(): Promise<void> {
    const url = this.#url;
    if (url === null) return;
    const reason = await this.#options.findReason(url);
    if (reason && url === this.#url && !this.#current) this.#options.onState({ phase: "waiting", reason });
  }

  #checkSilence(): void {
    const nowMs = Date.now();
    if (this.#next && nowMs - this.#openingAtMs > SILENCE_MS) this.#fail(this.#next);
    if (this.#current && nowMs - this.#heardAtMs > SILENCE_MS) this.#fail(this.#current);
  }

  #closeAll(): void {
    clearTimeout(this.#retry);
    this.#current?.close();
    this.#next?.close();
    this.#current = null;
    this.#next = null;
  }
}
