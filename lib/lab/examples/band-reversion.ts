/** Buys below the lower Bollinger band and sells above the upper one, with limits and partial exits. */
export const BAND_REVERSION = `export default class BandReversion extends Strategy {
  static hyperparameters = [
    { name: "length", type: "int", min: 10, max: 60, step: 10, default: 20 },
    { name: "deviations", type: "float", min: 1.5, max: 3, step: 0.25, default: 2 },
  ];

  get bands() {
    return ta.bollinger(this.candles, this.hp.length, this.hp.deviations);
  }

  get qtyNow() {
    return utils.sizeToQty(this.availableMargin * 0.5, this.price, 3, this.feeRate);
  }

  shouldLong() {
    return this.price < this.bands.lower;
  }

  shouldShort() {
    return this.price > this.bands.upper;
  }

  goLong() {
    this.buy = [this.qtyNow, this.price * 0.999];
  }

  goShort() {
    this.sell = [this.qtyNow, this.price * 1.001];
  }

  onOpenPosition() {
    const { entryPrice } = this.position;
    const direction = this.isLong ? 1 : -1;
    const size = Math.abs(this.position.qty);
    this.stopLoss = entryPrice * (1 - 0.01 * direction);
    this.takeProfit = [
      [size / 2, entryPrice * (1 + 0.005 * direction)],
      [size / 2, entryPrice * (1 + 0.01 * direction)],
    ];
  }

  onReducedPosition() {
    // What is left can't lose any more.
    this.stopLoss = this.position.entryPrice;
  }
}
`;
