/** Why a figure has no value, as text. */
const SENTENCES: Record<string, string> = {
  no_trades: "no trades yet",
  none_decided: "nothing decided yet",
  no_wins: "no wins yet",
  no_losses: "no losses yet",
  no_initial_stop: "no stop was set",
  stop_on_wrong_side: "the stop was on the wrong side of the entry",
  entry_without_stop: "an entry had no stop",
  no_movement: "no movement recorded",
  no_drawdown: "no drawdown yet",
  no_profit: "no profit yet",
  too_few_days: "needs more days",
  short_history: "needs 30 days of history",
  beyond_range: "too large to mean anything",
  too_few_trades: "needs two trades",
  no_downside: "no losing day yet",
  no_spread: "all results are the same",
};

/** The reason as text. */
export function whyNone(why: string): string {
  return SENTENCES[why] ?? "not known";
}
