import {
  type IChartApi,
  type ISeriesApi,
  LineSeries,
  MismatchDirection,
  type UTCTimestamp,
} from "lightweight-charts";
import type { ChartColors } from "@/components/terminal/chart/chart-colors";
import type { Bar } from "@/lib/client/chart/candle-fold";

/** The compared symbol, for the legend: its change since the first visible bar as a fraction, and its colour. */
export type CompareReading = { symbol: string; change: number | null; color: string };

/** The warning's amber: neither a direction nor the first indicator's colour. */
const PALETTE_PLACE = 3;

/**
 * Another symbol's closes as a line over the candles, on their scale, which is then in percent of the first visible bar.
 * It has a point at each bar of the candles and at no other, so that it moves no bar.
 */
export class CompareLayer {
  readonly #chart: IChartApi;
  readonly #symbol: string;
  readonly #series: ISeriesApi<"Line">;
  #color = "";
  #starts: number[] = [];
  #closes = new Map<number, number>();

  constructor(chart: IChartApi, symbol: string, colors: ChartColors) {
    this.#chart = chart;
    this.#symbol = symbol;
    this.#series = chart.addSeries(LineSeries, {
      title: symbol,
      lineWidth: 2,
      priceLineVisible: false,
      crosshairMarkerVisible: false,
    });
    this.refreshColors(colors);
  }

  /** The candles' bars. */
  align(bars: readonly Bar[]): void {
    this.#starts = bars.map((bar) => bar.startMs);
    this.#draw();
  }

  /** The candles have this last bar now. */
  alignLast({ startMs }: Bar): void {
    if (startMs <= (this.#starts.at(-1) ?? 0)) return;
    this.#starts.push(startMs);
    this.#series.update(this.#toPoint(startMs));
  }

  /** The compared symbol's bars. */
  setBars(bars: readonly Bar[]): void {
    this.#closes = new Map(bars.map((bar) => [bar.startMs, bar.close]));
    this.#draw();
  }

  /** The compared symbol's last bar changed, or a new one began; it is drawn once the candles have it, too. */
  updateBar({ startMs, close }: Bar): void {
    this.#closes.set(startMs, close);
    if (startMs === this.#starts.at(-1)) this.#series.update(this.#toPoint(startMs));
  }

  /** At the bar under the crosshair, else at the newest. */
  read(hovered: ReadonlyMap<unknown, unknown> | null): CompareReading {
    const from = this.#chart.timeScale().getVisibleLogicalRange()?.from ?? 0;
    // The scale counts a bar that is visible in part as the first one, too.
    const first = readValue(this.#series.dataByIndex(Math.floor(from), MismatchDirection.NearestRight));
    const newest = this.#closes.get(this.#starts.at(-1) ?? 0) ?? null;
    const value = hovered === null ? newest : readValue(hovered.get(this.#series));
    const change = first === null || value === null || first === 0 ? null : value / first - 1;
    return { symbol: this.#symbol, change, color: this.#color };
  }

  refreshColors({ palette, up }: ChartColors): void {
    this.#color = palette[PALETTE_PLACE] ?? up;
    this.#series.applyOptions({ color: this.#color });
  }

  remove(): void {
    this.#chart.removeSeries(this.#series);
  }

  #draw(): void {
    this.#series.setData(this.#starts.map((startMs) => this.#toPoint(startMs)));
  }

  #toPoint(startMs: number) {
    const time = (startMs / 1_000) as UTCTimestamp;
    const value = this.#closes.get(startMs);
    return value === undefined ? { time } : { time, value };
  }
}

function readValue(point: unknown): number | null {
  return typeof point === "object" && point !== null && "value" in point ? Number(point.value) : null;
}
