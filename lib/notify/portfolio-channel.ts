import "server-only";
import { getProcessSingleton } from "@/lib/infra/process-singleton";
import { getRedis } from "@/lib/infra/redis/redis";
import { reportError } from "@/lib/infra/telemetry/report-error";

/** Beginning of the Redis channels on which portfolios say that they have changed; the id follows. */
export const PORTFOLIO_CHANNEL = "portfolio:";

/** Words of one call to Redis. */
const MAX_WORDS = 500;

/** How long a word waits at most for one that makes it needless, in ms. */
const HELD_MS = 150;

type Held = { seq: number; timer: ReturnType<typeof setTimeout> };
type Outbox = {
  /** What the next call says: portfolios and how far their logs have grown. */
  waiting: Map<string, number>;
  /** Words that soon need not be said. */
  held: Map<string, Held>;
  isSending: boolean;
};

/**
 * Tells every web process that a portfolio's log has grown to `seq`. The first word goes at once, those that come while
 * it is on its way go together in the next call. A lost word is made up for by the stream.
 *
 * @param options.isMoreComing the portfolio will change again in a moment, so that one word may do for both
 */
export function announcePortfolio(
  portfolioId: string,
  seq: number,
  options: { isMoreComing?: boolean } = {},
): void {
  const outbox = getProcessSingleton<Outbox>("portfolio-words", () => ({
    waiting: new Map(),
    held: new Map(),
    isSending: false,
  }));
  const held = outbox.held.get(portfolioId);
  if (options.isMoreComing) {
    if (held) held.seq = Math.max(seq, held.seq);
    else outbox.held.set(portfolioId, hold(portfolioId, seq));
    return;
  }
  clearTimeout(held?.timer);
  outbox.held.delete(portfolioId);
  outbox.waiting.set(portfolioId, Math.max(seq, outbox.waiting.get(portfolioId) ?? 0));
  if (!outbox.isSending) void send(outbox);
}

function hold(portfolioId: string, seq: number): Held {
  const held: Held = {
    seq,
    timer: setTimeout(() => announcePortfolio(portfolioId, held.seq), HELD_MS),
  };
  return held;
}

async function send(outbox: Outbox): Promise<void> {
  outbox.isSending = true;
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
