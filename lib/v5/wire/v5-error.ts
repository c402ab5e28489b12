import { REJECT_SENTENCES, type RejectReason } from "@/lib/core/engine/orders/reject-reason";
import type { AppError } from "@/lib/schemas/api-error";

/** A rejection on the wire: HTTP 200 with this `retCode`; clients branch on code and text. */
export class V5Error extends Error {
  override readonly name = "V5Error";

  constructor(
    readonly retCode: number,
    message: string,
    readonly result: object = {},
  ) {
    super(message);
  }
}

const SENTENCE = null;

/** The venue's code of each rejection, and its text where clients compare it; `null`: the product's sentence. */
const CODES = {
  portfolio_locked: [110066, SENTENCE],
  programs_not_admitted: [10005, SENTENCE],
  trading_paused: [110066, SENTENCE],
  own_limit: [110066, SENTENCE],
  competition_closed: [110066, SENTENCE],
  symbol_not_allowed: [110074, SENTENCE],
  trading_halted: [110066, SENTENCE],
  outside_hours: [10032, SENTENCE],
  instrument_unknown: [10001, "Not supported symbols"],
  instrument_closed: [110074, SENTENCE],
  price_not_allowed: [10001, SENTENCE],
  trigger_not_allowed: [10001, SENTENCE],
  trail_not_allowed: [10001, SENTENCE],
  trail_required: [10001, SENTENCE],
  trail_too_large: [10001, SENTENCE],
  trail_active: [10001, SENTENCE],
  trigger_passed: [10001, SENTENCE],
  price_off_tick: [10001, SENTENCE],
  qty_off_step: [10001, SENTENCE],
  qty_below_min: [10001, "The number of contracts exceeds minimum limit allowed"],
  notional_below_min: [110094, "Order does not meet minimum order value 5USDT"],
  qty_above_max: [10001, "The number of contracts exceeds maximum limit allowed"],
  leverage_below_min: [10001, SENTENCE],
  leverage_off_step: [10001, SENTENCE],
  leverage_above_cap: [110013, "cannot set leverage gt maxLeverage by risk limit"],
  leverage_above_rule: [110013, SENTENCE],
  leverage_differs: [110013, SENTENCE],
  wrong_side_stop: [10001, SENTENCE],
  wrong_side_activation: [10001, SENTENCE],
  stop_beyond_liquidation: [10001, SENTENCE],
  reduce_only_would_open: [110017, "current position is zero, cannot fix reduce-only order qty"],
  post_only_would_match: [10001, SENTENCE],
  price_outside_limit: [110003, SENTENCE],
  too_many_open_orders: [110020, SENTENCE],
  stop_missing: [10001, SENTENCE],
  risk_above_limit: [110090, SENTENCE],
  exposure_above_limit: [110090, SENTENCE],
  insufficient_margin: [110007, "ab not enough for new order"],
  market_data_stale: [10016, SENTENCE],
  no_liquidity: [10016, SENTENCE],
  execution_timeout: [10016, SENTENCE],
  epoch_passed: [110001, "order not exists or too late to cancel"],
  portfolio_changed: [10016, SENTENCE],
  order_not_open: [110001, "order not exists or too late to cancel"],
  no_position: [110017, "current position is zero, cannot fix reduce-only order qty"],
  position_side_missing: [10001, "position idx not match position mode"],
  position_mode_differs: [10001, "position idx not match position mode"],
  hedge_no_reverse: [10001, SENTENCE],
  mode_not_allowed: [110029, SENTENCE],
  hedge_not_allowed: [110029, SENTENCE],
  mode_with_position: [110024, SENTENCE],
  mode_with_orders: [110028, SENTENCE],
  margin_not_isolated: [10001, SENTENCE],
  margin_below_initial: [10001, SENTENCE],
  challenge_no_reset: [10032, SENTENCE],
} as const satisfies Record<RejectReason, readonly [number, string | null]>;

/** A rejection of the engine on the wire. */
export function toV5Error(reason: RejectReason, sentence: string = REJECT_SENTENCES[reason]): V5Error {
  const [retCode, text] = CODES[reason];
  return new V5Error(retCode, text ?? sentence);
}

/** A rejection of the product on the wire. */
export function fromAppError(error: AppError): V5Error {
  if (error.code in CODES) return toV5Error(error.code as RejectReason, error.message);
  if (error.code === "unknown_symbol") return new V5Error(10001, "Not supported symbols");
  if (error.code === "client_order_id_reused") return new V5Error(110072, "OrderLinkedID is duplicate");
  if (error.code === "portfolio_archived") return new V5Error(110066, error.message);
  if (error.code === "rate_limited") return new V5Error(10006, "Too many visits!");
  if (error.status < 500) return new V5Error(10001, `params error: ${error.message}`);
  return new V5Error(10016, `Server error. ${error.message}`);
}

/** The rejection of a request that can't be read. */
export function badParameter(text: string): V5Error {
  return new V5Error(10001, `params error: ${text}`);
}
