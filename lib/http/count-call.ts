import "server-only";
import { readSessionToken } from "@/lib/auth/session-token";
import { findClientAddress } from "@/lib/http/client-address";
import { findRateLimit } from "@/lib/http/rate-limits";
import { takeToken } from "@/lib/http/take-token";
import { reportError } from "@/lib/infra/report-error";
import { AppError } from "@/lib/schemas/api-error";

/** When to come back while Redis is away, in seconds. */
const AWAY_RETRY_S = 2;

/**
 * Counts a call to the API towards its limit. `headers` tell the caller how it stands; `refusal` is there when
 * the call may not go on: over the limit, or not to be let through uncounted while Redis is away.
 */
export async function countCall(
  request: Request,
  path: string,
): Promise<{ headers: Record<string, string>; refusal: AppError | null }> {
  const limit = findRateLimit(request.method, path);
  const user = limit.by === "user" ? await readSessionToken(request.headers.get("cookie")) : null;
  const take = await takeToken(limit, user ? `user:${user.userId}` : findClientAddress(request.headers));
  if (take.outcome === "away") {
    reportError("rate-limit-unknown", take.cause);
    const message = "This can't be done safely at the moment. Try again in a few seconds.";
    const refusal = new AppError("service_unavailable", message, { retryAfterSeconds: AWAY_RETRY_S });
    return { headers: {}, refusal: limit.whenAway === "refuse" ? refusal : null };
  }
  const resetS = Math.ceil(take.resetMs / 1_000);
  const headers = {
    "ratelimit-limit": String(take.limit),
    "ratelimit-remaining": String(take.remaining),
    "ratelimit-reset": String(resetS),
  };
  if (take.outcome === "taken") return { headers, refusal: null };
  const message = `Too many requests: at most ${take.limit} in ${limit.windowS} seconds.`;
  const details = { retryAfterSeconds: Math.max(1, resetS), limit: take.limit };
  return { headers, refusal: new AppError("rate_limited", message, details) };
}
