import { type BenchRow, median } from "@/bench/bench-row";
import { makeCandles, measureRun } from "@/bench/lab/measure-run";
import { Strategy } from "@/lib/lab/strategy/strategy";
import { ta } from "@/lib/lab/ta/ta";

const YEAR = 525_600;
const REPETITIONS = 3;
/** jesse 3, two years of an SMA cross on one hour, fast mode, as its own report has it. */
const JESSE_FAST = 513_000;
/** jesse 3, three routes over three months, fast mode. */
const JESSE_ROUTES = 162_000;

/** Turns with the cross of two means. */
class Cross extends Strategy {
  get isRising() {
    return ta.sma(this.candles, 10) > ta.sma(this.candles, 50);
  }
  override shouldLong() {
    return this.isRising;
  }
  override shouldShort() {
    return !this.isRising;
  }
  override goLong() {
    this.buy = [0.01, this.price];
  }
  override goShort() {
    this.sell = [0.01, this.price];
  }
  override updatePosition() {
    if (this.isLong !== this.isRising) this.liquidate();
  }
}

/** Buys once and holds, with a stop and a target out of reach. */
class Holding extends Strategy {
  override shouldLong() {
    return this.index === 0;
  }
  override goLong() {
    this.buy = [0.01, this.price];
    this.stopLoss = this.price * 0.001;
    this.takeProfit = this.price * 1_000;
  }
}

class Flat extends Strategy {}

/** L1, L4, L5 and L6: the lab's runner on one core, interleaved repetitions, medians. */
export async function run(): Promise<BenchRow[]> {
  const year = new Map([["BTC-USDT", makeCandles(1, YEAR)]]);
  const three = new Map([1, 2, 3].map((seed) => [`S${seed}-USDT`, makeCandles(seed, YEAR / 4)] as const));
  const tasks = {
    cross: () => measureRun(Cross, year, { timeframe: "1h" }),
    tracked: () => measureRun(Cross, year, { timeframe: "1h", tracksEquity: true }),
    routes: () => measureRun(Cross, three, { timeframe: "15m" }),
    flat: () => measureRun(Flat, year, { timeframe: "1h" }),
    holding: () => measureRun(Holding, year, { timeframe: "1h" }),
  };
  const rates: Record<string, number[]> = {};
  for (let repetition = 0; repetition < REPETITIONS; repetition += 1) {
    for (const [name, measure] of Object.entries(tasks)) rates[name] = [...(rates[name] ?? []), measure()];
  }
  const rateOf = (name: keyof typeof tasks) => median(rates[name] ?? []);
  const cross = rateOf("cross");
  return [
    describe("L1 lab: candles a second, SMA cross on 1h over a year", cross, {
      name: "jesse's fast mode",
      rate: JESSE_FAST,
      least: 1,
    }),
    describe("L4 lab: symbol-candles a second, three routes on 15m", rateOf("routes"), {
      name: "jesse's fast mode",
      rate: JESSE_ROUTES,
      least: 1,
    }),
    describe("L5 lab: equity of every minute recorded for the plans", rateOf("tracked"), {
      name: "without",
      rate: cross,
      least: 0.5,
    }),
    describe("L6 lab: always in a position with stop and target", rateOf("holding"), {
      name: "flat",
      rate: rateOf("flat"),
      least: 0.7,
    }),
  ];
}

function describe(
  claim: string,
  rate: number,
  limit: { name: string; rate: number; least: number },
): BenchRow {
  const ratio = rate / limit.rate;
  return {
    claim,
    ours: rate.toFixed(0),
    limit: `${limit.rate.toFixed(0)} ${limit.name}`,
    ratio,
    target: `>= ${limit.least}`,
    isMet: ratio >= limit.least,
  };
}
