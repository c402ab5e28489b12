/** Why a command is rejected, in the order in which the reasons are checked. */
export const REJECT_REASONS = [
  "portfolio_locked",
  "trading_paused",
  "own_limit",
  "trading_halted",
  "instrument_unknown",
  "instrument_closed",
  "price_not_allowed",
  "trigger_not_allowed",
  "trail_not_allowed",
  "trail_required",
  "trail_too_large",
  "trail_active",
  "trigger_passed",
  "price_off_tick",
  "qty_off_step",
  "qty_below_min",
  "notional_below_min",
  "qty_above_max",
  "leverage_below_min",
  "leverage_off_step",
  "leverage_above_cap",
  "leverage_differs",
  "wrong_side_stop",
  "wrong_side_activation",
  "stop_beyond_liquidation",
  "reduce_only_would_open",
  "post_only_would_match",
  "price_outside_limit",
  "too_many_open_orders",
  "insufficient_margin",
  "market_data_stale",
  "no_liquidity",
  "execution_timeout",
  "epoch_passed",
  "portfolio_changed",
  "order_not_open",
  "no_position",
  "margin_not_isolated",
  "margin_below_initial",
  "challenge_no_reset",
] as const;
export type RejectReason = (typeof REJECT_REASONS)[number];

/** One sentence for the trader. */
export const REJECT_SENTENCES = {
  portfolio_locked: "This portfolio is locked and takes no more orders.",
  trading_paused: "The day's loss limit of this challenge is reached; trading goes on after its reset.",
  own_limit: "A limit that you set yourself is reached; until it ends only closing orders are accepted.",
  trading_halted: "Trading in this symbol is halted for now.",
  instrument_unknown: "This symbol is not traded here.",
  instrument_closed: "This symbol is closed for trading.",
  price_not_allowed: "This kind of order has no limit price (price).",
  trigger_not_allowed: "This kind of order has no trigger price (triggerPrice).",
  trail_not_allowed:
    "Only a trailing stop has a trailing distance (trail) and an activation price (activation).",
  trail_required: "A trailing stop needs a trailing distance.",
  trail_too_large: "The trailing distance must be smaller than the price that it trails.",
  trail_active: "This trailing stop is active already; only its distance can be changed.",
  trigger_passed: "This order has triggered already; its trigger price can't be changed any more.",
  price_off_tick: "The price must be above zero and a multiple of the tick size.",
  qty_off_step: "The quantity must be a multiple of the quantity step.",
  qty_below_min: "The quantity is below the smallest one allowed.",
  notional_below_min: "The order's value is below the smallest one allowed.",
  qty_above_max: "The quantity is above the largest one allowed for this kind of order.",
  leverage_below_min: "The leverage must be at least 1.",
  leverage_off_step: "The leverage must be a multiple of 0.01.",
  leverage_above_cap: "The leverage is above what this symbol allows at this size.",
  leverage_differs:
    "The order's leverage differs from the one of the open position or orders; change the leverage by itself first.",
  wrong_side_stop: "The stop or target lies on the wrong side of the current price.",
  wrong_side_activation: "The activation price lies on the wrong side of the current price.",
  stop_beyond_liquidation:
    "The stop lies beyond the liquidation price, so it could never work; bring it nearer, lower the leverage or add margin.",
  reduce_only_would_open: "A reduce-only order must make an open position smaller.",
  post_only_would_match: "A post-only order may not match at once; move its price away from the book.",
  price_outside_limit: "The price is too far from the mark price.",
  too_many_open_orders: "There are too many open orders; cancel some first.",
  insufficient_margin: "There is not enough free margin for this.",
  market_data_stale: "There is no fresh market data for this symbol; nothing was done.",
  no_liquidity: "The order book has nothing to fill this order with.",
  execution_timeout: "The order could not be executed in time and was withdrawn.",
  epoch_passed: "The portfolio was reset in the meantime.",
  portfolio_changed: "The portfolio has changed in the meantime; please try again.",
  order_not_open: "This order is not open any more.",
  no_position: "There is no open position in this symbol.",
  margin_not_isolated: "Only a position of isolated margin has margin of its own to change.",
  margin_below_initial: "Only added margin can be taken out, down to the initial margin at the current mark.",
  challenge_no_reset: "A challenge can't be reset.",
} as const satisfies Record<RejectReason, string>;

/** Reasons that may disappear a moment later, so that a queue may retry the same command. */
const TRANSIENT: ReadonlySet<RejectReason> = new Set(["market_data_stale"]);

/** Whether a retry before the timeout makes sense. */
export function isTransient(reason: RejectReason): boolean {
  return TRANSIENT.has(reason);
}
