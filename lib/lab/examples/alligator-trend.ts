/** After jesse's regression strategy 1: two timeframes of the Alligator, filtered by ADX, CMO and stochastic RSI. */
export const ALLIGATOR_TREND = `export default class AlligatorTrend extends Strategy {
  static hyperparameters = [
    { name: "stopAtr", type: "float", min: 1.5, max: 3, step: 0.25, default: 2 },
    { name: "takeProfitAtr", type: "float", min: 1.5, max: 3, step: 0.25, default: 2 },
    { name: "adxThreshold", type: "int", min: 1, max: 50, step: 5, default: 30 },
    { name: "longTermEma", type: "int", min: 100, max: 200, step: 20, default: 100 },
    { name: "cmoThreshold", type: "int", min: 5, max: 50, step: 5, default: 20 },
  ];
  static data = [{ timeframe: "4h" }];

  get bigCandles() {
    return this.getCandles("4h");
  }

  trendOf(candles) {
    const { lips, teeth, jaw } = ta.alligator(candles);
    if (this.price > lips && lips > teeth && teeth > jaw) return 1;
    if (this.price < lips && lips < teeth && teeth < jaw) return -1;
    return 0;
  }

  isSignal(direction) {
    if (this.trendOf(this.candles) !== direction) return false;
    if (!(ta.adx(this.candles) > this.hp.adxThreshold)) return false;
    if (this.trendOf(this.bigCandles) !== direction) return false;
    if (Math.sign(this.price - ta.ema(this.bigCandles, this.hp.longTermEma)) !== direction) return false;
    if (!(direction * ta.cmo(this.candles, 14) > this.hp.cmoThreshold)) return false;
    const { k } = ta.srsi(this.candles);
    return direction === 1 ? k < 20 : k > 80;
  }

  shouldLong() {
    return this.isSignal(1);
  }

  shouldShort() {
    return this.isSignal(-1);
  }

  sizeFor(stop) {
    const free = this.availableMargin;
    const byRisk = utils.riskToQty(free, 3, this.price, stop, 8, this.feeRate) * 3;
    return Math.min(byRisk, utils.sizeToQty(free * this.leverage * 0.8, this.price, 3, this.feeRate));
  }

  goLong() {
    this.buy = [this.sizeFor(this.price - ta.atr(this.candles) * 2), this.price];
  }

  goShort() {
    this.sell = [this.sizeFor(this.price + ta.atr(this.candles) * 2), this.price];
  }

  onOpenPosition() {
    const direction = this.isLong ? 1 : -1;
    const range = ta.atr(this.candles);
    this.stopLoss = [this.position.qty, this.price - direction * range * this.hp.stopAtr];
    this.takeProfit = [this.position.qty, this.price + direction * range * this.hp.takeProfitAtr];
  }
}
`;
