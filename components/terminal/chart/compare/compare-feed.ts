import { followCandles } from "@/components/terminal/chart/follow-candles";
import type { Bar } from "@/lib/client/chart/candle-fold";
import type { Interval } from "@/lib/core/candle-interval";

/** The candles of a compared symbol, as far back as those of the chart. */
export class CompareFeed {
  readonly #candles: ReturnType<typeof followCandles>;
  #firstMs: number | null = null;
  #wantedMs = Number.POSITIVE_INFINITY;

  constructor(options: {
    symbol: string;
    interval: Interval;
    onBars: (bars: readonly Bar[]) => void;
    onLastBar: (bar: Bar) => void;
  }) {
    const { onBars } = options;
    this.#candles = followCandles({
      ...options,
      onBars: (bars) => {
        this.#firstMs = bars[0]?.startMs ?? null;
        onBars(bars);
        this.#loadOlder();
      },
      // Without its candles there is no line, which the legend shows.
      onState: () => {},
    });
    void this.#candles.feed.load();
  }

  /** The chart's candles begin here. */
  reach(startMs: number): void {
    this.#wantedMs = startMs;
    this.#loadOlder();
  }

  stop(): void {
    this.#candles.stop();
  }

  #loadOlder(): void {
    if (this.#firstMs !== null && this.#wantedMs < this.#firstMs) void this.#candles.feed.loadOlder();
  }
}
