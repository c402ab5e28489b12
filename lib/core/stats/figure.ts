/** Why a metric has no value. The page shows it as text, never 0, 100 or infinity instead. */
export type NoFigure =
  | "no_trades"
  | "none_decided"
  | "no_wins"
  | "no_losses"
  | "no_initial_stop"
  | "no_checklist"
  | "stop_on_wrong_side"
  | "entry_without_stop"
  | "no_movement"
  | "no_drawdown"
  | "no_profit"
  | "too_few_days"
  | "short_history"
  | "no_week_before"
  | "beyond_range"
  | "too_few_trades"
  | "no_downside"
  | "no_spread";

/** A metric: its value, or why there is none. */
export type Figure<T> = { ok: true; value: T } | { ok: false; why: NoFigure };

export function figure<T>(value: T): Figure<T> {
  return { ok: true, value };
}

export function noFigure<T>(why: NoFigure): Figure<T> {
  return { ok: false, why };
}
