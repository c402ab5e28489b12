import { performance } from "node:perf_hooks";
import { Redis } from "@upstash/redis";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createMemoryBackend } from "@/dev/upstash-redis/memory-backend";
import { toBinary } from "@/dev/upstash-redis/reply";
import { startUpstashRedis, type UpstashRedis } from "@/dev/upstash-redis/start-upstash-redis";

const SYMBOLS = Array.from({ length: 10 }, (_, index) => `S${index}`);
const FRAME = JSON.stringify({ note: "é✓😀", book: "x".repeat(2_980) });
const BEAT = `
if redis.call('HGET', KEYS[1], 'fence') ~= ARGV[1] then return 'taken' end
redis.call('PEXPIRE', KEYS[1], 5000)
for i = 2, #ARGV, 3 do
  redis.call('HSET', KEYS[2], ARGV[i], ARGV[i + 2])
  redis.call('PUBLISH', ARGV[i + 1], ARGV[i + 2])
end
return 'held'`;
const ARGS = ["7", ...SYMBOLS.flatMap((symbol) => [symbol, `ticker:${symbol}`, FRAME])];

let server: UpstashRedis;
let redis: Redis;
beforeEach(async () => {
  server = await startUpstashRedis({});
  redis = new Redis({
    url: server.url,
    token: server.token,
    enableTelemetry: false,
    automaticDeserialization: false,
  });
  await redis.hset("lease", { fence: "7" });
});
afterEach(() => server.close());

describe("the beat of the market feed", () => {
  it("reaches every subscriber whole and in order while it is stored", async () => {
    const heard: { channel: string; message: string }[][] = [];
    const subscriptions: { unsubscribe: () => Promise<void> }[] = [];
    for (let reader = 0; reader < 20; reader += 1) {
      const mine: { channel: string; message: string }[] = [];
      heard.push(mine);
      const subscription = redis.psubscribe<string>("ticker:*");
      subscription.on("pmessage", ({ channel, message }) => mine.push({ channel, message }));
      await new Promise<void>((resolve) => subscription.on("psubscribe", () => resolve()));
      subscriptions.push(subscription);
    }
    for (let beat = 0; beat < 5; beat += 1) {
      expect(await redis.eval(BEAT, ["lease", "latest"], ARGS)).toBe("held");
    }
    await expect.poll(() => heard.every((mine) => mine.length === 50), { timeout: 10_000 }).toBe(true);
    for (const mine of heard) {
      expect(mine.map(({ channel }) => channel).slice(0, 10)).toEqual(
        SYMBOLS.map((symbol) => `ticker:${symbol}`),
      );
      expect(mine.every(({ message }) => message === FRAME)).toBe(true);
    }
    await Promise.all(subscriptions.map((subscription) => subscription.unsubscribe()));
    expect(await redis.hget("latest", "S3")).toBe(FRAME);
    expect(await redis.pttl("lease")).toBeGreaterThan(4_000);
  });

  it("takes less than 5 ms inside the store, subscribers included", async () => {
    const backend = await createMemoryBackend();
    let received = 0;
    for (let reader = 0; reader < 20; reader += 1) {
      await backend.subscribe({ kind: "pattern", names: ["ticker:*"] }, () => {
        received += 1;
      });
    }
    await backend.execute(["hset", "lease", "fence", "7"]);
    const script = { text: BEAT, keys: ["lease", "latest"], args: ARGS.map(toBinary), isReadOnly: false };
    const tookMs = Array.from({ length: 500 }, () => {
      const startMs = performance.now();
      backend.runScript(script);
      return performance.now() - startMs;
    }).sort((a, b) => a - b);
    await backend.close();
    const medianMs = tookMs[250] ?? Infinity;
    console.log(`beat script: median ${medianMs.toFixed(3)} ms, p99 ${tookMs[495]?.toFixed(3)} ms`);
    expect(medianMs).toBeLessThan(5);
    expect(received).toBe(500 * 10 * 20);
  });

  it("does not grow with the number of beats", async () => {
    const backend = await createMemoryBackend();
    await backend.execute(["hset", "lease", "fence", "7"]);
    const script = { text: BEAT, keys: ["lease", "latest"], args: ARGS.map(toBinary), isReadOnly: false };
    const run = (beats: number) => {
      for (let beat = 0; beat < beats; beat += 1) backend.runScript(script);
      return process.memoryUsage().arrayBuffers + process.memoryUsage().external;
    };
    const warmBytes = run(2_000);
    const laterBytes = run(8_000);
    await backend.close();
    expect(laterBytes - warmBytes).toBeLessThan(4 * 1_024 * 1_024);
  });
});
