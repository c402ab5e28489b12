import "server-only";
import { createBackoff } from "@/lib/infra/backoff";
import { createSubscriberRedis } from "@/lib/infra/redis/redis";
import { reportError } from "@/lib/infra/telemetry/report-error";
import { FEED_CHANNEL_PREFIX } from "@/lib/market/ingest/ingest-lease";

const PATTERN = `${FEED_CHANNEL_PREFIX}*`;
/**
 * A leader publishes at least once a second; after a longer silence the subscription is dead or there is no
 * leader; in ms.
 */
const SILENT_MS = 3_000;
const WATCH_EVERY_MS = 1_000;

type Handlers = {
  onMessage: (text: string) => void;
  /** Called after each (re)subscription: messages published meanwhile were missed. */
  onSubscribed: () => void;
};

/**
 * The one subscription of a web process to the feed. The Redis client neither reopens a subscription nor
 * reports its end, so it is renewed after a silence.
 */
export class HubSubscription {
  readonly #handlers: Handlers;
  readonly #backoff = createBackoff({ firstMs: 1_000, maxMs: 10_000 });
  #heardAtMs = 0;
  #renewAtMs = 0;
  #abort = new AbortController();

  constructor(handlers: Handlers) {
    this.#handlers = handlers;
    this.#subscribe();
    setInterval(() => this.#watch(), WATCH_EVERY_MS).unref();
  }

  /** True when no message has arrived for longer than a leader is ever silent. */
  isSilent(): boolean {
    return Date.now() - this.#heardAtMs > SILENT_MS;
  }

  #watch(): void {
    if (this.isSilent() && Date.now() >= this.#renewAtMs) this.#subscribe();
  }

  #subscribe(): void {
    this.#abort.abort();
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    this.#renewAtMs = Date.now() + SILENT_MS + this.#backoff.nextMs();
    const subscriber = createSubscriberRedis(signal).psubscribe(PATTERN);
    subscriber.on("psubscribe", () => this.#handlers.onSubscribed());
    subscriber.on("pmessage", ({ message }) => {
      if (signal.aborted) return;
      this.#heardAtMs = Date.now();
      this.#backoff.reset();
      this.#handlers.onMessage(String(message));
    });
    subscriber.on("error", (error) => {
      if (!signal.aborted) reportError("market-subscription-failed", error);
    });
  }
}
