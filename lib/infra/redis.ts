import "server-only";
import { Redis } from "@upstash/redis";
import { getEnv } from "@/lib/infra/env";

/** How long one command may take before the caller is told that Redis is away. */
export const REDIS_TIMEOUT_MS = 2_000;

let shared: Redis | undefined;
let impatient: Redis | undefined;

/**
 * The process's Redis client for commands. Values come back as the text that was stored: the client's
 * automatic deserialisation would turn "84017.5" into a number and leave "84017.50" a string.
 */
export function getRedis(): Redis {
  shared ??= createRedis(() => AbortSignal.timeout(REDIS_TIMEOUT_MS));
  return shared;
}

/** A client for what a person is waiting on: one attempt of `REDIS_PATIENCE_MS`, then it throws. */
export function getImpatientRedis(): Redis {
  impatient ??= createRedis(() => AbortSignal.timeout(getEnv().REDIS_PATIENCE_MS), 0);
  return impatient;
}

/** A client without a time limit on its requests: a subscription is one request that stays open. */
export function createSubscriberRedis(signal: AbortSignal): Redis {
  return createRedis(() => signal);
}

function createRedis(signal: () => AbortSignal, retries = 1): Redis {
  const env = getEnv();
  return new Redis({
    url: env.UPSTASH_REDIS_REST_URL,
    token: env.UPSTASH_REDIS_REST_TOKEN,
    automaticDeserialization: false,
    enableTelemetry: false,
    retry: { retries, backoff: () => 50 },
    signal,
  });
}
