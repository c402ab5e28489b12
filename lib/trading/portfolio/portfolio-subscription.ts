import "server-only";
import { createBackoff } from "@/lib/infra/backoff";
import { createSubscriberRedis, getRedis } from "@/lib/infra/redis/redis";
import { reportError } from "@/lib/infra/telemetry/report-error";
import { PORTFOLIO_CHANNEL } from "@/lib/notify/portfolio-channel";

/** Published on the channels by every process with viewers, so that a dead subscription is noticed. */
const PULSE = "$pulse";
const PULSE_EVERY_MS = 3_000;
/** Two missed pulses: the subscription or Redis is down. In ms. */
const SILENT_MS = 8_000;

type Handlers = {
  onChange: (portfolioId: string) => void;
  /** Called after each (re)subscription: messages published meanwhile were missed. */
  onSubscribed: () => void;
};

/** The one subscription of a process to all portfolios' channels, renewed after a silence. */
export class PortfolioSubscription {
  readonly #handlers: Handlers;
  readonly #backoff = createBackoff({ firstMs: 1_000, maxMs: 10_000 });
  #abort = new AbortController();
  #heardAtMs = 0;
  #renewAtMs = 0;

  constructor(handlers: Handlers) {
    this.#handlers = handlers;
    this.#subscribe();
    setInterval(() => this.#tend(), PULSE_EVERY_MS).unref();
  }

  #tend(): void {
    const nowMs = Date.now();
    if (nowMs - this.#heardAtMs > SILENT_MS && nowMs >= this.#renewAtMs) this.#subscribe();
    getRedis()
      .publish(`${PORTFOLIO_CHANNEL}${PULSE}`, "{}")
      .catch((error) => reportError("portfolio-pulse-failed", error));
  }

  #subscribe(): void {
    this.#abort.abort();
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    this.#renewAtMs = Date.now() + SILENT_MS + this.#backoff.nextMs();
    const subscriber = createSubscriberRedis(signal).psubscribe(`${PORTFOLIO_CHANNEL}*`);
    subscriber.on("psubscribe", () => this.#handlers.onSubscribed());
    subscriber.on("pmessage", ({ channel }) => {
      if (signal.aborted) return;
      this.#heardAtMs = Date.now();
      this.#backoff.reset();
      const portfolioId = channel.slice(PORTFOLIO_CHANNEL.length);
      if (portfolioId !== PULSE) this.#handlers.onChange(portfolioId);
    });
    subscriber.on("error", (error) => {
      if (!signal.aborted) reportError("portfolio-subscription-failed", error);
    });
  }
}
