import "server-only";
import { getProcessSingleton } from "@/lib/infra/process-singleton";
import { getRedis } from "@/lib/infra/redis/redis";
import { reportError } from "@/lib/infra/telemetry/report-error";

/** Symbols whose trades and book are wanted, each with the time at which its lease ends, ms. */
const INTEREST_KEY = "market:interest";
/** Rises when a symbol joins them, so that leaders need not read them all the time. */
export const INTEREST_VERSION_KEY = "market:interest:version";
/** Symbols whose book was asked for, each with the time of the request, ms. */
const BOOK_REQUESTS_KEY = "market:interest:books";
/** How long leaders may take to see a request, in ms. */
const BOOK_REQUEST_MS = 5_000;
/** A process asks for the book of a symbol at most this often, in ms. */
const REQUEST_BOOK_EVERY_MS = 500;
/** How long a symbol is followed after the last interest, in ms. */
const LEASE_MS = 60_000;
/** How often a process renews what is being looked at, in ms. */
const RENEW_EVERY_MS = 20_000;

const TOUCH = `
local added = redis.call('ZADD', KEYS[1], unpack(ARGV))
if added > 0 then redis.call('INCR', KEYS[2]) end
return added`;

/** Leases that have ended are dropped with the read: until then leaders follow what they read last. */
const READ = `
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', ARGV[1])
return redis.call('ZRANGE', KEYS[1], 0, -1)`;

/** A request is seen by leaders as a new version. */
const REQUEST_BOOK = `
redis.call('ZADD', KEYS[1], ARGV[1], ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return redis.call('INCR', KEYS[2])`;

/** When the book of a symbol was asked for last, ms; requests that are older than any leader needs are left out. */
export async function readBookRequests(nowMs: number): Promise<Map<string, number>> {
  const oldest = nowMs - BOOK_REQUEST_MS;
  const found = await getRedis().zrange<(string | number)[]>(BOOK_REQUESTS_KEY, oldest, "+inf", {
    byScore: true,
    withScores: true,
  });
  const requests = new Map<string, number>();
  for (let at = 0; at < found.length; at += 2) requests.set(String(found[at]), Number(found[at + 1]));
  return requests;
}

/** The symbols that are of interest to any process now. */
export async function readInterest(nowMs: number): Promise<string[]> {
  const found = await getRedis().eval(READ, [INTEREST_KEY], [String(nowMs)]);
  return (found as unknown[]).map(String);
}

/** What one process is interested in, leased in Redis for all leaders to see. */
class InterestLeases {
  /** How many readers look at a symbol with depth. */
  readonly #watchers = new Map<string, number>();
  readonly #leasedMs = new Map<string, number>();
  readonly #bookRequestedMs = new Map<string, number>();

  constructor() {
    setInterval(() => this.#renewWatched(), RENEW_EVERY_MS).unref();
  }

  /** Keeps symbols followed until `release` is called. */
  watch(symbols: readonly string[]): () => void {
    for (const symbol of symbols) this.#watchers.set(symbol, (this.#watchers.get(symbol) ?? 0) + 1);
    this.take(symbols).catch((error) => reportError("interest-not-leased", error));
    let isReleased = false;
    return () => {
      if (isReleased) return;
      isReleased = true;
      for (const symbol of symbols) {
        const left = (this.#watchers.get(symbol) ?? 1) - 1;
        if (left > 0) this.#watchers.set(symbol, left);
        else this.#watchers.delete(symbol);
      }
    };
  }

  /** Has symbols followed for the next minute. @throws when Redis is away and one of them was not leased lately */
  async take(symbols: readonly string[]): Promise<void> {
    const nowMs = Date.now();
    const due = symbols.filter((symbol) => nowMs - (this.#leasedMs.get(symbol) ?? 0) >= RENEW_EVERY_MS);
    if (due.length > 0) await this.#lease(due, nowMs);
  }

  /**
   * Asks the leader of a symbol for a new snapshot of its book: the venue sends nothing of a book that stands still,
   * however long. @throws when Redis is unavailable
   */
  async requestBook(symbol: string): Promise<void> {
    const nowMs = Date.now();
    if (nowMs - (this.#bookRequestedMs.get(symbol) ?? 0) < REQUEST_BOOK_EVERY_MS) return;
    this.#bookRequestedMs.set(symbol, nowMs);
    const args = [String(nowMs), symbol, String(BOOK_REQUEST_MS)];
    await getRedis().eval(REQUEST_BOOK, [BOOK_REQUESTS_KEY, INTEREST_VERSION_KEY], args);
  }

  /** Leases everything of the last minute again: Redis may have been emptied. */
  renewAll(): void {
    this.#dropEnded(Date.now());
    this.#renew([...new Set([...this.#watchers.keys(), ...this.#leasedMs.keys()])]);
  }

  async #lease(symbols: readonly string[], nowMs: number): Promise<void> {
    for (const symbol of symbols) this.#leasedMs.set(symbol, nowMs);
    const args = symbols.flatMap((symbol) => [String(nowMs + LEASE_MS), symbol]);
    try {
      await getRedis().eval(TOUCH, [INTEREST_KEY, INTEREST_VERSION_KEY], args);
    } catch (error) {
      for (const symbol of symbols) this.#leasedMs.delete(symbol);
      throw error;
    }
  }

  #renewWatched(): void {
    this.#dropEnded(Date.now());
    this.#renew([...this.#watchers.keys()]);
  }

  #dropEnded(nowMs: number): void {
    for (const [symbol, atMs] of this.#leasedMs) {
      if (nowMs - atMs >= LEASE_MS) this.#leasedMs.delete(symbol);
    }
    for (const [symbol, atMs] of this.#bookRequestedMs) {
      if (nowMs - atMs >= REQUEST_BOOK_EVERY_MS) this.#bookRequestedMs.delete(symbol);
    }
  }

  #renew(symbols: readonly string[]): void {
    if (symbols.length === 0) return;
    this.#lease(symbols, Date.now()).catch((error) => reportError("interest-not-renewed", error));
  }
}

/** The interest of this process. */
export function getInterest(): InterestLeases {
  return getProcessSingleton("market-interest", () => new InterestLeases());
}
