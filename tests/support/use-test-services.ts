import { startUpstashRedis } from "@/emulators/upstash-redis/start-upstash-redis";

/** What a test may do to the Redis that its process uses. */
export type TestServices = {
  /** Sets switches of the emulator, such as `{ down: true }` or `{ delayMs: 1000 }`. */
  controlRedis: (switches: object) => Promise<void>;
  close: () => Promise<void>;
};

/**
 * Gives this process an environment in which server code runs: a Redis of its own, and the database of
 * `databaseUrl` or none at all. Call it before anything reads the environment.
 */
export async function useTestServices(options: { databaseUrl?: string } = {}): Promise<TestServices> {
  const redis = await startUpstashRedis({});
  Object.assign(process.env, {
    APP_URL: "http://localhost:3000",
    UPSTASH_REDIS_REST_URL: redis.url,
    UPSTASH_REDIS_REST_TOKEN: redis.token,
    DATABASE_URL: options.databaseUrl ?? "postgresql://nobody@127.0.0.1:1/none",
    QSTASH_TOKEN: "none",
    QSTASH_CURRENT_SIGNING_KEY: "sig_none_current_key",
    QSTASH_NEXT_SIGNING_KEY: "sig_none_next_key",
    CRON_SECRET: "fixture-cron-secret",
    REDIS_TIMEOUT_MS: "1500",
    // Tests call faster than people.
    RATE_LIMIT_FACTOR: "100",
    LATENCY_GUARD_FACTOR: "10",
    DEV_MAILBOX: "on",
    NEXTAUTH_URL: "http://localhost:3000",
    NEXTAUTH_SECRET: "fixture-secret-of-sessions-0123456789",
  });
  return {
    controlRedis: async (switches) => {
      const body = JSON.stringify(switches);
      const response = await fetch(new URL("/__control", redis.url), { method: "POST", body });
      if (!response.ok) throw new Error(`The emulator rejected the switches: ${await response.text()}`);
    },
    close: () => redis.close(),
  };
}
