/** After jesse's regression strategy 3: strong directional movement, timed by Williams %R. */
export const ADX_REVERSAL = `export default class AdxReversal extends Strategy {
  static hyperparameters = [
    { name: "strength", type: "int", min: 20, max: 60, step: 5, default: 50 },
    { name: "riskPercent", type: "float", min: 0.5, max: 4, step: 0.5, default: 3 },
  ];

  isSignal(direction) {
    const { plus, minus } = ta.di(this.candles);
    if (Math.sign(plus - minus) !== direction) return false;
    if (!(ta.adx(this.candles) > this.hp.strength)) return false;
    const place = ta.willr(this.candles);
    return direction === 1 ? place < -80 : place > -20;
  }

  shouldLong() {
    return this.isSignal(1);
  }

  shouldShort() {
    return this.isSignal(-1);
  }

  get qtyNow() {
    const free = this.availableMargin;
    const stop = ta.sma(this.candles, 50);
    const byRisk = utils.riskToQty(free, this.hp.riskPercent, this.price, stop, 8, this.feeRate);
    return Math.min(byRisk, utils.sizeToQty(free * this.leverage * 0.8, this.price, 3, this.feeRate));
  }

  goLong() {
    this.buy = [this.qtyNow, this.price];
  }

  goShort() {
    this.sell = [this.qtyNow, this.price];
  }

  onOpenPosition() {
    const extreme = this.isLong
      ? Math.max(...this.candles.column("high", 30))
      : Math.min(...this.candles.column("low", 30));
    this.stopLoss = [this.position.qty, ta.sma(this.candles, 50)];
    this.takeProfit = [this.position.qty, extreme];
  }

  updatePosition() {
    if (this.isLong ? this.shouldShort() : this.shouldLong()) this.liquidate();
  }
}
`;
