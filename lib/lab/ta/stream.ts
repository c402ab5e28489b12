import type { CandleBar } from "@/lib/lab/candles/candle-bar";
import type { CandleView } from "@/lib/lab/candles/candle-view";
import { LabError } from "@/lib/lab/lab-error";

/** What an indicator knows after a bar; `value` is NaN until there are enough of them. */
type Memory = { value: number; count: number; close: number; up: number; down: number };
type Step = (before: Memory, bar: CandleBar, period: number) => Memory;

const EMPTY: Memory = { value: Number.NaN, count: 0, close: Number.NaN, up: 0, down: 0 };

/** Indicators whose next value follows from the last one, with jesse's definitions. */
const STEPS = {
  ema: (before, { close }, period) => {
    const value = before.count === 0 ? close : before.value + (2 / (period + 1)) * (close - before.value);
    return { ...before, value, count: before.count + 1 };
  },
  wilders: (before, { close }, period) => {
    const up = meanOf(before.up, close, { count: before.count, period });
    const count = before.count + 1;
    return { ...before, value: count < period ? Number.NaN : up, count, up };
  },
  rsi: (before, { close }, period) => {
    if (before.count === 0) return { ...before, close, count: 1 };
    const change = close - before.close;
    const at = { count: before.count - 1, period };
    const up = meanOf(before.up, Math.max(change, 0), at);
    const down = meanOf(before.down, Math.max(-change, 0), at);
    const value = before.count < period ? Number.NaN : relativeStrength(up, down);
    return { value, count: before.count + 1, close, up, down };
  },
  atr: (before, { high, low, close }, period) => {
    const range =
      before.count === 0
        ? high - low
        : Math.max(high - low, Math.abs(high - before.close), Math.abs(low - before.close));
    const up = meanOf(before.up, range, { count: before.count, period });
    const count = before.count + 1;
    return { ...before, value: count < period ? Number.NaN : up, count, close, up };
  },
} as const satisfies Record<string, Step>;

export type StreamName = keyof typeof STEPS;

/** An indicator over the whole history, warm-up included: each bar that has closed is read once. */
export class IndicatorStream {
  readonly #read: () => CandleView;
  readonly #step: Step;
  readonly #period: number;
  #memory = EMPTY;
  #bars = 0;

  constructor(read: () => CandleView, name: StreamName, period: number) {
    const step = Object.hasOwn(STEPS, name) ? STEPS[name] : undefined;
    if (step === undefined) {
      throw new LabError(`There is no stream "${name}". There are: ${Object.keys(STEPS).join(", ")}.`);
    }
    if (!(Number.isInteger(period) && period > 0))
      throw new LabError("A period must be a whole number above 0.");
    [this.#read, this.#step, this.#period] = [read, step, period];
  }

  /** With the forming bar, as an indicator of `ta` has it. */
  get value(): number {
    const view = this.#read();
    this.#catchUp(view.closed);
    const forming = view.at(this.#bars);
    return forming === undefined ? this.#memory.value : this.#step(this.#memory, forming, this.#period).value;
  }

  /** Of the bars that have closed. */
  get closed(): number {
    this.#catchUp(this.#read().closed);
    return this.#memory.value;
  }

  #catchUp(closed: CandleView): void {
    for (; this.#bars < closed.length; this.#bars += 1) {
      this.#memory = this.#step(this.#memory, closed.at(this.#bars) as CandleBar, this.#period);
    }
  }
}

/** Wilder's mean after one more value: a plain mean of the first `period` ones, then smoothed. */
function meanOf(mean: number, value: number, at: { count: number; period: number }): number {
  return at.count < at.period ? mean + value / at.period : (mean * (at.period - 1) + value) / at.period;
}

function relativeStrength(up: number, down: number): number {
  return down === 0 ? 100 : 100 - 100 / (1 + up / down);
}
