import "server-only";
import { getProcessSingleton } from "@/lib/infra/get-process-singleton";
import { getRedis } from "@/lib/infra/redis/redis";
import { reportError } from "@/lib/infra/telemetry/report-error";

/** Symbols whose trades and book are requested, each with the expiry of its lease, ms. */
const INTEREST_KEY = "market:interest";
/** Incremented when a symbol is added, so that leaders read the set only after changes. */
export const INTEREST_VERSION_KEY = "market:interest:version";
/** Symbols whose book was requested, each with the time of the request, ms. */
const BOOK_REQUESTS_KEY = "market:interest:books";
/** Leaders must read a request within this time, in ms. */
const BOOK_REQUEST_MS = 5_000;
/** A process requests the book of a symbol at most this often, in ms. */
const REQUEST_BOOK_EVERY_MS = 500;
/** How long a symbol is followed after the last interest, in ms. */
const LEASE_MS = 60_000;
/** How often a process renews its leases, in ms. */
const RENEW_EVERY_MS = 20_000;

const TOUCH = `
local added = redis.call('ZADD', KEYS[1], unpack(ARGV))
if added > 0 then redis.call('INCR', KEYS[2]) end
return added`;

/** Expired leases are deleted by the read: until then leaders follow the symbols of their last read. */
const READ = `
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', ARGV[1])
return redis.call('ZRANGE', KEYS[1], 0, -1)`;

/** Increments the version, so that leaders read the request. */
const REQUEST_BOOK = `
redis.call('ZADD', KEYS[1], ARGV[1], ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return redis.call('INCR', KEYS[2])`;

/** Time of the last book request of each symbol, ms; outdated requests are left out. */
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

/** The symbols that any process is interested in now. */
export async function readInterest(nowMs: number): Promise<string[]> {
  const found = await getRedis().eval(READ, [INTEREST_KEY], [String(nowMs)]);
  return (found as unknown[]).map(String);
}

/** The interest of one process, leased in Redis for all leaders. */
class InterestLeases {
  /** Number of readers that show a symbol in detail. */
  readonly #watchers = new Map<string, number>();
  readonly #leasedMs = new Map<string, number>();
  readonly #bookRequestedMs = new Map<string, number>();

  constructor() {
    setInterval(() => this.#renewWatched(), RENEW_EVERY_MS).unref();
  }

  /** Follows symbols until the returned function is called. */
  watch(symbols: readonly string[]): () => void {
    for (const symbol of symbols) this.#watchers.set(symbol, (this.#watchers.get(symbol) ?? 0) + 1);
    this.lease(symbols).catch((error) => reportError("interest-not-leased", error));
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

  /**
   * Leases symbols for the next minute. @throws when Redis is unavailable and one of them has no recent lease
   */
  async lease(symbols: readonly string[]): Promise<void> {
    const nowMs = Date.now();
    const due = symbols.filter((symbol) => nowMs - (this.#leasedMs.get(symbol) ?? 0) >= RENEW_EVERY_MS);
    if (due.length > 0) await this.#writeLeases(due, nowMs);
  }

  /**
   * Requests a new snapshot of a symbol's book from its leader: the venue sends no updates of an unchanged
   * book. @throws when Redis is unavailable
   */
  async requestBook(symbol: string): Promise<void> {
    const nowMs = Date.now();
    if (nowMs - (this.#bookRequestedMs.get(symbol) ?? 0) < REQUEST_BOOK_EVERY_MS) return;
    this.#bookRequestedMs.set(symbol, nowMs);
    const args = [String(nowMs), symbol, String(BOOK_REQUEST_MS)];
    await getRedis().eval(REQUEST_BOOK, [BOOK_REQUESTS_KEY, INTEREST_VERSION_KEY], args);
  }

  /** Renews all leases of the last minute: Redis may have been emptied. */
  renewAll(): void {
    this.#dropEnded(Date.now());
    this.#renew([...new Set([...this.#watchers.keys(), ...this.#leasedMs.keys()])]);
  }

  async #writeLeases(symbols: readonly string[], nowMs: number): Promise<void> {
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
    this.#writeLeases(symbols, Date.now()).catch((error) => reportError("interest-not-renewed", error));
  }
}

/** The interest leases of this process. */
export function getInterest(): InterestLeases {
  return getProcessSingleton("market-interest", () => new InterestLeases());
}
