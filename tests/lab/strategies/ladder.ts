import { Strategy } from "@/lib/lab/strategy/strategy";

/** The strategy of tests/fixtures/conformance/lab-ladder.json. */
const mean = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((a, b) => a + b, 0) / values.length;
const QTY = 0.05;

export class Ladder extends Strategy {
  get big() {
    return this.getCandles(this.symbol, "1h");
  }

  isUp(): boolean {
    const { candles } = this;
    return (
      mean(candles.column("close", 10)) > mean(candles.column("close", 40)) &&
      this.price > mean(this.big.column("close", 20))
    );
  }

  isDown(): boolean {
    const { candles } = this;
    return (
      mean(candles.column("close", 10)) < mean(candles.column("close", 40)) &&
      this.price < mean(this.big.column("close", 20))
    );
  }

  override shouldLong(): boolean {
    return this.isUp();
  }

  override shouldShort(): boolean {
    return this.isDown();
  }

  override goLong(): void {
    const top = Math.max(...this.candles.column("high", 8));
    this.buy = [
      [QTY, this.price * 0.998],
      [QTY, top * 1.0002],
    ];
    this.vars.submitted = this.index;
  }

  override goShort(): void {
    const bottom = Math.min(...this.candles.column("low", 8));
    this.sell = [
      [QTY, this.price * 1.002],
      [QTY, bottom * 0.9998],
    ];
    this.vars.submitted = this.index;
  }

  override shouldCancelEntry(): boolean {
    return this.index - Number(this.vars.submitted) >= 3;
  }

  placeExits(): void {
    const { entryPrice, qty } = this.position;
    const entry = entryPrice ?? Number.NaN;
    const size = Math.abs(qty);
    const direction = this.isLong ? 1 : -1;
    this.stopLoss = [size, entry * (1 - 0.006 * direction)];
    this.takeProfit = [
      [size / 2, entry * (1 + 0.004 * direction)],
      [size / 2, entry * (1 + 0.008 * direction)],
    ];
  }

  override onOpenPosition(): void {
    this.placeExits();
  }

  override onIncreasedPosition(): void {
    this.placeExits();
  }

  override onReducedPosition(): void {
    this.stopLoss = [Math.abs(this.position.qty), this.position.entryPrice ?? Number.NaN];
  }

  override updatePosition(): void {
    if (this.isLong ? this.isDown() : this.isUp()) this.liquidate();
  }
}
