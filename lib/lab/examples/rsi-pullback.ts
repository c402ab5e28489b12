/** Buys weakness in a rising market, takes half of the profit early and moves the stop to the entry. */
export const RSI_PULLBACK = `export default class RsiPullback extends Strategy {
  static hyperparameters = [
    { name: "oversold", type: "int", min: 15, max: 40, step: 5, default: 30 },
    { name: "stopAtr", type: "float", min: 1, max: 4, step: 0.5, default: 2 },
  ];
  static data = [{ timeframe: "4h" }];

  get isUp() {
    return this.price > ta.ema(this.getCandles("4h"), 50);
  }

  shouldLong() {
    return this.isUp && ta.rsi(this.candles) < this.hp.oversold;
  }

  shouldShort() {
    return !this.isUp && ta.rsi(this.candles) > 100 - this.hp.oversold;
  }

  enter(direction) {
    const range = ta.atr(this.candles) * this.hp.stopAtr;
    const stop = this.price - direction * range;
    const free = this.availableMargin;
    const byRisk = utils.riskToQty(free, 1, this.price, stop, 3, this.feeRate);
    const qty = Math.min(byRisk, utils.sizeToQty(free * this.leverage * 0.8, this.price, 3, this.feeRate));
    if (direction === 1) this.buy = [qty, this.price];
    else this.sell = [qty, this.price];
    this.stopLoss = stop;
    this.takeProfit = [
      [qty / 2, this.price + direction * range],
      [qty / 2, this.price + direction * range * 3],
    ];
  }

  goLong() {
    this.enter(1);
  }

  goShort() {
    this.enter(-1);
  }

  onReducedPosition() {
    this.stopLoss = [this.position.qty, this.position.entryPrice];
  }
}
`;
