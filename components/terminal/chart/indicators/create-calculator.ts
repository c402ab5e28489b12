import { ATR, BollingerBands, EMA, MACD, RSI, SMA } from "trading-signals";
import type { Indicator } from "@/components/terminal/chart/indicators/indicator-kinds";
import type { Bar } from "@/lib/client/chart/candle-fold";

/** One value for each line of the indicator; null before there are enough bars. */
export type Values = readonly (number | null)[];

/** Adds bars in their order; with `replace` the newest one again, with its current values. */
export type Calculator = (bar: Bar, replace: boolean) => Values;

const DAY_MS = 86_400_000;

/** Calculates an indicator bar by bar. */
export function createCalculator({ kind, values }: Indicator): Calculator {
  const [a = 14, b = 2, c = 9] = values;
  switch (kind) {
    case "ema":
      return single(new EMA(a), a);
    case "sma":
      return single(new SMA(a), a);
    case "rsi":
      return single(new RSI(a), a);
    case "vwap":
      return createVwap();
    case "bollinger": {
      const bands = new BollingerBands(a, b);
      return (bar, replace) => {
        const result = bands.update(bar.close, replace);
        return result ? [result.upper, result.middle, result.lower] : [null, null, null];
      };
    }
    case "macd": {
      const macd = new MACD(new EMA(a), new EMA(b), new EMA(c));
      return (bar, replace) => {
        const result = macd.update(bar.close, replace);
        return result ? [result.histogram, result.macd, result.signal] : [null, null, null];
      };
    }
    case "atr": {
      const atr = new ATR(a);
      return (bar, replace) => [atr.update(bar, replace)];
    }
  }
}

/** An average has a value from its first price on; it is drawn after its whole period. */
function single(
  indicator: { update: (price: number, replace: boolean) => number | null },
  needed: number,
): Calculator {
  let seen = 0;
  return (bar, replace) => {
    if (!replace) seen += 1;
    const value = indicator.update(bar.close, replace);
    return [seen < needed ? null : value];
  };
}

/** Volume-weighted since the start of the UTC day; the library's version never resets. */
function createVwap(): Calculator {
  let day = -1;
  let closed = { value: 0, volume: 0 };
  let open = { value: 0, volume: 0 };
  return (bar, replace) => {
    const barDay = Math.floor(bar.startMs / DAY_MS);
    if (barDay !== day) {
      day = barDay;
      closed = { value: 0, volume: 0 };
    } else if (!replace) closed = open;
    const typical = (bar.high + bar.low + bar.close) / 3;
    open = { value: closed.value + typical * bar.volume, volume: closed.volume + bar.volume };
    return [open.volume > 0 ? open.value / open.volume : null];
  };
}
