import "server-only";
import { candleStartMs } from "@/lib/core/candle-interval";
import { BYBIT } from "@/lib/core/engine/venues/bybit";
import { findActiveSymbols } from "@/lib/db/portfolio/holders-of-symbol";
import { createBackoff } from "@/lib/infra/backoff";
import { reportError } from "@/lib/infra/telemetry/report-error";
import { readWatermark, type Watermark, writeWatermark } from "@/lib/market/ingest/path-watermarks";
import type { PublishedPath, PublishedPoint } from "@/lib/market/ingest/published-path";
import { isSymbolHalted } from "@/lib/market/reference/halts";
import { findGapPaths } from "@/lib/trading/price-path/find-gap-paths";
import { processPricePath } from "@/lib/trading/price-path/process-price-path";
import type { PathText } from "@/lib/trading/price-path/process-price-path-message";
import { settleFunding } from "@/lib/trading/price-path/settle-funding";

/** After a longer silence a symbol has a gap, which is first filled from candles; in ms. */
const GAP_MS = 5_000;
/** How often a watermark is stored, in ms. A path that is walked again after a crash has no effect twice. */
const RECORD_EVERY_MS = 500;
/** How long processing the last publications may take after the lease is lost, in ms. */
const FINISH_MS = 5_000;
/** Points that may wait while the database is unavailable; beyond them the gap is filled from candles. */
const MAX_WAITING = 50_000;

type SymbolRun = {
  symbol: string;
  waiting: PublishedPoint[];
  throughMs: number;
  /** Undefined until the first read from Redis; null when the symbol has no watermark. */
  mark: Watermark | null | undefined;
  isRunning: boolean;
  /** Points were dropped since the mark. */
  hasGap: boolean;
  /** A part of the path is being walked by the queue. */
  isFanningOut: boolean;
  recordedAtMs: number;
  funding: { rate: string; atMs: number } | null;
  backoff: ReturnType<typeof createBackoff>;
};

/**
 * Passes the feed's publications to the orders that wait for prices, for each symbol in order. `take` returns
 * immediately: the tick path never waits for the database. While the database or Redis is unavailable, paths
 * wait.
 */
export class PricePathDriver {
  readonly #runs = new Map<string, SymbolRun>();
  #isStopped = false;

  /** Enqueues the paths of one publication. */
  consume(paths: readonly PublishedPath[]): void {
    for (const path of paths) {
      const run = this.#runs.get(path.symbol) ?? this.#create(path.symbol);
      if (path.isLost || run.waiting.length + path.points.length > MAX_WAITING) run.waiting = [];
      run.waiting.push(...path.points);
      run.throughMs = path.throughMs;
      this.#recordFunding(run, path);
      if (!run.isRunning && !this.#isStopped) void this.#run(run);
    }
  }

  /**
   * Venue's time up to which a symbol's path has been walked for all waiting orders, ms; 0 while unknown.
   * While a part of it is in the queue, the delay tolerated for a healthy feed is subtracted, so that no
   * change overtakes it.
   */
  walkedThrough(symbol: string): number {
    const run = this.#runs.get(symbol);
    const throughMs = run?.mark?.throughMs ?? 0;
    return run?.isFanningOut ? Math.max(0, throughMs - (BYBIT.maxPathLagMs ?? 0)) : throughMs;
  }

  /**
   * Processes the paths that are waiting, for a few seconds at most: the next leader continues from there.
   */
  async finish(): Promise<void> {
    const expiresAtMs = Date.now() + FINISH_MS;
    while (this.isBusy() && Date.now() < expiresAtMs) await pause(10);
    this.#isStopped = true;
  }

  /** Whether a path is not processed yet. */
  isBusy(): boolean {
    return [...this.#runs.values()].some((run) => run.isRunning);
  }

  #create(symbol: string): SymbolRun {
    const run: SymbolRun = {
      symbol,
      waiting: [],
      throughMs: 0,
      mark: undefined,
      isRunning: false,
      hasGap: false,
      isFanningOut: false,
      recordedAtMs: 0,
      funding: null,
      backoff: createBackoff({ firstMs: 100, maxMs: 2_000 }),
    };
    this.#runs.set(symbol, run);
    return run;
  }

  async #run(run: SymbolRun): Promise<void> {
    run.isRunning = true;
    try {
      do {
        await this.#processWaiting(run);
      } while (run.waiting.length > 0 && !this.#isStopped);
    } finally {
      run.isRunning = false;
    }
  }

  async #processWaiting(run: SymbolRun): Promise<void> {
    const points = run.waiting;
    const { throughMs } = run;
    run.waiting = [];
    try {
      if (await isSymbolHalted(run.symbol)) {
        // Nothing is filled during a halt; the gap is filled from candles after it, however short it was.
        run.hasGap = true;
        return;
      }
      if (run.mark === undefined) run.mark = await readWatermark(run.symbol);
      const isGap = run.mark && (run.hasGap || throughMs - run.mark.throughMs > GAP_MS);
      if (run.mark && isGap && !(await isActive(run.symbol))) {
        // The symbol was not followed, since it had no waiting orders: later orders are not affected by that
        // time.
        run.mark = skipGap(run.mark, points[0]?.timeMs ?? throughMs);
      } else if (run.mark && isGap) await this.#fillGap(run, run.mark);
      run.hasGap = false;
      const fresh = points.filter((point) => point.timeMs > (run.mark?.throughMs ?? 0));
      if (fresh.length > 0) await this.#walk(run, { kind: "points", points: fresh });
      run.mark = advance(run.mark ?? null, fresh, throughMs);
      run.isFanningOut = false;
      await this.#recordMark(run);
      run.backoff.reset();
    } catch (error) {
      reportError("price-path-not-processed", error, { symbol: run.symbol });
      run.waiting = [...points, ...run.waiting];
      await pause(run.backoff.nextMs());
    }
  }

  async #fillGap(run: SymbolRun, mark: Watermark): Promise<void> {
    const gap = await findGapPaths(run.symbol, mark, { isOpenUsed: true });
    for (const path of gap.paths) await this.#walk(run, path);
    run.mark = gap.mark;
  }

  async #walk(run: SymbolRun, path: PathText): Promise<void> {
    await processPricePath(run.symbol, path, () => {
      run.isFanningOut = true;
    });
  }

  async #recordMark(run: SymbolRun): Promise<void> {
    const nowMs = Date.now();
    if (!run.mark || nowMs - run.recordedAtMs < RECORD_EVERY_MS) return;
    run.recordedAtMs = nowMs;
    await writeWatermark(run.symbol, run.mark);
  }

  /**
   * When the venue announces the next instant, the previous one is due, at the rate that was in force until
   * then.
   */
  #recordFunding(run: SymbolRun, path: PublishedPath): void {
    const due = run.funding;
    const { fundingRate, nextFundingMs } = path;
    if (fundingRate === null || nextFundingMs === null) return;
    run.funding = { rate: fundingRate, atMs: nextFundingMs };
    const mark = run.waiting.at(-1)?.mark ?? null;
    if (due === null || due.atMs >= nextFundingMs) return;
    settleFunding({ symbol: run.symbol, rate: due.rate, fundingMs: due.atMs, mark }).catch((error) =>
      reportError("funding-not-settled", error, { symbol: run.symbol }),
    );
  }
}

/** A mark just before the first price after a gap during which no order waited. */
function skipGap(mark: Watermark, untilMs: number): Watermark {
  return { ...mark, throughMs: Math.max(mark.throughMs, untilMs - 1) };
}

async function isActive(symbol: string): Promise<boolean> {
  return (await findActiveSymbols([symbol])).length > 0;
}

/** The watermark after a path: the range starts again with each minute. */
function advance(
  mark: Watermark | null,
  points: readonly PublishedPoint[],
  throughMs: number,
): Watermark | null {
  let next = mark;
  for (const { last, timeMs } of points) {
    const minuteMs = candleStartMs("1", timeMs);
    const isSame = next?.minuteMs === minuteMs;
    next = {
      throughMs: timeMs,
      last,
      minuteMs,
      high: next && isSame && Number(next.high) > Number(last) ? next.high : last,
      low: next && isSame && Number(next.low) < Number(last) ? next.low : last,
    };
  }
  if (next === null) return null;
  const minuteMs = candleStartMs("1", throughMs);
  if (minuteMs > next.minuteMs) next = { ...next, minuteMs, high: next.last, low: next.last };
  return { ...next, throughMs: Math.max(next.throughMs, throughMs) };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
