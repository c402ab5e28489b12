import "server-only";
import { reportError } from "@/lib/infra/telemetry/report-error";
import type { Feed } from "@/lib/market/ingest/feed";
import { readBookRequests, readInterest } from "@/lib/market/ingest/interest";
import type { VenueConnections } from "@/lib/market/venue/venue-connections";

/**
 * How often the leases are read even if their version is unchanged, so that expired ones are found; in ms.
 */
const READ_EVERY_MS = 5_000;
/**
 * How often positions and waiting orders are read from the database, in ms: a lease covers the time until
 * then.
 */
const READ_ACTIVE_EVERY_MS = 10_000;

type Options = {
  symbols: readonly string[];
  feed: Feed;
  connections: VenueConnections;
  readActiveSymbols?: ((symbols: readonly string[]) => Promise<string[]>) | undefined;
};

/**
 * Keeps the feed following the symbols of interest: shown in detail, with positions, with waiting orders, or with
 * alerts on their price.
 */
export class FollowedSymbols {
  readonly #options: Options;
  readonly #ours: ReadonlySet<string>;
  #leased: readonly string[] = [];
  #active: readonly string[] = [];
  /** The newest fulfilled request of each symbol's book, ms. */
  #bookRequests: ReadonlyMap<string, number> = new Map();
  #version = "";
  #readMs = 0;
  #readActiveMs = 0;
  #isReading = false;

  constructor(options: Options) {
    this.#options = options;
    this.#ours = new Set(options.symbols);
  }

  get size(): number {
    return new Set([...this.#leased, ...this.#active]).size;
  }

  /**
   * Called with each publication; reads again if the set has changed or the interval has passed. Does not
   * block.
   */
  recordVersion(version: string): void {
    const nowMs = Date.now();
    const isDue = version !== this.#version || nowMs - this.#readMs >= READ_EVERY_MS;
    if (!isDue || this.#isReading) return;
    this.#version = version;
    this.#isReading = true;
    void this.refresh().finally(() => {
      this.#isReading = false;
    });
  }

  /** Reads the symbols of interest and follows them. On a failed read the set stays unchanged. */
  async refresh(): Promise<void> {
    await Promise.all([this.#readLeases(), this.#readActive()]);
    const wanted = new Set([...this.#leased, ...this.#active].filter((symbol) => this.#ours.has(symbol)));
    const { added, removed } = this.#options.feed.follow(wanted);
    if (removed.length > 0) this.#options.connections.leaveDepth(removed);
    if (added.length > 0) this.#options.connections.followDepth(added);
    await this.#renewRequestedBooks(wanted, new Set(added));
  }

  /** Requests the books again from the venue; newly followed symbols get theirs anyway. */
  async #renewRequestedBooks(followed: ReadonlySet<string>, added: ReadonlySet<string>): Promise<void> {
    try {
      const requests = await readBookRequests(Date.now());
      const known = this.#bookRequests;
      this.#bookRequests = requests;
      for (const [symbol, atMs] of requests) {
        const wasRequested = (known.get(symbol) ?? 0) >= atMs || added.has(symbol);
        if (followed.has(symbol) && !wasRequested) this.#options.connections.renewBook(symbol);
      }
    } catch (error) {
      reportError("book-requests-not-read", error);
    }
  }

  async #readLeases(): Promise<void> {
    try {
      this.#readMs = Date.now();
      this.#leased = (await readInterest(this.#readMs)).filter((symbol) => this.#ours.has(symbol));
    } catch (error) {
      reportError("interest-not-read", error);
    }
  }

  async #readActive(): Promise<void> {
    const { readActiveSymbols, symbols } = this.#options;
    if (!readActiveSymbols || Date.now() - this.#readActiveMs < READ_ACTIVE_EVERY_MS) return;
    try {
      this.#readActiveMs = Date.now();
      this.#active = await readActiveSymbols(symbols);
    } catch (error) {
      reportError("active-symbols-not-read", error);
    }
  }
}
