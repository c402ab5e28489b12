/** Definitions of the journal's figures, as the cards show them. Used by every page and export. */
export const FIGURE_DEFINITIONS = {
  net: "Profit of the closed trades after fees and funding.",
  winRate: "Wins ÷ (wins + losses). Break-evens count in neither.",
  profitFactor: "Sum of the wins ÷ sum of the losses.",
  expectancy: "(Sum of wins + sum of losses) ÷ all trades. A break-even counts as nothing.",
  averageR:
    "Mean of net ÷ risk. The risk is what each entry put at stake by the stop that stood when it was made; an entry without one counts by the first later stop that would lose. Trades without a risk are left out.",
  maxDrawdown:
    "Deepest fall of profit from its peak, open positions included: equity at each quarter of an hour and at each booking. Never less than the fall of the closed trades.",
  maxDrawdownClosed: "Deepest fall of the closed profit from its peak.",
  maxDrawdownFraction:
    "Deepest fall of equity as a part of its peak. It may be another fall than the deepest in money. Deposits and resets change nothing.",
  payoff: "Average win ÷ average loss.",
  expectancyRatio: "(1 + payoff ratio) × win rate − 1.",
  averageWin: "Mean net of the wins.",
  averageLoss: "Mean net of the losses, as a positive amount.",
  sqn: "√N × mean R ÷ standard deviation of R, without a cap on N.",
  recovery: "Profit ÷ max drawdown.",
  sharpe:
    "Mean ÷ standard deviation of the daily returns × √365, without a risk-free rate. Days are calendar days of your time zone; a day without trades counts.",
  sortino: "As Sharpe, with the deviation of the losing days alone: √(Σ min(return, 0)² ÷ days).",
  cagr: "Growth of a year at the pace of the time so far. Needs 30 days.",
  calmar: "CAGR ÷ max drawdown of the peak. Needs 30 days.",
  bestDayShare:
    "Net of the best day ÷ net of all days. Each booking of a trade counts on its own day, as in the calendar.",
  kelly: "(Win rate × payoff − loss rate) ÷ payoff.",
  fees: "Fees of all entries and exits.",
  funding: "Funding paid; negative when received.",
} as const;
