import { meanOf } from "@/lib/lab/statistics/moments";

/** `mean` is the rule's mean log return of a bar without the market's; `p` the chance of it by luck alone. */
export type SignalTest = { mean: number; marketMean: number; p: number; bars: number };

/**
 * jesse's test of an entry rule by itself: the log returns of the bar after each signal, less the market's
 * mean, and a bootstrap of them around zero. `closes` are those of the bars, `signals` 1, -1 or 0 at each. A sample
 * takes milliseconds where there are many bars: `onSample` is called after each.
 */
export function signalTest(
  closes: readonly number[],
  signals: readonly number[],
  options: { random: () => number; samples: number; onSample?: () => void },
): SignalTest {
  const returns = closes.slice(1).map((close, index) => Math.log(close / (closes[index] as number)));
  const marketMean = meanOf(returns);
  const values = returns.map((value, index) => (value - marketMean) * (signals[index] ?? 0));
  const mean = meanOf(values);
  let good = 0;
  for (let sample = 0; sample < options.samples; sample += 1) {
    let sum = 0;
    for (let draw = 0; draw < values.length; draw += 1) {
      sum += values[Math.floor(options.random() * values.length)] as number;
    }
    if (sum / values.length - mean >= mean) good += 1;
    options.onSample?.();
  }
  return { mean, marketMean, p: good / options.samples, bars: values.length };
}
