/** The shortest strategy: two means, always with a stop. */
export const SMA_CROSS = `export default class SmaCross extends Strategy {
  static hyperparameters = [
    { name: "fast", type: "int", min: 5, max: 30, step: 5, default: 10 },
    { name: "slow", type: "int", min: 20, max: 120, step: 10, default: 50 },
    { name: "stopPercent", type: "float", min: 1, max: 5, step: 0.5, default: 2 },
  ];

  get isRising() {
    return ta.sma(this.candles, this.hp.fast) > ta.sma(this.candles, this.hp.slow);
  }

  shouldLong() {
    return this.isRising;
  }

  shouldShort() {
    return !this.isRising;
  }

  goLong() {
    const stop = this.price * (1 - this.hp.stopPercent / 100);
    this.buy = [utils.riskToQty(this.availableMargin, 1, this.price, stop, 3, this.feeRate), this.price];
    this.stopLoss = stop;
  }

  goShort() {
    const stop = this.price * (1 + this.hp.stopPercent / 100);
    this.sell = [utils.riskToQty(this.availableMargin, 1, this.price, stop, 3, this.feeRate), this.price];
    this.stopLoss = stop;
  }

  updatePosition() {
    if (this.isLong !== this.isRising) this.liquidate();
  }
}
`;
