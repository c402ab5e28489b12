import "server-only";
import { Ratelimit } from "@upstash/ratelimit";
import { type LimitName, RATE_LIMITS } from "@/lib/http/limits/rate-limits";
import { getEnv } from "@/lib/infra/env/env";
import { getProcessSingleton } from "@/lib/infra/get-process-singleton";
import { getFailFastRedis } from "@/lib/infra/redis/redis";

/** The result of a call against its limit. `unavailable`: Redis did not respond in time. */
export type Consumption =
  | { outcome: "allowed" | "rejected"; limit: number; remaining: number; resetMs: number }
  | { outcome: "unavailable"; cause: unknown };

/**
 * Consumes one token of `who`. The library would let every request pass when Redis is slow, and throw when it
 * fails; here both return `unavailable`, and the caller decides.
 */
export async function consumeToken(name: LimitName, who: string): Promise<Consumption> {
  try {
    const result = await limiterOf(name).limit(who);
    if (result.reason === "timeout") return { outcome: "unavailable", cause: "timeout" };
    return {
      outcome: result.success ? "allowed" : "rejected",
      limit: result.limit,
      remaining: Math.max(0, result.remaining),
      resetMs: Math.max(0, result.reset - Date.now()),
    };
  } catch (cause) {
    return { outcome: "unavailable", cause };
  }
}

function limiterOf(name: LimitName): Ratelimit {
  const limiters = getProcessSingleton("rate-limiters", () => new Map<string, Ratelimit>());
  let limiter = limiters.get(name);
  if (!limiter) {
    const { tokens, windowS } = RATE_LIMITS[name];
    limiter = new Ratelimit({
      redis: getFailFastRedis(),
      limiter: Ratelimit.slidingWindow(tokens * getEnv().RATE_LIMIT_FACTOR, `${windowS} s`),
      prefix: `limit:${name}`,
      // Longer than the Redis client's own timeout, whose error names the cause.
      timeout: 2 * getEnv().REDIS_TIMEOUT_MS,
    });
    limiters.set(name, limiter);
  }
  return limiter;
}
