import { Strategy } from "@/lib/lab/strategy/strategy";
import type { IndicatorStream } from "@/lib/lab/ta/stream";
import { ta } from "@/lib/lab/ta/ta";

/** Turns with the cross of two means. */
export class Cross extends Strategy {
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

/** Reads three streaming indicators at each bar, and hardly ever trades. */
export class Streaming extends Strategy {
  #fast: IndicatorStream | null = null;
  #slow: IndicatorStream | null = null;
  #strength: IndicatorStream | null = null;
  override start() {
    this.#fast = this.stream("ema", 20);
    this.#slow = this.stream("ema", 50);
    this.#strength = this.stream("rsi", 14);
  }
  override shouldLong() {
    const [fast, slow, strength] = [this.#fast, this.#slow, this.#strength].map((one) => one?.value ?? 0);
    return (fast as number) > (slow as number) * 1.01 && (strength as number) < 5;
  }
  override goLong() {
    this.buy = [0.01, this.price];
  }
}

/** The same over the last 240 bars, as jesse reads them. */
export class Windowed extends Strategy {
  override shouldLong() {
    const { candles } = this;
    return ta.ema(candles, 20) > ta.ema(candles, 50) * 1.01 && ta.rsi(candles) < 5;
  }
  override goLong() {
    this.buy = [0.01, this.price];
  }
}

/** Buys once and holds, with a stop and a target out of reach. */
export class Holding extends Strategy {
  override shouldLong() {
    return this.index === 0;
  }
  override goLong() {
    this.buy = [0.01, this.price];
    this.stopLoss = this.price * 0.001;
    this.takeProfit = this.price * 1_000;
  }
}

export class Flat extends Strategy {}
