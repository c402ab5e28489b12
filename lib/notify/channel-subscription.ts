import "server-only";
import { createBackoff } from "@/lib/infra/backoff";
import { createSubscriberRedis, getRedis } from "@/lib/infra/redis/redis";
import { reportError } from "@/lib/infra/telemetry/report-error";

/** Published on the channels by every process with viewers, so that a dead subscription is noticed. */
const PULSE = "$pulse";
const PULSE_EVERY_MS = 3_000;
/** Two missed pulses: the subscription or Redis is down. In ms. */
const SILENT_MS = 8_000;

type Options = {
  /** Prefix of the channels; the id of a portfolio or a user follows. */
  prefix: string;
  onChange: (id: string) => void;
  /** Called after each (re)subscription: messages published meanwhile were missed. */
  onSubscribed: () => void;
};

/** The one subscription of a process to all channels with a prefix, renewed after a silence. */
export class ChannelSubscription {
  readonly #options: Options;
  readonly #backoff = createBackoff({ firstMs: 1_000, maxMs: 10_000 });
  #abort = new AbortController();
  #heardAtMs = 0;
  #renewAtMs = 0;

  constructor(options: Options) {
    this.#options = options;
    this.#subscribe();
    setInterval(() => this.#tend(), PULSE_EVERY_MS).unref();
  }

  #tend(): void {
    const nowMs = Date.now();
    if (nowMs - this.#heardAtMs > SILENT_MS && nowMs >= this.#renewAtMs) this.#subscribe();
    getRedis()
      .publish(`${this.#options.prefix}${PULSE}`, "{}")
      .catch((error) => reportError("channel-pulse-failed", error, { prefix: this.#options.prefix }));
  }

  #subscribe(): void {
    this.#abort.abort();
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    this.#renewAtMs = Date.now() + SILENT_MS + this.#backoff.nextMs();
    const { prefix, onChange, onSubscribed } = this.#options;
    const subscriber = createSubscriberRedis(signal).psubscribe(`${prefix}*`);
    subscriber.on("psubscribe", () => onSubscribed());
    subscriber.on("pmessage", ({ channel }) => {
      if (signal.aborted) return;
      this.#heardAtMs = Date.now();
      this.#backoff.reset();
      const id = channel.slice(prefix.length);
      if (id !== PULSE) onChange(id);
    });
    subscriber.on("error", (error) => {
      if (!signal.aborted) reportError("channel-subscription-failed", error, { prefix });
    });
  }
}
