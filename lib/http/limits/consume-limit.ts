import "server-only";
import { consumeToken } from "@/lib/http/limits/consume-token";
import { type LimitName, RATE_LIMITS } from "@/lib/http/limits/rate-limits";
import { reportError } from "@/lib/infra/telemetry/report-error";
import { AppError } from "@/lib/schemas/api-error";

/** `Retry-After` while Redis is unavailable, in seconds. */
const UNAVAILABLE_RETRY_S = 2;

/**
 * Counts a request of `who` towards a limit, and sets the rate limit headers in `headers`.
 *
 * @throws AppError `rate_limited`; `service_unavailable` for requests that must not pass uncounted while
 * Redis is unavailable
 */
export async function consumeLimit(
  name: LimitName,
  who: string,
  headers: Record<string, string> = {},
): Promise<void> {
  const limit = RATE_LIMITS[name];
  const consumption = await consumeToken(name, who);
  if (consumption.outcome === "unavailable") {
    reportError("rate-limit-unknown", consumption.cause);
    if (limit.whenUnavailable === "pass") return;
    const message = "This can't be done safely at the moment. Try again in a few seconds.";
    throw new AppError("service_unavailable", message, { retryAfterSeconds: UNAVAILABLE_RETRY_S });
  }
  const resetS = Math.ceil(consumption.resetMs / 1_000);
  headers["ratelimit-limit"] = String(consumption.limit);
  headers["ratelimit-remaining"] = String(consumption.remaining);
  headers["ratelimit-reset"] = String(resetS);
  if (consumption.outcome === "allowed") return;
  const message = `Too many requests: at most ${consumption.limit} in ${limit.windowS} seconds.`;
  throw new AppError("rate_limited", message, {
    retryAfterSeconds: Math.max(1, resetS),
    limit: consumption.limit,
  });
}
