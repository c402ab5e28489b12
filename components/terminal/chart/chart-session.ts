import { watchAppearance } from "@/components/terminal/chart/chart-colors";
import { ChartView } from "@/components/terminal/chart/chart-view";
import type { IndicatorReading } from "@/components/terminal/chart/indicators/indicator-layer";
import { fetchCandlePage } from "@/lib/client/api/market-api";
import { CandleFeed, type CandleFeedState } from "@/lib/client/chart/candle-feed";
import type { Bar } from "@/lib/client/chart/candle-fold";
import { getTickStore } from "@/lib/client/market/tick-store";
import type { Interval } from "@/lib/core/candle-interval";
import type { InstrumentDto } from "@/lib/schemas/market/market";

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
  #feed: CandleFeed | null = null;
  #stopTicks: (() => void) | null = null;
  #state = LOADING;
  #last: Bar | null = null;
  #hovered: Bar | null = null;
  #indicators: readonly IndicatorReading[] = [];

  constructor(element: HTMLElement) {
    this.#view = new ChartView(element, {
      onHover: (bar) => {
        this.#hovered = bar;
        this.#notify(this.#legendListeners);
      },
      onIndicators: () => this.#readIndicators(),
      onLeftEdge: () => void this.#feed?.loadOlder(),
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
    const feed = new CandleFeed({
      symbol,
      interval,
      fetchPage: fetchCandlePage,
      onBars: (bars) => {
        this.#view.setBars(bars, { isNew });
        isNew = false;
        this.#setLast(feed.lastBar);
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
    this.#feed = feed;
    const store = getTickStore();
    this.#stopTicks = store.subscribe("tick", symbol, () => {
      const tick = store.readTick(symbol);
      if (tick) feed.applyTick(tick);
    });
    void feed.load();
  }

  /** Loads again after an error. */
  retry(): void {
    void this.#feed?.load();
  }

  subscribeState = (listener: () => void): (() => void) => addTo(this.#stateListeners, listener);
  readState = (): CandleFeedState => this.#state;

  subscribeLegend = (listener: () => void): (() => void) => addTo(this.#legendListeners, listener);
  /** The bar under the crosshair, else the newest. */
  readLegend = (): Bar | null => this.#hovered ?? this.#last;
  /** The indicators' names and values at that bar. */
  readIndicators = (): readonly IndicatorReading[] => this.#indicators;
  /** The newest bar. */
  readLast = (): Bar | null => this.#last;

  /** Frees all resources; the session can't be used afterwards. */
  dispose(): void {
    this.#leave();
    this.#stopWatching();
    this.#view.dispose();
  }

  #leave(): void {
    this.#feed?.dispose();
    this.#stopTicks?.();
    this.#feed = null;
    this.#state = LOADING;
    this.#last = null;
    this.#hovered = null;
    this.#view.setBars([], { isNew: true });
    this.#notify(this.#stateListeners);
    this.#notify(this.#legendListeners);
  }

  #setLast(bar: Bar | null): void {
    // A hovered last bar changes with the market.
    if (bar && this.#hovered?.startMs === bar.startMs) this.#hovered = bar;
    this.#last = bar;
    this.#notify(this.#legendListeners);
  }

  #readIndicators(): void {
    const next = this.#view.readIndicators();
    if (next.length === 0 && this.#indicators.length === 0) return;
    this.#indicators = next;
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
