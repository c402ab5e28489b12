import { Redis } from "@upstash/redis";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startUpstashRedis, type UpstashRedis } from "@/emulators/upstash-redis/start-upstash-redis";

let server: UpstashRedis;
let redis: Redis;
beforeEach(async () => {
  server = await startUpstashRedis({});
  redis = new Redis({ url: server.url, token: server.token, enableTelemetry: false, retry: false });
});
afterEach(() => server.close());

async function control(body: unknown): Promise<{ status: number; json: unknown }> {
  const response = await fetch(`${server.url}/__control`, { method: "POST", body: JSON.stringify(body) });
  return { status: response.status, json: await response.json() };
}

/** Resolves once the subscription is open; `ended` when it has been closed. */
async function openSubscription(): Promise<{ ended: Promise<string> }> {
  const response = await fetch(`${server.url}/subscribe/c`, {
    method: "POST",
    headers: { authorization: `Bearer ${server.token}` },
  });
  const reader = response.body?.getReader();
  await reader?.read();
  const ended = reader?.read().then(
    ({ done }) => (done ? "ended" : "more"),
    () => "ended",
  );
  return { ended: ended ?? Promise.resolve("no body") };
}

describe("the switches of the Redis emulator", () => {
  it("shows the current ones and rejects unknown ones by name", async () => {
    const shown = await (await fetch(`${server.url}/__control`)).json();
    expect(shown).toEqual({ down: false, delayMs: 0, errorRate: 0 });
    const rejected = await control({ donw: true });
    expect(rejected.status).toBe(400);
    expect(JSON.stringify(rejected.json)).toMatch(/donw.*down, delayMs, errorRate, dropSubscribers, flush/);
    expect((await control({ delayMs: "5" })).status).toBe(400);
    expect((await control({ delayMs: -5 })).status).toBe(400);
  });

  it("down: cuts connections and subscriptions, and comes back with its keys", async () => {
    await redis.set("kept", 1);
    const subscription = await openSubscription();
    expect(await control({ down: true })).toMatchObject({ status: 200, json: { down: true } });
    expect(await subscription.ended).toBe("ended");
    await expect(redis.get("kept")).rejects.toThrow();
    await control({ down: false });
    expect(await redis.get("kept")).toBe(1);
  });

  it("delayMs: answers late", async () => {
    await control({ delayMs: 120 });
    const startMs = Date.now();
    await redis.get("x");
    expect(Date.now() - startMs).toBeGreaterThanOrEqual(115);
  });

  it("errorRate: responds with 500 without carrying the command out", async () => {
    await control({ errorRate: 1 });
    await expect(redis.set("x", 1)).rejects.toThrow("internal error");
    await control({ errorRate: 0 });
    expect(await redis.get("x")).toBeNull();
  });

  it("dropSubscribers: ends subscriptions once", async () => {
    const first = await openSubscription();
    expect((await control({ dropSubscribers: true })).json).not.toHaveProperty("dropSubscribers");
    expect(await first.ended).toBe("ended");
    await openSubscription();
    expect(await redis.publish("c", "m")).toBe(1);
  });

  it("flush: forgets all keys", async () => {
    await redis.set("x", 1);
    await control({ flush: true });
    expect(await redis.dbsize()).toBe(0);
  });
});
