import type { BaseCandles, UnitCandle } from "@/emulators/bybit/prices/base-candles";
import { createRandom } from "@/emulators/bybit/prices/random";

/** Steps inside one base candle of a lively market: 100 ms each in a candle of a minute. */
export const LIVELY_SLOTS = 600;
/** The same of a quiet market, which trades once a second at most. */
export const QUIET_SLOTS = 60;

/**
 * The way through one candle: price in ticks at the end of each slot, and the volume traded up to there in
 * steps. It starts at the open, touches high and low, stays between them and ends at the close; the last
 * volume is the candle's. What was traded within a slot lies between its `lows` and `highs`.
 */
export type CandlePath = {
  prices: Int32Array;
  highs: Int32Array;
  lows: Int32Array;
  volumes: Float64Array;
};

/** Builds the path of the candle number `index`, the same one each time. */
export function buildCandlePath(base: BaseCandles, index: number, candle: UnitCandle): CandlePath {
  const random = createRandom((base.seed ^ Math.imul(index, 0x9e3779b1)) >>> 0);
  const prices = walkPrices(candle, base.slots, random);
  return { prices, highs: prices, lows: prices, volumes: spreadVolume(candle.volume, base.slots, random) };
}

function walkPrices(candle: UnitCandle, slots: number, random: () => number): Int32Array {
  const { open, high, low, close } = candle;
  const prices = new Int32Array(slots);
  // Green candles tend to dip first and red ones to rise first, as the replay convention has it.
  const lowFirst = close >= open ? random() < 0.8 : random() < 0.2;
  const first = Math.floor(slots * (0.1 + 0.35 * random()));
  const second = Math.floor(slots * (0.55 + 0.35 * random()));
  const stations: [slot: number, price: number][] = [
    [-1, open],
    [first, lowFirst ? low : high],
    [second, lowFirst ? high : low],
    [slots - 1, close],
  ];
  for (let leg = 0; leg + 1 < stations.length; leg += 1) {
    const [from, to] = [stations[leg], stations[leg + 1]];
    if (from && to) walkLeg(prices, { from, to, low, high, random });
  }
  return prices;
}

type Leg = {
  from: [slot: number, price: number];
  to: [slot: number, price: number];
  low: number;
  high: number;
  random: () => number;
};

/** A bridge with noise, clamped between low and high. Most slots repeat the last price. */
function walkLeg(prices: Int32Array, { from, to, low, high, random }: Leg): void {
  const [start, startPrice] = from;
  const [end, endPrice] = to;
  const noise = Math.max(1, (high - low) * 0.12);
  let wander = 0;
  let last = startPrice;
  for (let slot = start + 1; slot < end; slot += 1) {
    const part = (slot - start) / (end - start);
    wander = wander * 0.97 + (random() - 0.5) * noise * 0.6;
    if (random() < 0.45) {
      const level = startPrice + (endPrice - startPrice) * part + wander * Math.sin(Math.PI * part);
      last = Math.min(high, Math.max(low, Math.round(level)));
    }
    prices[slot] = last;
  }
  prices[end] = endPrice;
}

function spreadVolume(volume: number, slots: number, random: () => number): Float64Array {
  const volumes = new Float64Array(slots);
  let weight = 0;
  for (let slot = 0; slot < slots; slot += 1) {
    weight += random() < 0.5 ? 0 : random() ** 3;
    volumes[slot] = weight;
  }
  for (let slot = 0; slot < slots; slot += 1) {
    volumes[slot] = slot === slots - 1 ? volume : Math.floor((volume * (volumes[slot] ?? 0)) / (weight || 1));
  }
  return volumes;
}
