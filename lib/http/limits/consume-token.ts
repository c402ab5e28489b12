import "server-only";
import { Ratelimit } from "@upstash/ratelimit";
import { type LimitName, RATE_LIMITS } from "@/lib/http/limits/rate-limits";
import { getEnv } from "@/lib/infra/env/env";
import { getProcessSingleton } from "@/lib/infra/process-singleton";
import { getFailFastRedis } from "@/lib/infra/redis/redis";

/** The result of a call against its limit. `away`: Redis did not respond in time. */
export type Take =
  | { outcome: "taken" | "rejected"; limit: number; remaining: number; resetMs: number }
  | { outcome: "away"; cause: unknown };

/**
 * Consumes one token of `who`. The library would let every request pass when Redis is slow, and throw when it
 * fails; here both return `away`, and the caller decides.
 */
export async function consumeToken(name: LimitName, who: string): Promise<Take> {
  try {
    const taken = await limiterOf(name).limit(who);
    if (taken.reason === "timeout") return { outcome: "away", cause: "timeout" };
    return {
      outcome: taken.success ? "taken" : "rejected",
      limit: taken.limit,
      remaining: Math.max(0, taken.remaining),
      resetMs: Math.max(0, taken.reset - Date.now()),
    };
  } catch (cause) {
    return { outcome: "away", cause };
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
      timeout: 2 * getEnv().REDIS_PATIENCE_MS,
    });
    limiters.set(name, limiter);
  }
  return limiter;
}
