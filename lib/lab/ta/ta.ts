import { CandleView, peekColumn } from "@/lib/lab/candles/candle-view";
import {
  demaSeries,
  emaSeries,
  hmaSeries,
  kamaSeries,
  smaSeries,
  smmaSeries,
  temaSeries,
  wilderSeries,
  wmaSeries,
} from "@/lib/lab/ta/averages";
import { lastEma, lastRsi, lastSma } from "@/lib/lab/ta/last-values";
import {
  aroonSeries,
  cciSeries,
  cmoSeries,
  mfiSeries,
  momentumSeries,
  rsiSeries,
  stochasticRsi,
  stochasticSeries,
  williamsSeries,
} from "@/lib/lab/ta/oscillators";
import {
  atrSeries,
  type Bars,
  deviationSeries,
  directionalSeries,
  highestSeries,
  lowestSeries,
  trueRangeSeries,
} from "@/lib/lab/ta/ranges";
import { type Answer, barsOf, type Options, response, type Values, valuesOf } from "@/lib/lab/ta/series";
import {
  alligatorSeries,
  ichimokuAt,
  macdSeries,
  obvSeries,
  sarSeries,
  supertrendSeries,
} from "@/lib/lab/ta/trends";

type Prices = CandleView | Values;

/** An indicator of one column, with a period; `last` computes its last value alone. */
function ofPrices(
  series: (values: Values, period: number) => Float64Array,
  usual: number,
  last: ((values: Values, period: number) => number) | null = null,
) {
  return <O extends Options>(of: Prices, period: number = usual, options: O = {} as O): Answer<O> => {
    if (last !== null && !options.sequential) {
      const read = of instanceof CandleView ? peekColumn(of, options.source ?? "close") : of;
      return last(read, period) as Answer<O>;
    }
    return response(series(valuesOf(of, options), period), options);
  };
}

/** An indicator of whole candles, with a period. */
function ofBars(series: (bars: Bars, period: number) => Float64Array, usual: number) {
  return <O extends Options>(candles: CandleView, period: number = usual, options: O = {} as O): Answer<O> =>
    response(series(barsOf(candles, options), period), options);
}

/** Several lines at once, each answered alike. */
function answerEach<K extends string, O extends Options>(lines: Record<K, Float64Array>, options: O) {
  const entries = Object.entries<Float64Array>(lines).map(([name, values]) => [
    name,
    response(values, options),
  ]);
  return Object.fromEntries(entries) as Record<K, Answer<O>>;
}

/**
 * Indicators with jesse's definitions. One that reads candles uses the last `warmUpCandles` of them unless
 * all values are requested with `{ sequential: true }`.
 */
export const ta = {
  sma: ofPrices(smaSeries, 5, lastSma),
  ema: ofPrices(emaSeries, 5, lastEma),
  wma: ofPrices(wmaSeries, 30),
  smma: ofPrices(smmaSeries, 5),
  wilders: ofPrices(wilderSeries, 5),
  hma: ofPrices(hmaSeries, 5),
  dema: ofPrices(demaSeries, 30),
  tema: ofPrices(temaSeries, 9),
  kama: ofPrices(kamaSeries, 14),
  rsi: ofPrices(rsiSeries, 14, lastRsi),
  cmo: ofPrices(cmoSeries, 14),
  mom: ofPrices((values, period) => momentumSeries(values, period, false), 10),
  roc: ofPrices((values, period) => momentumSeries(values, period, true), 10),
  stddev: ofPrices(deviationSeries, 5),
  highest: ofPrices(highestSeries, 20),
  lowest: ofPrices(lowestSeries, 20),
  atr: ofBars(atrSeries, 14),
  adx: ofBars((bars, period) => directionalSeries(bars, period).adx, 14),
  cci: ofBars(cciSeries, 14),
  willr: ofBars(williamsSeries, 14),
  mfi: ofBars(mfiSeries, 14),
  trange: <O extends Options>(candles: CandleView, options: O = {} as O) =>
    response(trueRangeSeries(barsOf(candles, options)), options),
  obv: <O extends Options>(candles: CandleView, options: O = {} as O) =>
    response(obvSeries(barsOf(candles, options)), options),
  di: <O extends Options>(candles: CandleView, period = 14, options: O = {} as O) => {
    const { plus, minus } = directionalSeries(barsOf(candles, options), period);
    return answerEach({ plus, minus }, options);
  },
  aroon: <O extends Options>(candles: CandleView, period = 14, options: O = {} as O) =>
    answerEach(aroonSeries(barsOf(candles, options), period), options),
  macd: <O extends Options>(of: Prices, fast = 12, slow = 26, signal = 9, options: O = {} as O) =>
    answerEach(macdSeries(valuesOf(of, options), { fast, slow, signal }), options),
  bollinger: <O extends Options>(of: Prices, period = 20, deviations = 2, options: O = {} as O) => {
    const values = valuesOf(of, options);
    const middle = smaSeries(values, period);
    const spread = deviationSeries(values, period);
    const band = (sign: number) =>
      middle.map((value, index) => value + sign * deviations * (spread[index] as number));
    return answerEach({ upper: band(1), middle, lower: band(-1) }, options);
  },
  donchian: <O extends Options>(candles: CandleView, period = 20, options: O = {} as O) => {
    const { high, low } = barsOf(candles, options);
    const [upper, lower] = [highestSeries(high, period), lowestSeries(low, period)];
    const middle = upper.map((value, index) => (value + (lower[index] as number)) / 2);
    return answerEach({ upper, middle, lower }, options);
  },
  keltner: <O extends Options>(candles: CandleView, period = 20, factor = 2, options: O = {} as O) => {
    const bars = barsOf(candles, options);
    const [middle, ranges] = [emaSeries(bars.close, period), atrSeries(bars, period)];
    const band = (sign: number) =>
      middle.map((value, index) => value + sign * factor * (ranges[index] as number));
    return answerEach({ upper: band(1), middle, lower: band(-1) }, options);
  },
  stoch: <O extends Options>(candles: CandleView, period = 14, k = 3, d = 3, options: O = {} as O) => {
    const slow = smaSeries(stochasticSeries(barsOf(candles, options), period), k);
    return answerEach({ k: slow, d: smaSeries(slow, d) }, options);
  },
  srsi: <O extends Options>(of: Prices, rsi = 14, range = 14, k = 3, d = 3, options: O = {} as O) =>
    answerEach(stochasticRsi(valuesOf(of, options), { rsi, range, k, d }), options),
  alligator: <O extends Options>(candles: CandleView, options: O = {} as O) =>
    answerEach(alligatorSeries(valuesOf(candles, { ...options, source: "hl2" })), options),
  supertrend: <O extends Options>(candles: CandleView, period = 10, factor = 3, options: O = {} as O) =>
    answerEach(supertrendSeries(barsOf(candles, options), { period, factor }), options),
  sar: <O extends Options>(candles: CandleView, step = 0.02, most = 0.2, options: O = {} as O) =>
    response(sarSeries(barsOf(candles, options), { step, most }), options),
  ichimoku: (candles: CandleView) => ichimokuAt(barsOf(candles, {})),
} as const;
