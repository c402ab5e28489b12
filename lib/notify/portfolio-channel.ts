import "server-only";
import { getProcessSingleton } from "@/lib/infra/get-process-singleton";
import { getRedis } from "@/lib/infra/redis/redis";
import { reportError } from "@/lib/infra/telemetry/report-error";

/** Prefix of the Redis channels on which changes of portfolios are published; the id follows. */
export const PORTFOLIO_CHANNEL = "portfolio:";

/** Messages in one call to Redis. */
const MAX_WORDS = 500;

/** How long a message is delayed at most while a later one may replace it, in ms. */
const DELAY_MS = 150;

type DelayedPublication = { seq: number; timer: ReturnType<typeof setTimeout> };
type Outbox = {
  /** Content of the next call: portfolios and the lengths of their logs. */
  waiting: Map<string, number>;
  /** Delayed messages that a later one may replace. */
  delayed: Map<string, DelayedPublication>;
  isSending: boolean;
};

/**
 * Publishes to every web process that a portfolio's log has grown to `seq`. The first message is sent at the end of
 * this turn; those that arrive while it is in flight are sent together in the next call. The stream
 * recovers lost messages.
 *
 * @param options.isMoreComing the portfolio will change again in a moment, so that one message may be enough
 * for both
 */
export function announcePortfolio(
  portfolioId: string,
  seq: number,
  options: { isMoreComing?: boolean } = {},
): void {
  const outbox = getProcessSingleton<Outbox>("portfolio-words", () => ({
    waiting: new Map(),
    delayed: new Map(),
    isSending: false,
  }));
  const delayed = outbox.delayed.get(portfolioId);
  if (options.isMoreComing) {
    if (delayed) delayed.seq = Math.max(seq, delayed.seq);
    else outbox.delayed.set(portfolioId, hold(portfolioId, seq));
    return;
  }
  clearTimeout(delayed?.timer);
  outbox.delayed.delete(portfolioId);
  outbox.waiting.set(portfolioId, Math.max(seq, outbox.waiting.get(portfolioId) ?? 0));
  if (outbox.isSending) return;
  outbox.isSending = true;
  // After the response of the command, which waits for nothing here.
  setImmediate(() => void send(outbox));
}

function hold(portfolioId: string, seq: number): DelayedPublication {
  const delayed: DelayedPublication = {
    seq,
    timer: setTimeout(() => announcePortfolio(portfolioId, delayed.seq), DELAY_MS),
  };
  return delayed;
}

async function send(outbox: Outbox): Promise<void> {
  while (outbox.waiting.size > 0) {
    const words = [...outbox.waiting].slice(0, MAX_WORDS);
    for (const [portfolioId] of words) outbox.waiting.delete(portfolioId);
    try {
      await publish(words);
    } catch (error) {
      reportError("portfolio-not-announced", error, { portfolios: words.length });
    }
  }
  outbox.isSending = false;
}

async function publish(words: readonly (readonly [portfolioId: string, seq: number])[]): Promise<void> {
  const calls = getRedis().pipeline();
  for (const [portfolioId, seq] of words) {
    calls.publish(`${PORTFOLIO_CHANNEL}${portfolioId}`, JSON.stringify({ seq }));
  }
  await calls.exec();
}
