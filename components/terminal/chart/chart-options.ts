import {
  type CandlestickSeriesOptions,
  ColorType,
  CrosshairMode,
  type DeepPartial,
  PriceScaleMode,
  TickMarkType,
  type Time,
} from "lightweight-charts";
import type { ChartColors } from "@/components/terminal/chart/chart-colors";
import type { PriceScale } from "@/components/terminal/chart/menu/chart-choices";
import type { createZonedTime } from "@/lib/client/chart/zoned-time";

export const SCALE_MODES = {
  normal: PriceScaleMode.Normal,
  logarithmic: PriceScaleMode.Logarithmic,
  percent: PriceScaleMode.Percentage,
} as const satisfies Record<PriceScale, PriceScaleMode>;

const TRANSPARENT = "#00000000";
const TICK_UNITS = {
  [TickMarkType.Year]: "year",
  [TickMarkType.Month]: "month",
  [TickMarkType.DayOfMonth]: "day",
  [TickMarkType.Time]: "time",
  [TickMarkType.TimeWithSeconds]: "time",
} as const;

/** Colours and font of the chart around its series. */
export function createFrameOptions(colors: ChartColors) {
  const { panel, line, lineStrong, raised, textDim, font } = colors;
  const crosshairLine = { color: textDim, labelBackgroundColor: lineStrong, width: 1 as const };
  return {
    layout: {
      background: { type: ColorType.Solid as const, color: panel },
      textColor: textDim,
      fontFamily: font,
      fontSize: 11,
      panes: { separatorColor: line, separatorHoverColor: raised },
    },
    grid: { vertLines: { color: line }, horzLines: { color: line } },
    crosshair: { mode: CrosshairMode.Normal, vertLine: crosshairLine, horzLine: crosshairLine },
    rightPriceScale: { borderColor: line, minimumWidth: 72, entireTextOnly: true },
    timeScale: { borderColor: line, timeVisible: true, secondsVisible: false, rightOffset: 5 },
    localization: { locale: "en-US" },
  };
}

/** How times are shown. `isDaily` is asked for each mark: whether bars are days or longer. */
export function createTimeOptions(time: ReturnType<typeof createZonedTime>, isDaily: () => boolean) {
  return {
    timeScale: {
      tickMarkFormatter: (at: Time, type: TickMarkType) =>
        time.formatTick(Number(at) * 1_000, { unit: TICK_UNITS[type], isDaily: isDaily() }),
    },
    localization: { timeFormatter: (at: number) => time.formatMinute(at * 1_000) },
  };
}

/** Under another style the candles are transparent: they still make the scale and the line of the last price. */
export function createCandleOptions(
  colors: ChartColors,
  isTransparent: boolean,
): DeepPartial<CandlestickSeriesOptions> {
  const [up, down] = isTransparent ? [TRANSPARENT, TRANSPARENT] : [colors.up, colors.down];
  return {
    upColor: up,
    downColor: down,
    wickUpColor: up,
    wickDownColor: down,
    borderVisible: false,
    priceLineColor: colors.textDim,
  };
}
