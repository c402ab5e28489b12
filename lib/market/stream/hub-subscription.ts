import "server-only";
import { createBackoff } from "@/lib/infra/backoff";
import { createSubscriberRedis } from "@/lib/infra/redis/redis";
import { reportError } from "@/lib/infra/telemetry/report-error";
import { FEED_CHANNEL_PREFIX } from "@/lib/market/ingest/ingest-lease";

const PATTERN = `${FEED_CHANNEL_PREFIX}*`;
/** A leader publishes at least once a second; a longer silence is a dead subscription or no leader, in ms. */
const SILENT_MS = 3_000;
const WATCH_EVERY_MS = 1_000;

type Handlers = {
  onMessage: (text: string) => void;
  /** What was published meanwhile has been missed. */
  onSubscribed: () => void;
};

/**
 * The one subscription of a web process to the feed. The Redis client neither reopens a
 * subscription nor says that it has ended, so silence is what tells, and is answered by a new one.
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

  /** True when nothing has come for longer than a leader ever stays silent. */
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
