import {
  type AutoscaleInfo,
  CandlestickSeries,
  createChart,
  createSeriesMarkers,
  HistogramSeries,
  type IChartApi,
  type ISeriesApi,
  type ISeriesMarkersPluginApi,
  type Logical,
  type MouseEventParams,
  type Time,
  type UTCTimestamp,
} from "lightweight-charts";
import { type ChartColors, readChartColors } from "@/components/terminal/chart/chart-colors";
import {
  createCandleOptions,
  createFrameOptions,
  createTimeOptions,
  SCALE_MODES,
} from "@/components/terminal/chart/chart-options";
import type { CompareLayer, CompareReading } from "@/components/terminal/chart/compare/compare-layer";
import type { TitledIndicator } from "@/components/terminal/chart/indicators/indicator-kinds";
import type {
  IndicatorLayer,
  IndicatorReading,
} from "@/components/terminal/chart/indicators/indicator-layer";
import type { ChartStyle, PriceScale } from "@/components/terminal/chart/menu/chart-choices";
import type { StyleLayer } from "@/components/terminal/chart/style-layer";
import { fromBarPlace, readBarMs, toBarPlace } from "@/lib/client/chart/bar-times";
import type { Bar } from "@/lib/client/chart/candle-fold";
import { createZonedTime } from "@/lib/client/chart/zoned-time";
import { formatCompact, formatFixed } from "@/lib/client/format";
import { createLazyLoader, whenLoaded } from "@/lib/client/lazy-loader";

const INDICATOR_CODE = createLazyLoader(
  () => import("@/components/terminal/chart/indicators/indicator-layer"),
);
const STYLE_CODE = createLazyLoader(() => import("@/components/terminal/chart/style-layer"));
const DAY_MS = 86_400_000;
/** Distance from the left edge, in bars, at which older history is requested. */
const EDGE_BARS = 60;
/** Initial width of a bar, in px. */
const FIRST_BAR_PX = 7.5;

/** A fill of the trader's, drawn at its bar. */
export type ChartMark = { startMs: number; isBuy: boolean; text: string };

type Options = {
  /** The bar under the crosshair; null when the pointer is elsewhere. */
  onHover: (bar: Bar | null) => void;
  /** The indicators’ values have changed. Left out where no legend shows them. */
  onIndicators?: () => void;
  onLeftEdge: () => void;
};

/** The drawing: candles over volume. It does not depend on where bars come from. */
export class ChartView {
  readonly #element: HTMLElement;
  readonly #options: Options;
  readonly #chart: IChartApi;
  readonly #candles: ISeriesApi<"Candlestick">;
  readonly #volume: ISeriesApi<"Histogram">;
  #colors: ChartColors;
  readonly #redrawListeners = new Set<() => void>();
  #bars: readonly Bar[] = [];
  #barByStart: Map<number, Bar> | null = null;
  #marks: ISeriesMarkersPluginApi<Time> | null = null;
  #wantedIndicators: readonly TitledIndicator[] = [];
  #indicators: IndicatorLayer | null = null;
  #leaveIndicatorCode: (() => void) | null = null;
  #style: StyleLayer | null = null;
  #leaveStyleCode: (() => void) | null = null;
  #scale: PriceScale = "normal";
  #compare: CompareLayer | null = null;
  #time = createZonedTime("UTC");
  #includedPrice: number | null = null;
  #hoveredData: MouseEventParams["seriesData"] | null = null;

  constructor(element: HTMLElement, options: Options) {
    this.#element = element;
    this.#options = options;
    this.#colors = readChartColors(element);
    this.#chart = createChart(element, { autoSize: true, ...createFrameOptions(this.#colors) });
    this.#chart.applyOptions(this.#timeOptions());
    this.#candles = this.#chart.addSeries(CandlestickSeries, this.#candleOptions());
    this.#volume = this.#chart.addSeries(HistogramSeries, {
      priceScaleId: "volume",
      priceFormat: { type: "custom", formatter: (value: number) => formatCompact(value), minMove: 0.001 },
      lastValueVisible: false,
      priceLineVisible: false,
    });
    this.#volume.priceScale().applyOptions({ scaleMargins: { top: 0.84, bottom: 0 } });
    this.#candles.priceScale().applyOptions({ scaleMargins: { top: 0.12, bottom: 0.2 } });
    this.#candles.applyOptions({ autoscaleInfoProvider: this.#scalePrices });
    // Overlays have to follow every change of the scales.
    this.#candles.attachPrimitive({ updateAllViews: () => this.#requestRedraw() });
    this.#chart.subscribeCrosshairMove(this.#handleHover);
    this.#chart.timeScale().subscribeVisibleLogicalRangeChange((range) => {
      if (range && this.#bars.length > 0 && range.from < EDGE_BARS) this.#options.onLeftEdge();
    });
  }

  /** Digits and step of the price axis. */
  setPriceFormat(format: { priceScale: number; tickSize: string }): void {
    const { priceScale } = format;
    this.#candles.applyOptions({
      priceFormat: {
        type: "custom",
        minMove: Number(format.tickSize),
        formatter: (price: number) => formatFixed(price, priceScale),
      },
    });
  }

  /** Draws these bars. `isNew`: another series, so the view starts at its newest bars. */
  setBars(bars: readonly Bar[], options: { isNew: boolean }): void {
    this.#bars = bars;
    this.#barByStart = null;
    this.#candles.setData(bars.map(toCandle));
    this.#volume.setData(bars.map((bar) => this.#toVolume(bar)));
    this.#style?.setBars(bars);
    this.#compare?.align(bars);
    this.#indicators?.setBars(bars);
    this.#options.onIndicators?.();
    if (options.isNew && bars.length > 0) this.fit();
  }

  /** Draws the last bar again, or one more. */
  updateBar(bar: Bar): void {
    this.#barByStart?.set(bar.startMs, bar);
    this.#candles.update(toCandle(bar));
    this.#volume.update(this.#toVolume(bar));
    this.#style?.updateBar(bar);
    this.#compare?.alignLast(bar);
    this.#indicators?.updateBar(bar);
    this.#options.onIndicators?.();
  }

  /** Calls `listener` whenever the drawing's scales may have moved; returns the unsubscribe function. */
  subscribeRedraw(listener: () => void): () => void {
    this.#redrawListeners.add(listener);
    return () => {
      this.#redrawListeners.delete(listener);
    };
  }

  /** Position of a price in the candles' pane, in px from its top; null without a scale. */
  findY(price: number): number | null {
    return this.#candles.priceToCoordinate(price);
  }

  /** The price at a height of the candles' pane. */
  findPrice(y: number): number | null {
    return this.#candles.coordinateToPrice(y);
  }

  /** Position of an instant, in px from the left; between and beyond bars as well. Null without bars. */
  findX(timeMs: number): number | null {
    const place = toBarPlace(this.#bars, timeMs);
    return place === null ? null : this.#chart.timeScale().logicalToCoordinate(place as Logical);
  }

  /** The instant at a distance from the left, ms; null without bars. */
  findTimeMs(x: number): number | null {
    const logical = this.#chart.timeScale().coordinateToLogical(x);
    return logical === null ? null : fromBarPlace(this.#bars, logical);
  }

  /** Size of the candles' pane, in px. */
  readPane(): { width: number; height: number } {
    const height = this.#chart.panes()[0]?.getHeight() ?? 0;
    return { width: this.#chart.timeScale().width(), height };
  }

  /** Draws exactly these indicators. Their code is loaded with the first of them. */
  setIndicators(indicators: readonly TitledIndicator[]): void {
    this.#wantedIndicators = indicators;
    if (this.#indicators) {
      this.#indicators.show(indicators, this.#bars);
      this.#options.onIndicators?.();
    } else if (indicators.length > 0) {
      this.#leaveIndicatorCode ??= whenLoaded(INDICATOR_CODE, ({ IndicatorLayer }) => {
        this.#indicators = new IndicatorLayer(this.#chart, () => this.#colors.palette);
        this.#indicators.show(this.#wantedIndicators, this.#bars);
        this.#options.onIndicators?.();
      });
    }
  }

  /** Names and values of the indicators at the bar under the crosshair, else at the newest. */
  readIndicators(): IndicatorReading[] {
    return this.#indicators?.read(this.#hoveredData) ?? [];
  }

  /** Sets the marks at bars, replacing the previous ones. Times are starts of bars, ms. */
  setMarks(marks: readonly ChartMark[]): void {
    this.#marks ??= createSeriesMarkers(this.#candles, []);
    this.#marks.setMarkers(
      marks.map(({ startMs, isBuy, text }) => ({
        time: (startMs / 1_000) as UTCTimestamp,
        position: isBuy ? ("belowBar" as const) : ("aboveBar" as const),
        shape: isBuy ? ("arrowUp" as const) : ("arrowDown" as const),
        color: isBuy ? this.#colors.up : this.#colors.down,
        text,
      })),
    );
  }

  setScale(scale: PriceScale): void {
    this.#scale = scale;
    this.#applyScale();
  }

  /** Compares with another symbol by a layer of its own code, whose bars the returned functions take; ends with `stop`. */
  compare(
    symbol: string,
    Layer: typeof CompareLayer,
  ): {
    setBars: (bars: readonly Bar[]) => void;
    updateBar: (bar: Bar) => void;
    stop: () => void;
  } {
    const layer = new Layer(this.#chart, symbol, this.#colors);
    layer.align(this.#bars);
    this.#compare = layer;
    this.#applyScale();
    const notify = () => this.#options.onIndicators?.();
    return {
      setBars: (bars) => {
        layer.setBars(bars);
        notify();
      },
      updateBar: (bar) => {
        layer.updateBar(bar);
        notify();
      },
      stop: () => {
        layer.remove();
        this.#compare = null;
        this.#applyScale();
        notify();
      },
    };
  }

  /** The compared symbol at the bar under the crosshair, else at the newest; null without one. */
  readCompare(): CompareReading | null {
    return this.#compare?.read(this.#hoveredData) ?? null;
  }

  /** Draws the bars in this style; as candles until the code of another one is loaded. */
  setStyle(style: ChartStyle): void {
    this.#leaveStyleCode?.();
    this.#style?.remove();
    this.#style = null;
    this.#candles.applyOptions(this.#candleOptions());
    if (style === "candles") return;
    this.#leaveStyleCode = whenLoaded(STYLE_CODE, ({ StyleLayer }) => {
      this.#style = new StyleLayer(this.#chart, style, this.#colors);
      this.#style.setBars(this.#bars);
      this.#candles.applyOptions(this.#candleOptions());
    });
  }

  /** Shows times in this zone, an IANA name. */
  setZone(zone: string): void {
    this.#time = createZonedTime(zone);
    this.#chart.applyOptions(this.#timeOptions());
  }

  /** Scales prices to the shown bars and this price, until the chart is fitted again. */
  includePrice(price: number): void {
    this.#includedPrice = price;
    this.#candles.priceScale().applyOptions({ autoScale: true });
  }

  /** Shows the newest bars at a readable width, and scales prices to them. */
  fit(): void {
    const count = this.#bars.length;
    this.#includedPrice = null;
    this.#candles.priceScale().applyOptions({ autoScale: true });
    const shown = Math.max(20, Math.round(this.#element.clientWidth / FIRST_BAR_PX));
    this.#chart.timeScale().setVisibleLogicalRange({ from: Math.max(0, count - shown), to: count + 5 });
  }

  /** Shows more (factor above 1) or fewer bars, with the right edge kept. */
  zoom(factor: number): void {
    const range = this.#chart.timeScale().getVisibleLogicalRange();
    if (!range) return;
    const width = Math.min(Math.max((range.to - range.from) * factor, 10), 5_000);
    this.#chart.timeScale().setVisibleLogicalRange({ from: range.to - width, to: range.to });
  }

  /** Scrolls by a fraction of the visible range; negative is into the past. */
  scroll(part: number): void {
    const range = this.#chart.timeScale().getVisibleLogicalRange();
    if (!range) return;
    const shift = Math.sign(part) * Math.max(1, Math.round((range.to - range.from) * Math.abs(part)));
    this.#chart.timeScale().setVisibleLogicalRange({ from: range.from + shift, to: range.to + shift });
  }

  /** Reads the colours again after theme or direction changed. */
  refreshColors(): void {
    this.#colors = readChartColors(this.#element);
    this.#chart.applyOptions(createFrameOptions(this.#colors));
    this.#candles.applyOptions(this.#candleOptions());
    this.#volume.setData(this.#bars.map((bar) => this.#toVolume(bar)));
    this.#style?.refreshColors(this.#colors);
    this.#compare?.refreshColors(this.#colors);
  }

  /** The drawn chart, and the colours in which it is drawn. */
  capture(): { picture: HTMLCanvasElement; colors: ChartColors } {
    return { picture: this.#chart.takeScreenshot(true), colors: this.#colors };
  }

  /** Frees the canvas and its listeners. */
  dispose(): void {
    this.#leaveIndicatorCode?.();
    this.#leaveStyleCode?.();
    this.#chart.unsubscribeCrosshairMove(this.#handleHover);
    this.#chart.remove();
  }

  readonly #scalePrices = (calculate: () => AutoscaleInfo | null): AutoscaleInfo | null => {
    const scaled = calculate();
    const price = this.#includedPrice;
    if (!scaled?.priceRange || price === null) return scaled;
    const { minValue, maxValue } = scaled.priceRange;
    const priceRange = { minValue: Math.min(minValue, price), maxValue: Math.max(maxValue, price) };
    return { ...scaled, priceRange };
  };

  readonly #handleHover = (event: MouseEventParams): void => {
    this.#barByStart ??= new Map(this.#bars.map((bar) => [bar.startMs, bar]));
    const startMs = typeof event.time === "number" ? event.time * 1_000 : null;
    this.#hoveredData = startMs === null ? null : event.seriesData;
    this.#options.onIndicators?.();
    this.#options.onHover(startMs === null ? null : (this.#barByStart.get(startMs) ?? null));
  };

  #requestRedraw(): void {
    for (const listener of this.#redrawListeners) listener();
  }

  #toVolume(bar: Bar) {
    const color = bar.close >= bar.open ? this.#colors.upSoft : this.#colors.downSoft;
    return { time: toTime(bar), value: bar.volume, color };
  }

  /** Two symbols have one scale in percent only. */
  #applyScale(): void {
    this.#candles.priceScale().applyOptions({ mode: SCALE_MODES[this.#compare ? "percent" : this.#scale] });
  }

  #timeOptions() {
    return createTimeOptions(this.#time, () => readBarMs(this.#bars, 0) >= DAY_MS);
  }

  #candleOptions() {
    return createCandleOptions(this.#colors, this.#style !== null);
  }
}

function toTime(bar: Bar): UTCTimestamp {
  return (bar.startMs / 1_000) as UTCTimestamp;
}

function toCandle(bar: Bar) {
  return { time: toTime(bar), open: bar.open, high: bar.high, low: bar.low, close: bar.close };
}
