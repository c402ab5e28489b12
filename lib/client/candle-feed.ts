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
} from "@/lib/client/candle-fold";
import { intervalMs, startOfCandleMs } from "@/lib/client/intervals";
import { type CandlesAnswer, type CandlesQuery, RequestError } from "@/lib/client/market-api";
import type { Interval, Tick } from "@/lib/schemas/market";

const PAGE_SIZE = 500;
/** The venue needs a moment to close a candle, and the server shares its newest page for two seconds, ms. */
const SETTLE_MS = 2_500;
const SETTLE_SPREAD_MS = 2_500;

/** `older`: what the left edge is doing. */
export type CandleFeedState = {
  status: "loading" | "ready" | "empty" | "error";
  message: string | null;
  older: "idle" | "loading" | "end" | "error";
};

type Options = {
  symbol: string;
  interval: Interval;
  fetchPage: (query: CandlesQuery, signal: AbortSignal) => Promise<CandlesAnswer>;
  /** All bars, oldest first: at first, and whenever older ones were added or closed ones corrected. */
  onBars: (bars: readonly Bar[]) => void;
  /** The last bar changed, or a new one began. */
  onLastBar: (bar: Bar) => void;
  onState: (state: CandleFeedState) => void;
  random?: () => number;
};

/**
 * The candles of one symbol and interval: history by pages, the last one alive. One feed serves one pair;
 * after `dispose` it calls nobody, so that candles of two symbols can never meet.
 */
export class CandleFeed {
  readonly #options: Options;
  readonly #abort = new AbortController();
  #bars: Bar[] = [];
  #open: OpenCandle | null = null;
  /** Minutes seen while the closed part of the open candle is being asked for. */
  #pending: Bar[] | null = null;
  #state: CandleFeedState = { status: "loading", message: null, older: "idle" };
  #reload: ReturnType<typeof setTimeout> | undefined;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Loads the newest page; call again to retry. */
  async load(): Promise<void> {
    this.#setState({ status: "loading", message: null, older: "idle" });
    try {
      const answer = await this.#fetch({ limit: PAGE_SIZE });
      if (!answer) return;
      this.#bars = answer.candles.map(toBar);
      this.#setState({
        status: this.#bars.length === 0 ? "empty" : "ready",
        older: answer.end ? "end" : "idle",
      });
      this.#options.onBars(this.#bars);
      await this.#openFrom(answer);
    } catch (error) {
      this.#setState({ status: "error", message: describe(error) });
    }
  }

  /** Adds one page on the left; does nothing while one is under way or when there is no older history. */
  async loadOlder(): Promise<void> {
    const first = this.#bars[0];
    if (!first || this.#state.older === "loading" || this.#state.older === "end") return;
    this.#setState({ older: "loading" });
    try {
      const answer = await this.#fetch({ limit: PAGE_SIZE, beforeMs: first.startMs });
      if (!answer) return;
      const older = answer.candles.map(toBar).filter((bar) => bar.startMs < first.startMs);
      this.#bars = [...older, ...this.#bars];
      // A page without news would be asked for again and again.
      this.#setState({ older: answer.end || older.length === 0 ? "end" : "idle" });
      if (older.length > 0) this.#options.onBars(this.#bars);
    } catch {
      this.#setState({ older: "error" });
    }
  }

  /** Folds the venue's current minute into the last candle. */
  takeTick(tick: Tick): void {
    const minute = readMinute(tick);
    if (minute && this.#open) this.#takeMinute(minute);
  }

  /** Stops everything; nothing is called afterwards. */
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

  /** Corrects the last two candles once the venue has closed the older of them. */
  #reloadSoon(): void {
    clearTimeout(this.#reload);
    const random = this.#options.random ?? Math.random;
    this.#reload = setTimeout(() => void this.#correct(), SETTLE_MS + random() * SETTLE_SPREAD_MS);
  }

  async #correct(): Promise<void> {
    const last = this.#bars.at(-1);
    if (!last) return;
    try {
      const missed = Math.ceil((Date.now() - last.startMs) / intervalMs(this.#options.interval));
      const answer = await this.#fetch({ limit: Math.min(PAGE_SIZE, Math.max(2, missed + 2)) });
      const first = answer?.candles[0];
      if (!answer || !first) return;
      // A hole longer than one page: what we hold does not reach to it.
      if (first.startMs > last.startMs + intervalMs(this.#options.interval)) return await this.load();
      const fresh = answer.candles.map(toBar);
      this.#bars = [...this.#bars.filter((bar) => bar.startMs < first.startMs), ...fresh];
      this.#options.onBars(this.#bars);
      await this.#openFrom(answer);
    } catch {
      // The next roll-over asks again; until then the folded candles stand.
    }
  }

  /** Starts folding from the API's open candle, and asks for its closed minutes to know its volume exactly. */
  async #openFrom(answer: CandlesAnswer): Promise<void> {
    const last = this.#bars.at(-1);
    const { interval } = this.#options;
    if (!last || last.startMs !== startOfCandleMs(interval, answer.serverTimeMs)) {
      if (last) this.#open = openFromSnapshot(interval, last);
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
      const closed = await this.#sumParts(last.startMs, answer.serverTimeMs);
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
      const answer = await this.#options.fetchPage(
        { symbol: this.#options.symbol, interval: part.interval, ...query },
        this.#abort.signal,
      );
      if (answer.candles.length < part.count) throw new Error("The open candle has a hole.");
      for (const candle of answer.candles) closed = joinBars(closed, toBar(candle));
    }
    return { closed, closedUntilMs: startOfCandleMs("1", nowMs) };
  }

  /** Null when this feed was disposed of meanwhile. */
  async #fetch(query: { limit: number; beforeMs?: number }): Promise<CandlesAnswer | null> {
    const { symbol, interval, fetchPage } = this.#options;
    const answer = await fetchPage({ symbol, interval, ...query }, this.#abort.signal);
    return this.#abort.signal.aborted ? null : answer;
  }

  #setState(change: Partial<CandleFeedState>): void {
    if (this.#abort.signal.aborted) return;
    this.#state = { ...this.#state, ...change };
    this.#options.onState(this.#state);
  }
}

function describe(error: unknown): string {
  return error instanceof RequestError ? error.message : "The chart's history could not be read.";
}
