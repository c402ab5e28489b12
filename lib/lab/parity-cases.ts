/**
 * Runs of jesse 3 that the lab repeats. `jesse` and `lab` are the first sixteen digits of the SHA-256 over each
 * closed trade's prices, quantity, fee, profit and times to six places, as jesse's regression tests compute it.
 * The lab's were recorded by hand on 29 November 2026: the candles of the runs are not part of the project.
 * docs/lab.md says how to repeat each.
 */
export const PARITY_RUNS = [
  {
    name: "regression-single",
    routes: 1,
    days: 365,
    trades: 69,
    jesse: "048ce3b5dc049429",
    lab: "048ce3b5dc049429",
  },
  {
    name: "regression-multi",
    routes: 3,
    days: 180,
    trades: 104,
    jesse: "80e934a1e814f77a",
    lab: "80e934a1e814f77a",
  },
  { name: "ladder", routes: 1, days: 28, trades: 196, jesse: "1f318b3a2dcf9fd2", lab: "1f318b3a2dcf9fd2" },
] as const;

/**
 * Sequences of orders and prices whose every figure must be jesse's to 1e-9; each build runs them. `left` are
 * records of quirks that are decided otherwise, and are not compared.
 */
export const PARITY_CASES = [
  { name: "unit-tests", cases: 161, left: 0 },
  { name: "random", cases: 130, left: 4 },
] as const;

/** What a line of a jesse strategy becomes. */
export const TRANSLATIONS = [
  ["should_long(self)", "shouldLong()"],
  ["self.buy = qty, price", "this.buy = [qty, price]"],
  ["self.stop_loss = qty, price", "this.stopLoss = [qty, price]"],
  ["self.hp['length']", "this.hp.length"],
  ["hyperparameters(self)", "static hyperparameters = [ … ]"],
  ["self.candles[:-1]", "this.candles.past(1)"],
  ["self.candles[-30:, 3]", 'this.candles.column("high", 30)'],
  ["self.candles[-1, 2]", "this.candles.at(-1).close"],
  ["self.get_candles(self.exchange, self.symbol, '4h')", 'this.getCandles("4h")'],
  ["ta.atr(self.candles)", "ta.atr(this.candles)"],
  ["ta.sma(self.candles, 20, sequential=True)", "ta.sma(this.candles, 20, { sequential: true })"],
  ["utils.risk_to_qty(…)", "utils.riskToQty(…)"],
] as const;
