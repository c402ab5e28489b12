import { Ratelimit } from "@upstash/ratelimit";
import { Redis } from "@upstash/redis";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startUpstashRedis, type UpstashRedis } from "@/emulators/upstash-redis/start-upstash-redis";

let server: UpstashRedis;
let redis: Redis;
beforeAll(async () => {
  server = await startUpstashRedis({});
  redis = new Redis({ url: server.url, token: server.token, enableTelemetry: false });
});
afterAll(() => server.close());

const ALGORITHMS = {
  fixedWindow: Ratelimit.fixedWindow(3, "1 h"),
  slidingWindow: Ratelimit.slidingWindow(3, "1 h"),
  tokenBucket: Ratelimit.tokenBucket(3, "1 h", 3),
};

describe.each(Object.entries(ALGORITHMS))("@upstash/ratelimit %s", (name, limiter) => {
  const create = () => new Ratelimit({ redis, limiter, prefix: `test:${name}`, ephemeralCache: false });

  it("lets through what it should and rejects the rest", async () => {
    const limit = create();
    const remaining: number[] = [];
    const allowed: boolean[] = [];
    for (let call = 0; call < 5; call += 1) {
      const response = await limit.limit("caller");
      allowed.push(response.success);
      remaining.push(response.remaining);
      expect(response.limit).toBe(3);
      expect(response.reset).toBeGreaterThan(Date.now());
      expect(response.reset).toBeLessThanOrEqual(Date.now() + 3_600_000);
    }
    expect(allowed).toEqual([true, true, true, false, false]);
    expect(remaining).toEqual([2, 1, 0, 0, 0]);
    expect((await limit.limit("someone else")).success).toBe(true);
  });

  it("says what is left and forgets on request", async () => {
    const limit = create();
    await limit.limit("reset");
    await limit.limit("reset", { rate: 2 });
    expect((await limit.getRemaining("reset")).remaining).toBe(0);
    await limit.resetUsedTokens("reset");
    expect((await limit.getRemaining("reset")).remaining).toBe(3);
    expect((await limit.limit("reset")).success).toBe(true);
  });

  it("lets through exactly the limit under concurrency", async () => {
    const limit = create();
    const responses = await Promise.all(Array.from({ length: 20 }, () => limit.limit("crowd")));
    expect(responses.filter(({ success }) => success)).toHaveLength(3);
  });
});

describe("@upstash/ratelimit over time", () => {
  it("refills a token bucket and starts a new window", async () => {
    for (const limiter of [Ratelimit.tokenBucket(1, "200 ms", 1), Ratelimit.fixedWindow(1, "200 ms")]) {
      const limit = new Ratelimit({ redis, limiter, prefix: `time:${Math.random()}`, ephemeralCache: false });
      expect((await limit.limit("x")).success).toBe(true);
      await expect.poll(async () => (await limit.limit("x")).success, { interval: 20 }).toBe(true);
    }
  });

  it("counts windows longer than 32-bit milliseconds", async () => {
    const limiter = Ratelimit.slidingWindow(2, "20 d");
    const limit = new Ratelimit({ redis, limiter, prefix: "long", ephemeralCache: false });
    expect((await limit.limit("x")).success).toBe(true);
    const [key = ""] = await redis.keys("long:x:*");
    expect(await redis.pttl(key)).toBeGreaterThan(39 * 86_400_000);
  });

  it("keeps analytics and multi-region counters working", async () => {
    const limit = new Ratelimit({
      redis,
      limiter: Ratelimit.fixedWindow(5, "1 h"),
      prefix: "analysed",
      analytics: true,
      ephemeralCache: false,
    });
    const { pending } = await limit.limit("someone");
    await pending;
    expect(await redis.keys("analysed:events:*")).toHaveLength(1);
  });
});
