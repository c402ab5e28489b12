import {
  AreaSeries,
  CandlestickSeries,
  type IChartApi,
  type ISeriesApi,
  LineSeries,
  type UTCTimestamp,
} from "lightweight-charts";
import type { ChartColors } from "@/components/terminal/chart/chart-colors";
import type { ChartStyle } from "@/components/terminal/chart/menu/chart-choices";
import type { Bar } from "@/lib/client/chart/candle-fold";
import { createHeikinAshi } from "@/lib/client/chart/create-heikin-ashi";

/** Styles that are drawn by a series of their own; the candles keep the scale, and are transparent. */
type DrawnStyle = Exclude<ChartStyle, "candles">;

/** The chart's bars in another style, over the same scale. */
export class StyleLayer {
  readonly #chart: IChartApi;
  readonly #style: DrawnStyle;
  readonly #series: ISeriesApi<"Candlestick"> | ISeriesApi<"Line"> | ISeriesApi<"Area">;
  #average = createHeikinAshi();
  #lastStartMs = 0;

  constructor(chart: IChartApi, style: DrawnStyle, colors: ChartColors) {
    this.#chart = chart;
    this.#style = style;
    this.#series = addSeries(chart, style);
    this.refreshColors(colors);
  }

  setBars(bars: readonly Bar[]): void {
    this.#average = createHeikinAshi();
    this.#series.setData(bars.map((bar) => this.#toPoint(bar, false)));
    this.#lastStartMs = bars.at(-1)?.startMs ?? 0;
  }

  /** Draws the last bar again, or one more. */
  updateBar(bar: Bar): void {
    this.#series.update(this.#toPoint(bar, bar.startMs === this.#lastStartMs));
    this.#lastStartMs = bar.startMs;
  }

  refreshColors({ up, down, palette }: ChartColors): void {
    const color = palette[0] ?? up;
    if (this.#style === "heikin-ashi") {
      this.#series.applyOptions({ upColor: up, downColor: down, wickUpColor: up, wickDownColor: down });
    } else if (this.#style === "line") this.#series.applyOptions({ color });
    else this.#series.applyOptions({ lineColor: color, topColor: `${color}55`, bottomColor: `${color}08` });
  }

  remove(): void {
    this.#chart.removeSeries(this.#series);
  }

  #toPoint(bar: Bar, isReplaced: boolean) {
    const time = (bar.startMs / 1_000) as UTCTimestamp;
    if (this.#style !== "heikin-ashi") return { time, value: bar.close };
    const { open, high, low, close } = this.#average(bar, isReplaced);
    return { time, open, high, low, close };
  }
}

function addSeries(chart: IChartApi, style: DrawnStyle) {
  const common = { priceLineVisible: false, lastValueVisible: false };
  if (style === "heikin-ashi") {
    return chart.addSeries(CandlestickSeries, { ...common, borderVisible: false });
  }
  const line = { ...common, lineWidth: 2 as const, crosshairMarkerVisible: false };
  return style === "line" ? chart.addSeries(LineSeries, line) : chart.addSeries(AreaSeries, line);
}
