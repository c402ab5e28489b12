/** After jesse's regression strategy 2: Donchian breakouts with the trend of 4 hours and a trailing stop. */
export const DONCHIAN_BREAKOUT = `export default class DonchianBreakout extends Strategy {
  static hyperparameters = [
    { name: "length", type: "int", min: 10, max: 60, step: 5, default: 30 },
    { name: "stopAtr", type: "float", min: 2, max: 8, step: 1, default: 5 },
  ];
  static data = [{ timeframe: "4h" }];

  get channel() {
    // Without the current bar, so that a breakout can be seen.
    return ta.donchian(this.candles.past(1), this.hp.length);
  }

  get atr() {
    return ta.atr(this.candles);
  }

  get isExpanding() {
    return this.atr > ta.sma(ta.atr(this.candles, 14, { sequential: true }), 20);
  }

  get trend() {
    return ta.sma(this.getCandles("4h"), 200);
  }

  shouldLong() {
    return this.price > this.channel.upper && this.price > this.trend && this.isExpanding;
  }

  shouldShort() {
    return this.price < this.channel.lower && this.price < this.trend && this.isExpanding;
  }

  sizeFor(stop) {
    const free = this.availableMargin;
    const byRisk = utils.riskToQty(free, 2, this.price, stop, 8, this.feeRate);
    return Math.min(byRisk, utils.sizeToQty(free * this.leverage * 0.8, this.price, 3, this.feeRate));
  }

  goLong() {
    this.buy = [this.sizeFor(this.price - this.hp.stopAtr * this.atr), this.price];
  }

  goShort() {
    this.sell = [this.sizeFor(this.price + this.hp.stopAtr * this.atr), this.price];
  }

  onOpenPosition() {
    const direction = this.isLong ? 1 : -1;
    const entry = this.position.entryPrice;
    this.stopLoss = [this.position.qty, entry - direction * this.hp.stopAtr * this.atr];
    this.takeProfit = [this.position.qty, entry + direction * 10 * this.atr];
  }

  updatePosition() {
    const stop = this.isLong
      ? Math.max(this.averageStopLoss, this.channel.lower)
      : Math.min(this.averageStopLoss, this.channel.upper);
    this.stopLoss = [this.position.qty, stop];
  }
}
`;
