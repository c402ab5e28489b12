import "server-only";
import { Ratelimit } from "@upstash/ratelimit";
import { type LimitName, RATE_LIMITS } from "@/lib/http/limits/rate-limits";
import { getEnv } from "@/lib/infra/env/env";
import { getProcessSingleton } from "@/lib/infra/process-singleton";
import { getFailFastRedis } from "@/lib/infra/redis/redis";

/** How a call stands to its limit. `away`: Redis could not be asked in time. */
export type Take =
  | { outcome: "taken" | "rejected"; limit: number; remaining: number; resetMs: number }
  | { outcome: "away"; cause: unknown };

/**
 * Takes one token of `who`. The library would let everybody through when Redis is slow, and throw when it is
 * broken; here both are `away`, and the caller decides.
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
      // The client gives up first, and says why.
      timeout: 2 * getEnv().REDIS_PATIENCE_MS,
    });
    limiters.set(name, limiter);
  }
  return limiter;
}
