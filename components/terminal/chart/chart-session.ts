import { watchAppearance } from "@/components/terminal/chart/chart-colors";
import { ChartView } from "@/components/terminal/chart/chart-view";
import type { CompareFeed } from "@/components/terminal/chart/compare/compare-feed";
import type { CompareReading } from "@/components/terminal/chart/compare/compare-layer";
import { followCandles } from "@/components/terminal/chart/follow-candles";
import type { IndicatorReading } from "@/components/terminal/chart/indicators/indicator-layer";
import type { CandleFeedState } from "@/lib/client/chart/candle-feed";
import type { Bar } from "@/lib/client/chart/candle-fold";
import { createLazyLoader } from "@/lib/client/lazy-loader";
import type { Interval } from "@/lib/core/candle-interval";
import type { InstrumentDto } from "@/lib/schemas/market/market";

const COMPARE_CODE = createLazyLoader(() => import("@/components/terminal/chart/compare/compare-code"));

/** What one chart shows. */
export type ChartSubject = {
  symbol: string;
  interval: Interval;
  instrument: Pick<InstrumentDto, "priceScale" | "tickSize">;
};

const LOADING: CandleFeedState = { status: "loading", isOpenMissing: false, error: null, older: "idle" };

/**
 * One chart on the page: connects the drawing with its candles, outside React. Components read its state and
 * its legend bar through the two subscriptions.
 */
export class ChartSession {
  readonly #view: ChartView;
  readonly #stopWatching: () => void;
  readonly #stateListeners = new Set<() => void>();
  readonly #legendListeners = new Set<() => void>();
  #candles: ReturnType<typeof followCandles> | null = null;
  #compare: CompareFeed | null = null;
  #firstMs: number | null = null;
  #isDisposed = false;
  #state = LOADING;
  #last: Bar | null = null;
  #hovered: Bar | null = null;
  #indicators: readonly IndicatorReading[] = [];
  #compared: CompareReading | null = null;

  constructor(element: HTMLElement) {
    this.#view = new ChartView(element, {
      onHover: (bar) => {
        this.#hovered = bar;
        this.#notify(this.#legendListeners);
      },
      onIndicators: () => this.#readIndicators(),
      onLeftEdge: () => void this.#candles?.feed.loadOlder(),
    });
    this.#stopWatching = watchAppearance(() => this.#view.refreshColors());
  }

  get view(): ChartView {
    return this.#view;
  }

  /** Shows another symbol or interval; everything of the previous one is removed. */
  show({ symbol, interval, instrument }: ChartSubject): void {
    this.#leave();
    this.#view.setPriceFormat(instrument);
    let isNew = true;
    const candles = followCandles({
      symbol,
      interval,
      onBars: (bars) => {
        this.#view.setBars(bars, { isNew });
        isNew = false;
        this.#setFirst(bars);
        this.#setLast(candles.feed.lastBar);
      },
      onLastBar: (bar) => {
        this.#view.updateBar(bar);
        this.#setLast(bar);
      },
      onState: (state) => {
        this.#state = state;
        this.#notify(this.#stateListeners);
      },
    });
    this.#candles = candles;
    void candles.feed.load();
  }

  /** Draws another symbol beside the shown one, in percent; returns the function that removes it. */
  compare(subject: { symbol: string; interval: Interval }): () => void {
    let leave: (() => void) | null = null;
    let isLeft = false;
    const draw = () => {
      const code = COMPARE_CODE.read().value;
      if (code && !leave && !isLeft && !this.#isDisposed) leave = this.#drawCompared(subject, code);
    };
    const unsubscribe = COMPARE_CODE.subscribe(draw);
    const stopWaiting = COMPARE_CODE.want();
    draw();
    return () => {
      isLeft = true;
      unsubscribe();
      stopWaiting?.();
      leave?.();
    };
  }

  #drawCompared(
    subject: { symbol: string; interval: Interval },
    { CompareLayer, CompareFeed: Feed }: typeof import("@/components/terminal/chart/compare/compare-code"),
  ): () => void {
    const { setBars, updateBar, stop } = this.#view.compare(subject.symbol, CompareLayer);
    const feed = new Feed({ ...subject, onBars: setBars, onLastBar: updateBar });
    this.#compare = feed;
    if (this.#firstMs !== null) feed.reach(this.#firstMs);
    return () => {
      feed.stop();
      if (this.#compare === feed) this.#compare = null;
      if (!this.#isDisposed) stop();
    };
  }

  /** Loads again after an error. */
  retry(): void {
    void this.#candles?.feed.load();
  }

  subscribeState = (listener: () => void): (() => void) => addTo(this.#stateListeners, listener);
  readState = (): CandleFeedState => this.#state;

  subscribeLegend = (listener: () => void): (() => void) => addTo(this.#legendListeners, listener);
  /** The bar under the crosshair, else the newest. */
  readLegend = (): Bar | null => this.#hovered ?? this.#last;
  /** The indicators' names and values at that bar. */
  readIndicators = (): readonly IndicatorReading[] => this.#indicators;
  /** The compared symbol there; null without one. */
  readCompare = (): CompareReading | null => this.#compared;
  /** The start of the oldest bar that is loaded; null before the first ones. */
  readFirstMs = (): number | null => this.#firstMs;
  /** The newest bar. */
  readLast = (): Bar | null => this.#last;

  /** Frees all resources; the session can't be used afterwards. */
  dispose(): void {
    this.#leave();
    this.#isDisposed = true;
    this.#compare?.stop();
    this.#stopWatching();
    this.#view.dispose();
  }

  #leave(): void {
    this.#candles?.stop();
    this.#candles = null;
    this.#firstMs = null;
    this.#state = LOADING;
    this.#last = null;
    this.#hovered = null;
    this.#view.setBars([], { isNew: true });
    this.#notify(this.#stateListeners);
    this.#notify(this.#legendListeners);
  }

  #setFirst(bars: readonly Bar[]): void {
    this.#firstMs = bars[0]?.startMs ?? null;
    if (this.#firstMs !== null) this.#compare?.reach(this.#firstMs);
  }

  #setLast(bar: Bar | null): void {
    // A hovered last bar changes with the market.
    if (bar && this.#hovered?.startMs === bar.startMs) this.#hovered = bar;
    this.#last = bar;
    this.#notify(this.#legendListeners);
  }

  #readIndicators(): void {
    const next = this.#view.readIndicators();
    const compared = this.#view.readCompare();
    const isEmpty = next.length === 0 && compared === null;
    if (isEmpty && this.#indicators.length === 0 && this.#compared === null) return;
    this.#indicators = next;
    this.#compared = compared;
    this.#notify(this.#legendListeners);
  }

  #notify(listeners: Set<() => void>): void {
    for (const listener of [...listeners]) listener();
  }
}

function addTo(listeners: Set<() => void>, listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}
