import type { CandlesQuery, CandlesResponse } from "@/lib/client/api/market-api";
import {
  type Bar,
  foldMinute,
  joinBars,
  type OpenCandle,
  openFromSnapshot,
  planOpenParts,
  readMinute,
  readOpenBar,
  toBar,
} from "@/lib/client/chart/candle-fold";
import {
  candleIndex,
  candleStartMs,
  type Interval,
  RANGE_CANDLES,
  rangeEndMs,
} from "@/lib/core/candle-interval";
import type { Tick } from "@/lib/schemas/market/market";

/** The API's largest page, used for what was missed while disconnected. */
const LARGEST_PAGE = 1_000;
/**
 * Maximum pages requested to reach the loaded bars; after a longer disconnection the feed restarts from the
 * newest page.
 */
const MAX_MISSED_PAGES = 5;
const MAX_RETRY_MS = 60_000;
/**
 * Wait before requesting a closed candle: the venue closes it late and the server caches its newest page for
 * two seconds, ms.
 */
const QUIET_MS = 2_500;
const CLOSE_SPREAD_MS = 2_500;

/**
 * `older`: state of loading older history. `isOpenMissing`: the venue does not respond and the last candle is
 * a stored one.
 */
export type CandleFeedState = {
  status: "loading" | "ready" | "empty" | "error";
  isOpenMissing: boolean;
  error: unknown;
  older: "idle" | "loading" | "end" | "error";
};

type Options = {
  symbol: string;
  interval: Interval;
  fetchPage: (query: CandlesQuery, signal: AbortSignal) => Promise<CandlesResponse>;
  /** All bars, oldest first: initially, and whenever older ones were added or closed ones corrected. */
  onBars: (bars: readonly Bar[]) => void;
  /** The last bar changed, or a new one began. */
  onLastBar: (bar: Bar) => void;
  onState: (state: CandleFeedState) => void;
  random?: () => number;
};

/**
 * The candles of one symbol and interval: history by pages, the last candle updated live. One feed serves one
 * pair; after `dispose` it calls no callback, so candles of two symbols never mix.
 */
export class CandleFeed {
  readonly #options: Options;
  readonly #abort = new AbortController();
  #bars: Bar[] = [];
  #open: OpenCandle | null = null;
  /** Minutes received while the closed part of the open candle is being requested. */
  #pending: Bar[] | null = null;
  #state: CandleFeedState = { status: "loading", isOpenMissing: false, error: null, older: "idle" };
  #reload: ReturnType<typeof setTimeout> | undefined;
  /** Start of the newest bar that came from the API: all bars before it are closed and complete. */
  #knownMs = 0;
  #failures = 0;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Loads the newest page; call again to retry. */
  async load(): Promise<void> {
    this.#setState({ status: "loading", isOpenMissing: false, error: null, older: "idle" });
    try {
      const response = await this.#fetch({ limit: RANGE_CANDLES });
      if (!response) return;
      this.#bars = response.candles.map(toBar);
      this.#knownMs = this.#bars.at(-1)?.startMs ?? 0;
      this.#setState({
        status: this.#bars.length === 0 ? "empty" : "ready",
        isOpenMissing: response.isOpenMissing,
        older: response.end ? "end" : "idle",
      });
      this.#options.onBars(this.#bars);
      await this.#openFrom(response, this.#knownMs);
    } catch (error) {
      this.#setState({ status: "error", error });
    }
  }

  /** Adds one page on the left; does nothing while one is loading or when there is no older history. */
  async loadOlder(): Promise<void> {
    const first = this.#bars[0];
    if (!first || this.#state.older === "loading" || this.#state.older === "end") return;
    this.#setState({ older: "loading" });
    try {
      // Uses the same ranges in all browsers, so that an HTTP cache serves all requests but the first.
      const beforeMs = rangeEndMs(this.#options.interval, first.startMs - 1);
      const response = await this.#fetch({ limit: RANGE_CANDLES, beforeMs });
      if (!response) return;
      const older = response.candles.map(toBar).filter((bar) => bar.startMs < first.startMs);
      this.#bars = [...older, ...this.#bars];
      // A page without new bars would be requested again and again.
      this.#setState({ older: response.end || older.length === 0 ? "end" : "idle" });
      if (older.length > 0) this.#options.onBars(this.#bars);
    } catch {
      this.#setState({ older: "error" });
    }
  }

  /** Folds the venue's current minute into the last candle. */
  applyTick(tick: Tick): void {
    const minute = readMinute(tick);
    if (minute && this.#open) this.#takeMinute(minute);
  }

  /** Stops all work; no callback is called afterwards. */
  dispose(): void {
    clearTimeout(this.#reload);
    this.#abort.abort();
  }

  get lastBar(): Bar | null {
    return this.#bars.at(-1) ?? null;
  }

  #takeMinute(minute: Bar): void {
    if (!this.#open) return;
    this.#pending?.push(minute);
    const folded = foldMinute(this.#open, minute);
    if (folded.late) return;
    this.#open = folded.open;
    this.#drawOpen();
    if (folded.gap || folded.rolled) this.#reloadSoon();
  }

  #drawOpen(): void {
    const bar = this.#open && readOpenBar(this.#open);
    const last = this.#bars.at(-1);
    if (!bar || (last && bar.startMs < last.startMs)) return;
    if (last?.startMs === bar.startMs) this.#bars[this.#bars.length - 1] = bar;
    else this.#bars.push(bar);
    this.#options.onLastBar(bar);
  }

  /** Requests missing candles once the venue has closed them; retries after a failure with growing pauses. */
  #reloadSoon(): void {
    clearTimeout(this.#reload);
    const random = this.#options.random ?? Math.random;
    const waitMs = Math.min(QUIET_MS * 2 ** this.#failures, MAX_RETRY_MS);
    this.#reload = setTimeout(() => void this.#correct(), waitMs + random() * CLOSE_SPREAD_MS);
  }

  /** Reloads all bars from the newest confirmed one on, however many were missed. */
  async #correct(): Promise<void> {
    try {
      const missed = await this.#fetchMissed();
      if (missed === null) return;
      if (missed === "too-many") return await this.load();
      const { response, bars } = missed;
      this.#bars = mergeBars(this.#bars, bars);
      this.#knownMs = bars.at(-1)?.startMs ?? this.#knownMs;
      this.#setState({ isOpenMissing: response.isOpenMissing });
      this.#options.onBars(this.#bars);
      await this.#openFrom(response, this.#knownMs);
      // A response without the candles that ticks have started meanwhile is useless.
      if (this.#knownMs < (this.lastBar?.startMs ?? 0)) this.#retry();
      else this.#failures = 0;
    } catch {
      if (!this.#abort.signal.aborted) this.#retry();
    }
  }

  #retry(): void {
    this.#failures += 1;
    this.#reloadSoon();
  }

  /**
   * The newest bars back to the newest known one, oldest first. Null when this feed was disposed meanwhile.
   */
  async #fetchMissed(): Promise<{ response: CandlesResponse; bars: Bar[] } | "too-many" | null> {
    const last = this.#bars.at(-1);
    if (!last) return null;
    // Uses the venue's time from the last bar: the local clock may be wrong.
    const { interval } = this.#options;
    const count = candleIndex(interval, last.startMs) - candleIndex(interval, this.#knownMs) + 2;
    const limit = Math.min(LARGEST_PAGE, count);
    const response = await this.#fetch({ limit });
    let page = response;
    let bars: Bar[] = [];
    for (let pages = 1; response && page; pages += 1) {
      bars = [...page.candles.map(toBar), ...bars];
      const first = bars[0];
      if (!first || first.startMs <= this.#knownMs || page.end || page.candles.length === 0) {
        return bars.length === 0 ? null : { response, bars };
      }
      if (pages === MAX_MISSED_PAGES) return "too-many";
      page = await this.#fetch({ limit: LARGEST_PAGE, beforeMs: first.startMs });
    }
    return null;
  }

  /**
   * Starts folding from the API's open candle, which begins at `knownMs`, and requests its closed minutes for
   * the exact volume. A newer candle that ticks have started is kept.
   */
  async #openFrom(response: CandlesResponse, knownMs: number): Promise<void> {
    const { interval } = this.#options;
    const last = this.#bars.find((bar) => bar.startMs === knownMs);
    if (!last || (this.#open && this.#open.startMs > knownMs)) return;
    if (knownMs !== candleStartMs(interval, response.serverTimeMs)) {
      this.#open = openFromSnapshot(interval, last);
      return;
    }
    const kept = this.#open?.minute ?? null;
    this.#open = openFromSnapshot(interval, last);
    this.#pending = kept ? [kept] : [];
    if (kept) this.#takeMinute(kept);
    if (interval === "1") {
      this.#pending = null;
      return;
    }
    try {
      const closed = await this.#sumParts(last.startMs, response.serverTimeMs);
      if (this.#abort.signal.aborted) return;
      const seen = this.#pending ?? [];
      this.#pending = null;
      this.#open = { interval, startMs: last.startMs, snapshot: null, minute: null, ...closed };
      for (const minute of seen) this.#takeMinute(minute);
    } catch {
      // Without its minutes the candle keeps the volume that the API gave it.
      this.#pending = null;
    }
  }

  async #sumParts(startMs: number, nowMs: number): Promise<{ closed: Bar | null; closedUntilMs: number }> {
    let closed: Bar | null = null;
    for (const part of planOpenParts(this.#options.interval, startMs, nowMs)) {
      const query = { limit: part.count, beforeMs: part.endMs };
      const response = await this.#options.fetchPage(
        { symbol: this.#options.symbol, interval: part.interval, ...query },
        this.#abort.signal,
      );
      if (response.candles.length < part.count) throw new Error("The open candle has a gap.");
      for (const candle of response.candles) closed = joinBars(closed, toBar(candle));
    }
    return { closed, closedUntilMs: candleStartMs("1", nowMs) };
  }

  /** Null when this feed was disposed meanwhile. */
  async #fetch(query: { limit: number; beforeMs?: number }): Promise<CandlesResponse | null> {
    const { symbol, interval, fetchPage } = this.#options;
    const response = await fetchPage({ symbol, interval, ...query }, this.#abort.signal);
    return this.#abort.signal.aborted ? null : response;
  }

  #setState(change: Partial<CandleFeedState>): void {
    if (this.#abort.signal.aborted) return;
    this.#state = { ...this.#state, ...change };
    this.#options.onState(this.#state);
  }
}

/** Replaces the loaded bars in the time range of `fresh`; bars before and after it stay. */
function mergeBars(current: readonly Bar[], fresh: readonly Bar[]): Bar[] {
  const [first, last] = [fresh[0], fresh.at(-1)];
  if (!first || !last) return [...current];
  return [
    ...current.filter((bar) => bar.startMs < first.startMs),
    ...fresh,
    ...current.filter((bar) => bar.startMs > last.startMs),
  ];
}
