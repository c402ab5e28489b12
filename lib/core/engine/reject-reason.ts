/** Why a command is refused, in the order in which the reasons are looked for. */
export const REJECT_REASONS = [
  "portfolio_locked",
  "trading_paused",
  "trading_halted",
  "instrument_unknown",
  "instrument_closed",
  "price_off_tick",
  "qty_off_step",
  "qty_below_min",
  "notional_below_min",
  "qty_above_max",
  "leverage_above_cap",
  "wrong_side_stop",
  "reduce_only_would_open",
  "post_only_would_match",
  "price_outside_limit",
  "too_many_open_orders",
  "insufficient_margin",
  "market_data_stale",
  "no_liquidity",
  "execution_timeout",
  "epoch_passed",
  "order_not_open",
  "no_position",
  "challenge_no_reset",
] as const;
export type RejectReason = (typeof REJECT_REASONS)[number];

/** One sentence for the trader. */
export const REJECT_SENTENCES = {
  portfolio_locked: "This portfolio is locked and takes no more orders.",
  trading_paused: "The day's loss limit of this challenge is reached; trading goes on after its reset.",
  trading_halted: "Trading in this symbol is halted for now.",
  instrument_unknown: "This symbol is not traded here.",
  instrument_closed: "This symbol is closed for trading.",
  price_off_tick: "The price must be above zero and a multiple of the tick size.",
  qty_off_step: "The quantity must be a multiple of the quantity step.",
  qty_below_min: "The quantity is below the smallest one allowed.",
  notional_below_min: "The order's value is below the smallest one allowed.",
  qty_above_max: "The quantity is above the largest one allowed for this kind of order.",
  leverage_above_cap: "The leverage is above what this symbol allows at this size.",
  wrong_side_stop: "The stop or target lies on the wrong side of the current price.",
  reduce_only_would_open: "A reduce-only order must make an open position smaller.",
  post_only_would_match: "A post-only order may not match at once; move its price away from the book.",
  price_outside_limit: "The price is too far from the mark price.",
  too_many_open_orders: "There are too many open orders; cancel some first.",
  insufficient_margin: "There is not enough free margin for this.",
  market_data_stale: "There is no fresh market data for this symbol; nothing was done.",
  no_liquidity: "The order book has nothing to fill this order with.",
  execution_timeout: "The order could not be executed in time and was withdrawn.",
  epoch_passed: "The portfolio was reset in the meantime.",
  order_not_open: "This order is not open any more.",
  no_position: "There is no open position in this symbol.",
  challenge_no_reset: "A challenge can't be reset.",
} as const satisfies Record<RejectReason, string>;

/** Reasons that may be gone a moment later, so that a queue may try the same command again. */
const TRANSIENT: ReadonlySet<RejectReason> = new Set(["market_data_stale"]);

/** Whether trying again before the deadline makes sense. */
export function isTransient(reason: RejectReason): boolean {
  return TRANSIENT.has(reason);
}
