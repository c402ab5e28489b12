import type { BaseCandles, UnitCandle, Units } from "@/emulators/bybit/prices/base-candles";
import { createRandom, drawNormal, hashParts } from "@/emulators/bybit/prices/random";

const MINUTES_A_DAY = 1_440;
const MINUTE_MS = 60_000;
/** The simulated venue's history begins here. */
export const LISTED_MS = Date.parse("2023-11-06T00:00:00Z");
const DAY_MS = MINUTES_A_DAY * MINUTE_MS;
const LISTED_DAY = LISTED_MS / DAY_MS;
const DAYS_KEPT = 60;

/** What a coin is like: its price at the listing, volatility a day, dependence on the market, trades. */
export type Coin = { symbol: string; price: number; dailyVol: number; beta: number; minuteTurnover: number };

type Options = { seed: number; slots: number; launchMs: number };

/**
 * Minute candles of an invented market as a pure function of seed, symbol and time: the market continues
 * after a restart, and any part of its history can be read. Daily returns have clustered volatility and a
 * common factor; minutes bridge from one daily close to the next.
 */
export function createSyntheticCandles(coin: Coin, units: Units, options: Options): BaseCandles {
  const { seed, slots } = options;
  const launchMs = Math.max(LISTED_MS, options.launchMs);
  const closes = createDailyCloses(coin, seed, Math.floor(launchMs / DAY_MS));
  const days = new Map<number, Day>();
  const dayMinutes = (day: number): Day => {
    const stored = days.get(day);
    if (stored) return stored;
    const made = buildDay({ coin, units, seed, day, from: closes(day - 1), to: closes(day) });
    days.set(day, made);
    const oldest = days.keys().next().value;
    if (days.size > DAYS_KEPT && oldest !== undefined) days.delete(oldest);
    return made;
  };
  const firstIndex = Math.ceil(launchMs / MINUTE_MS);
  return {
    lengthMs: MINUTE_MS,
    slots,
    units,
    seed: hashParts(seed, coin.symbol, "path"),
    firstIndex,
    lastIndex: Number.MAX_SAFE_INTEGER,
    candleAt: (index) => {
      if (index < firstIndex) return null;
      return readMinute(dayMinutes(Math.floor(index / MINUTES_A_DAY)), index % MINUTES_A_DAY);
    },
  };
}

/** The minutes of one day as plain numbers: 650 symbols' days fit into a few dozen megabytes. */
type Day = { open: Int32Array; high: Int32Array; low: Int32Array; close: Int32Array; volume: Float64Array };

function readMinute(day: Day, minute: number): UnitCandle {
  const { open, high, low, close, volume } = day;
  return {
    open: open[minute] ?? 0,
    high: high[minute] ?? 0,
    low: low[minute] ?? 0,
    close: close[minute] ?? 0,
    volume: volume[minute] ?? 0,
  };
}

type DailyClose = { vol: number; close: number };

/** Daily closes from the launch on, each computed once: variance follows a GARCH(1,1). */
function createDailyCloses(coin: Coin, seed: number, launchDay: number): (day: number) => DailyClose {
  const known: DailyClose[] = [];
  return (day) => {
    const index = day - launchDay;
    if (index < 0) return { vol: coin.dailyVol, close: coin.price };
    while (known.length <= index) {
      const before = known.at(-1) ?? { vol: coin.dailyVol, close: coin.price };
      const number = launchDay - LISTED_DAY + known.length;
      const market = drawMarket(seed, number);
      const own = drawNormal(createRandom(hashParts(seed, coin.symbol, number)));
      const shock = coin.beta * 0.8 * market + Math.sqrt(Math.max(0.1, 1 - coin.beta * 0.5)) * 0.6 * own;
      // Mean reversion: without it the price would leave any scale over the years.
      const pull = 0.004 * Math.log(coin.price / before.close);
      const change = Math.max(-0.3, Math.min(0.3, before.vol * shock + pull));
      const base = coin.dailyVol ** 2;
      const variance = 0.06 * base + 0.12 * change ** 2 + 0.82 * before.vol ** 2;
      known.push({ vol: Math.sqrt(variance), close: before.close * Math.exp(change) });
    }
    return known[index] ?? { vol: coin.dailyVol, close: coin.price };
  };
}

const MARKET_DRAWS = new Map<string, number>();

/** The factor that all coins have in common on one day, drawn once. */
function drawMarket(seed: number, day: number): number {
  const key = `${seed} ${day}`;
  const stored = MARKET_DRAWS.get(key);
  if (stored !== undefined) return stored;
  const drawn = drawNormal(createRandom(hashParts(seed, "market", day)));
  MARKET_DRAWS.set(key, drawn);
  return drawn;
}

type DayPlan = {
  coin: Coin;
  units: Units;
  seed: number;
  day: number;
  from: DailyClose;
  to: DailyClose;
};

function buildDay({ coin, units, seed, day, from, to }: DayPlan): Day {
  const random = createRandom(hashParts(seed, coin.symbol, "minutes", day));
  const { walk, activity } = walkDay(random, to.vol);
  const [startLog, endLog] = [Math.log(from.close), Math.log(to.close)];
  const drift = endLog - startLog - (walk[MINUTES_A_DAY] ?? 0);
  const priceAt = (minute: number) =>
    Math.max(
      1,
      Math.round(Math.exp(startLog + (walk[minute] ?? 0) + (drift * minute) / MINUTES_A_DAY) / units.tick),
    );
  const minuteVol = to.vol / Math.sqrt(MINUTES_A_DAY);
  const made: Day = {
    open: new Int32Array(MINUTES_A_DAY),
    high: new Int32Array(MINUTES_A_DAY),
    low: new Int32Array(MINUTES_A_DAY),
    close: new Int32Array(MINUTES_A_DAY),
    volume: new Float64Array(MINUTES_A_DAY),
  };
  let open = priceAt(0);
  for (let minute = 0; minute < MINUTES_A_DAY; minute += 1) {
    const close = priceAt(minute + 1);
    const pace = activity[minute] ?? 1;
    const reach = () => Math.round(-Math.log(1 - random()) * 0.45 * minuteVol * pace * open);
    const high = Math.max(open, close) + reach();
    const low = Math.max(1, Math.min(open, close) - reach());
    const range = (high - low) / (minuteVol * open) + 0.2;
    const turnover = coin.minuteTurnover * (0.35 + 0.8 * range) * pace * (0.5 + random());
    made.open[minute] = open;
    made.high[minute] = high;
    made.low[minute] = low;
    made.close[minute] = close;
    made.volume[minute] = Math.max(1, Math.round(turnover / (close * units.tick) / units.step));
    open = close;
  }
  return made;
}

/** A random walk in logarithms over one day, with sessions, clustered bursts and an occasional jump. */
function walkDay(random: () => number, dailyVol: number): { walk: Float64Array; activity: Float64Array } {
  const walk = new Float64Array(MINUTES_A_DAY + 1);
  const activity = new Float64Array(MINUTES_A_DAY);
  const minuteVol = dailyVol / Math.sqrt(MINUTES_A_DAY);
  let burst = 1;
  for (let minute = 0; minute < MINUTES_A_DAY; minute += 1) {
    burst = 1 + (burst - 1) * 0.94;
    if (random() < 0.008) burst += 1 + 2.5 * random();
    // Quiet before dawn in UTC, busy when Europe and America overlap.
    const session = 0.75 + 0.45 * Math.exp(-(((minute - 870) / 260) ** 2));
    const pace = session * burst;
    activity[minute] = pace;
    const jump = random() < 0.0006 ? drawNormal(random) * 6 : 0;
    walk[minute + 1] = (walk[minute] ?? 0) + minuteVol * pace * (drawNormal(random) * 0.8 + jump);
  }
  return { walk, activity };
}
