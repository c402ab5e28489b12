import {
  ADX,
  AO,
  Aroon,
  ATR,
  BollingerBands,
  CCI,
  CMF,
  DEMA,
  DonchianChannels,
  EMA,
  HMA,
  IchimokuCloud,
  KeltnerChannels,
  MACD,
  MFI,
  PSAR,
  ROC,
  RSI,
  SMA,
  StochasticOscillator,
  StochasticRSI,
  SuperTrend,
  TEMA,
  TRIX,
  VWMA,
  WilliamsR,
  WMA,
} from "trading-signals";
import type { Indicator, IndicatorKind } from "@/components/terminal/chart/indicators/indicator-kinds";
import type { Bar } from "@/lib/client/chart/candle-fold";

/** One value for each line of the indicator; null before there are enough bars. */
export type Values = readonly (number | null)[];

/** Adds bars in their order; with `replace` the newest one again, with its current values. */
export type Calculator = (bar: Bar, replace: boolean) => Values;

const DAY_MS = 86_400_000;

/** How each kind is made from its parameters, in the order of its table's row. */
const CREATORS: Record<IndicatorKind, (a: number, b: number, c: number) => Calculator> = {
  ema: (period) => ofClose(new EMA(period), period),
  sma: (period) => ofClose(new SMA(period), period),
  wma: (period) => ofClose(new WMA(period), period),
  hma: (period) => ofClose(new HMA(period), period),
  dema: (period) => ofClose(new DEMA(period), period),
  tema: (period) => ofClose(new TEMA(period), period),
  rsi: (period) => ofClose(new RSI(period), period),
  roc: (period) => ofClose(new ROC(period), period),
  trix: (period) => ofClose(new TRIX(period), period),
  stochRsi: (period) => ofClose(new StochasticRSI(period), period),
  vwap: createVwap,
  obv: createObv,
  ichimoku: createIchimoku,
  vwma: (period) => ofBar(new VWMA(period)),
  atr: (period) => ofBar(new ATR(period)),
  cci: (period) => ofBar(new CCI(period)),
  adx: (period) => ofBar(new ADX(period)),
  mfi: (period) => ofBar(new MFI(period)),
  williams: (period) => ofBar(new WilliamsR(period)),
  cmf: (period) => ofBar(new CMF(period)),
  awesome: (fast, slow) => ofBar(new AO(fast, slow)),
  psar: (accelerationStep, accelerationMax) => ofBar(new PSAR({ accelerationStep, accelerationMax })),
  aroon: (period) => {
    const aroon = new Aroon(period);
    return (bar, replace) => {
      const result = aroon.update(bar, replace);
      return result ? [result.aroonUp, result.aroonDown] : [null, null];
    };
  },
  bollinger: (period, deviations) => {
    const bands = new BollingerBands(period, deviations);
    return (bar, replace) => toBands(bands.update(bar.close, replace));
  },
  keltner: (period, multiplier) => {
    const bands = new KeltnerChannels({ emaInterval: period, atrInterval: period, multiplier });
    return (bar, replace) => toBands(bands.update(bar, replace));
  },
  donchian: (period) => {
    const bands = new DonchianChannels(period);
    return (bar, replace) => toBands(bands.update(bar, replace));
  },
  supertrend: (interval, multiplier) => {
    const trend = new SuperTrend({ interval, multiplier });
    return (bar, replace) => [trend.update(bar, replace)?.supertrend ?? null];
  },
  stochastic: (kPeriod, kSlowingPeriod, dPeriod) => {
    const stochastic = new StochasticOscillator({ kPeriod, kSlowingPeriod, dPeriod });
    return (bar, replace) => {
      const result = stochastic.update(bar, replace);
      return result ? [result.stochK, result.stochD] : [null, null];
    };
  },
  macd: (fast, slow, signal) => {
    const macd = new MACD(new EMA(fast), new EMA(slow), new EMA(signal));
    return (bar, replace) => {
      const result = macd.update(bar.close, replace);
      return result ? [result.histogram, result.macd, result.signal] : [null, null, null];
    };
  },
};

/** Calculates an indicator bar by bar. */
export function createCalculator({ kind, values }: Indicator): Calculator {
  const [a = 14, b = 2, c = 9] = values;
  return CREATORS[kind](a, b, c);
}

function toBands(bands: { upper: number; middle: number; lower: number } | null): Values {
  return bands ? [bands.upper, bands.middle, bands.lower] : [null, null, null];
}

function ofBar(indicator: { update: (bar: Bar, replace: boolean) => number | null }): Calculator {
  return (bar, replace) => [indicator.update(bar, replace)];
}

/** Volume added where the close rises and subtracted where it falls, from the first bar on. */
function createObv(): Calculator {
  let closed = { total: 0, close: Number.NaN };
  let open = closed;
  return (bar, replace) => {
    if (!replace) closed = open;
    const direction = Number.isNaN(closed.close) ? 0 : Math.sign(bar.close - closed.close);
    open = { total: closed.total + direction * bar.volume, close: bar.close };
    return [open.total];
  };
}

/** Conversion and base line of a bar, and the spans of as many bars before as the base line takes. */
function createIchimoku(conversionInterval: number, baseInterval: number, spanBInterval: number): Calculator {
  const cloud = new IchimokuCloud({ conversionInterval, baseInterval, spanBInterval });
  const spans: (readonly [number, number] | null)[] = [];
  return (bar, replace) => {
    const result = cloud.update(bar, replace);
    if (replace) spans.pop();
    spans.push(result && [result.spanA, result.spanB]);
    if (spans.length > baseInterval + 1) spans.shift();
    const [a, b] = (spans.length > baseInterval ? spans[0] : null) ?? [null, null];
    return [result?.conversion ?? null, result?.base ?? null, a, b];
  };
}

/** An average has a value from its first price on; it is drawn after its whole period. */
function ofClose(
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
