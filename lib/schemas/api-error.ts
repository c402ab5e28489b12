import { z } from "zod";
import { REJECT_REASONS, type RejectReason } from "@/lib/core/engine/orders/reject-reason";

/** Every rejection reason of the engine is an error code of the API, too. */
const REJECTIONS = Object.fromEntries(REJECT_REASONS.map((reason) => [reason, 422])) as Record<
  RejectReason,
  422
>;

/** Every error code of the API with its HTTP status. */
export const ERROR_STATUS = {
  bad_request: 400,
  unknown_symbol: 400,
  unknown_interval: 400,
  unknown_product: 400,
  timestamp_required: 400,
  weak_password: 400,
  link_expired: 400,
  unauthorized: 401,
  invalid_credentials: 401,
  second_factor_required: 401,
  second_factor_wrong: 401,
  forbidden: 403,
  origin_rejected: 403,
  account_banned: 403,
  wrong_password: 403,
  proof_required: 403,
  email_not_verified: 403,
  second_factor_missing: 403,
  not_found: 404,
  method_not_allowed: 405,
  client_order_id_reused: 409,
  last_admin: 409,
  order_replayed: 409,
  alert_replayed: 409,
  still_traded: 409,
  import_running: 409,
  portfolio_archived: 409,
  portfolio_not_archived: 409,
  playbook_name_taken: 409,
  body_too_large: 413,
  unsupported_media_type: 415,
  order_too_old: 422,
  order_from_future: 422,
  tick_proof_invalid: 422,
  portfolio_limit_reached: 422,
  alert_limit_reached: 422,
  rulebook_limit_reached: 422,
  playbook_limit_reached: 422,
  coach_limit_reached: 422,
  share_limit_reached: 422,
  screenshot_limit_reached: 422,
  competition_limit_reached: 422,
  competition_full: 422,
  alert_needs_challenge: 422,
  push_service_unknown: 422,
  too_many_api_keys: 422,
  too_many_hooks: 422,
  too_many_webhooks: 422,
  webhook_url_rejected: 422,
  alert_too_old: 422,
  import_unknown_format: 422,
  import_unreadable: 422,
  import_line_too_long: 422,
  import_unpacks_too_large: 422,
  import_needs_choice: 422,
  import_limit_reached: 422,
  too_many_passkeys: 422,
  rate_limited: 429,
  too_many_streams: 429,
  internal: 500,
  payments_unavailable: 502,
  venue_unavailable: 502,
  read_only: 503,
  registration_closed: 503,
  service_unavailable: 503,
  ...REJECTIONS,
} as const satisfies Record<string, number>;
export type ErrorCode = keyof typeof ERROR_STATUS;

/** An error with a code for programs and a sentence for people. Anything else that is thrown is a bug. */
export class AppError extends Error {
  override readonly name = "AppError";

  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly details?: Record<string, unknown>,
  ) {
    super(message);
  }

  get status(): number {
    return ERROR_STATUS[this.code];
  }
}

/** The body of every response that is not a success. */
export const errorBodySchema = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    details: z.record(z.string(), z.unknown()).optional(),
  }),
});
