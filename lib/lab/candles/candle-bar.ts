/**
 * One bar of any timeframe; `time` is its start, ms, `volume` in base currency. The numbers 0 to 5 read it in
 * jesse's order: time, open, close, high, low, volume.
 */
export class CandleBar {
  readonly time: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
  /** Whether the bar is still open: its last minute has not closed. */
  readonly isForming: boolean;

  constructor(bar: {
    time: number;
    open: number;
    high: number;
    low: number;
    close: number;
    volume: number;
    isForming: boolean;
  }) {
    this.time = bar.time;
    this.open = bar.open;
    this.high = bar.high;
    this.low = bar.low;
    this.close = bar.close;
    this.volume = bar.volume;
    this.isForming = bar.isForming;
  }

  get 0(): number {
    return this.time;
  }
  get 1(): number {
    return this.open;
  }
  get 2(): number {
    return this.close;
  }
  get 3(): number {
    return this.high;
  }
  get 4(): number {
    return this.low;
  }
  get 5(): number {
    return this.volume;
  }
}
