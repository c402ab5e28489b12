import "server-only";
import { consumeToken } from "@/lib/http/limits/consume-token";
import { type LimitName, RATE_LIMITS } from "@/lib/http/limits/rate-limits";
import { reportError } from "@/lib/infra/telemetry/report-error";
import { AppError } from "@/lib/schemas/api-error";

/** `Retry-After` while Redis is unavailable, in seconds. */
const AWAY_RETRY_S = 2;

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
  const take = await consumeToken(name, who);
  if (take.outcome === "away") {
    reportError("rate-limit-unknown", take.cause);
    if (limit.whenUnavailable === "pass") return;
    const message = "This can't be done safely at the moment. Try again in a few seconds.";
    throw new AppError("service_unavailable", message, { retryAfterSeconds: AWAY_RETRY_S });
  }
  const resetS = Math.ceil(take.resetMs / 1_000);
  headers["ratelimit-limit"] = String(take.limit);
  headers["ratelimit-remaining"] = String(take.remaining);
  headers["ratelimit-reset"] = String(resetS);
  if (take.outcome === "taken") return;
  const message = `Too many requests: at most ${take.limit} in ${limit.windowS} seconds.`;
  throw new AppError("rate_limited", message, {
    retryAfterSeconds: Math.max(1, resetS),
    limit: take.limit,
  });
}
