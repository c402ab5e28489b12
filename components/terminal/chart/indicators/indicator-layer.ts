import {
  type CreatePriceLineOptions,
  HistogramSeries,
  type IChartApi,
  type ISeriesApi,
  LineSeries,
  LineStyle,
  type UTCTimestamp,
} from "lightweight-charts";
import {
  type Calculator,
  createCalculator,
  type Values,
} from "@/components/terminal/chart/indicators/create-calculator";
import {
  isValidIndicator,
  kindOf,
  type TitledIndicator,
} from "@/components/terminal/chart/indicators/indicator-kinds";
import type { Bar } from "@/lib/client/chart/candle-fold";

type Series = ISeriesApi<"Line"> | ISeriesApi<"Histogram">;
type Drawn = {
  indicator: TitledIndicator;
  series: Series[];
  colors: string[];
  calculate: Calculator;
  lastStartMs: number;
  last: Values;
};

/** One indicator at a bar, for the legend: a value and a colour for each of its lines. */
export type IndicatorReading = { id: string; title: string; values: Values; colors: readonly string[] };

/** Height of a separate pane, relative to the candles' pane. */
const PANE_SHARE = 0.28;

/** The indicators of one chart, drawn as their own series and panes. */
export class IndicatorLayer {
  readonly #chart: IChartApi;
  readonly #palette: () => readonly string[];
  #drawn: Drawn[] = [];

  constructor(chart: IChartApi, palette: () => readonly string[]) {
    this.#chart = chart;
    this.#palette = palette;
  }

  /** Draws exactly these. */
  show(indicators: readonly TitledIndicator[], bars: readonly Bar[]): void {
    this.#clear();
    let pane = 1;
    this.#drawn = indicators.filter(isValidIndicator).map((indicator, index) => {
      const isOwn = kindOf(indicator).pane === "own";
      const colors = this.#colorsOf(indicator, index);
      const series = this.#addSeries(indicator, { pane: isOwn ? pane : 0, colors });
      if (isOwn) {
        this.#chart.panes()[pane]?.setStretchFactor(PANE_SHARE);
        pane += 1;
      }
      return { indicator, series, colors, calculate: createCalculator(indicator), lastStartMs: 0, last: [] };
    });
    this.setBars(bars);
  }

  /** Recalculates everything for these bars. */
  setBars(bars: readonly Bar[]): void {
    for (const drawn of this.#drawn) {
      drawn.calculate = createCalculator(drawn.indicator);
      const rows = bars.map((bar) => ({ bar, values: drawn.calculate(bar, false) }));
      drawn.lastStartMs = bars.at(-1)?.startMs ?? 0;
      drawn.last = rows.at(-1)?.values ?? [];
      for (const [line, series] of drawn.series.entries()) {
        series.setData(rows.map(({ bar, values }) => toPoint(bar, values, line)));
      }
    }
  }

  /** Updates the last bar, or adds one. */
  updateBar(bar: Bar): void {
    for (const drawn of this.#drawn) {
      const values = drawn.calculate(bar, bar.startMs === drawn.lastStartMs);
      drawn.lastStartMs = bar.startMs;
      drawn.last = values;
      for (const [line, series] of drawn.series.entries()) series.update(toPoint(bar, values, line));
    }
  }

  /** Names and values of the shown ones: at the bar under the crosshair, else at the newest. */
  read(hovered: ReadonlyMap<unknown, unknown> | null): IndicatorReading[] {
    return this.#drawn
      .filter(({ indicator }) => !indicator.isHidden)
      .map(({ indicator, series, colors, last }) => ({
        id: indicator.id,
        title: indicator.title,
        colors,
        values: series.map((one, line) => {
          const point = hovered?.get(one);
          if (hovered === null) return last[line] ?? null;
          return typeof point === "object" && point !== null && "value" in point ? Number(point.value) : null;
        }),
      }));
  }

  #colorsOf(indicator: TitledIndicator, index: number): string[] {
    const palette = this.#palette();
    const first = indicator.color ?? index;
    return kindOf(indicator).lines.map(
      (style, line) => palette[(first + (style === "band" ? 0 : line)) % palette.length] ?? "",
    );
  }

  #addSeries(indicator: TitledIndicator, place: { pane: number; colors: readonly string[] }): Series[] {
    return kindOf(indicator).lines.map((style, line) => {
      const color = place.colors[line] ?? "";
      const common = {
        priceLineVisible: false,
        lastValueVisible: place.pane > 0,
        title: "",
        visible: !indicator.isHidden,
      };
      if (style === "histogram") {
        return this.#chart.addSeries(HistogramSeries, { ...common, color: `${color}88` }, place.pane);
      }
      const isDotted = style === "dots";
      const series = this.#chart.addSeries(
        LineSeries,
        {
          ...common,
          color,
          lineVisible: !isDotted,
          pointMarkersVisible: isDotted,
          pointMarkersRadius: isDotted ? 1.5 : undefined,
          lineWidth: style === "band" ? 1 : 2,
          crosshairMarkerVisible: false,
          title: line === 0 && place.pane > 0 ? indicator.title : "",
        },
        place.pane,
      );
      if (line === 0)
        for (const price of kindOf(indicator).levels ?? []) series.createPriceLine(toLevel(price, color));
      return series;
    });
  }

  #clear(): void {
    for (const { series } of this.#drawn) for (const one of series) this.#chart.removeSeries(one);
    this.#drawn = [];
    for (let pane = this.#chart.panes().length - 1; pane > 0; pane -= 1) this.#chart.removePane(pane);
  }
}

function toLevel(price: number, color: string): CreatePriceLineOptions {
  return { price, color: `${color}66`, lineWidth: 1, lineStyle: LineStyle.Dashed, axisLabelVisible: false };
}

function toPoint(bar: Bar, values: Values, line: number) {
  const time = (bar.startMs / 1_000) as UTCTimestamp;
  const value = values[line];
  return value === null || value === undefined ? { time } : { time, value };
}
