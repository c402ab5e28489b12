import type { Locks } from "@/lib/client/stream/leadership";
import { type TabWant, toStreamTarget, type UnitedWant, uniteWants } from "@/lib/client/stream/stream-want";
import { lockOf } from "@/lib/client/stream/tab-channel";
import { TabRoll } from "@/lib/client/stream/tab-roll";

/** Minimum time between two requests to the tabs to check their session, ms. */
const ASK_EVERY_MS = 10_000;

type Options = {
  /** Null where this tab streams for itself only. */
  locks: Locks | null;
  readOwnWant: () => TabWant;
  /** A tab is gone. */
  onGone: () => void;
};

/** What the leader requests from the server: the needs of all tabs, and their positions in the portfolios. */
export class StreamDemand {
  readonly #readOwnWant: () => TabWant;
  readonly #roll: TabRoll | null;
  /** The newest event of each portfolio that came over the connections of this leader. */
  readonly #seen = new Map<string, number>();
  /** Portfolios that the server has not shown to their tab since then are left out, ms. */
  #omittedAtMs = 0;
  /** When the tabs are, or were last, asked to check their session, ms. */
  #askAtMs = 0;

  constructor({ locks, readOwnWant, onGone }: Options) {
    this.#readOwnWant = readOwnWant;
    this.#roll = locks && new TabRoll(locks, lockOf, onGone);
  }

  /** Whether each live tab has published its needs since `start`. */
  get isComplete(): boolean {
    return this.#roll === null || this.#roll.isComplete;
  }

  start(): void {
    this.#roll?.watch();
  }

  stop(): void {
    this.#roll?.unwatch();
    this.#seen.clear();
  }

  /** Records the needs of another tab. */
  set(tab: string, want: TabWant): void {
    this.#roll?.set(tab, want);
  }

  unite(): UnitedWant {
    return uniteWants([this.#readOwnWant(), ...(this.#roll?.wants() ?? [])], this.#omittedAtMs);
  }

  get hasPortfolios(): boolean {
    return this.unite().portfolios.size > 0;
  }

  /** The URL of the stream, without cursors; null when no symbol is needed. */
  readTarget(options: { hasSaver: boolean; hasPortfolios: boolean }): string | null {
    const want = this.unite();
    for (const id of this.#seen.keys()) if (!want.portfolios.has(id)) this.#seen.delete(id);
    const portfolios: UnitedWant["portfolios"] = options.hasPortfolios ? want.portfolios : new Map();
    return toStreamTarget({ ...want, portfolios }, options.hasSaver);
  }

  /** Where a new connection continues in each portfolio, in the server's format; null without portfolios. */
  readCursors(): string | null {
    const { portfolios } = this.unite();
    if (portfolios.size === 0) return null;
    const ids = [...portfolios.keys()].sort();
    return ids.map((id) => this.#seen.get(id) ?? portfolios.get(id) ?? "").join(",");
  }

  recordSeen(portfolioId: string, seq: number): void {
    this.#seen.set(portfolioId, seq);
  }

  readSeen(portfolioId: string): number | undefined {
    return this.#seen.get(portfolioId);
  }

  /** Omits every portfolio until its tab confirms it. Returns when the tabs are to be asked, ms. */
  omitPortfolios(): number {
    const nowMs = Date.now();
    this.#omittedAtMs = nowMs;
    if (this.#askAtMs <= nowMs) this.#askAtMs = Math.max(nowMs, this.#askAtMs + ASK_EVERY_MS);
    return this.#askAtMs;
  }
}
