import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { getFailFastRedis, getRedis } from "@/lib/infra/redis/redis";
import { type TestServices, useTestServices } from "@/tests/support/use-test-services";

let services: TestServices;

beforeAll(async () => {
  services = await useTestServices();
});
afterAll(() => services.close());

describe("the process's Redis", () => {
  it("gives back the very text that was stored", async () => {
    for (const text of ["84017.50", "007", "null", '{"a":1}', "Zürich ✓ 😀", ""]) {
      await getRedis().set("text", text);
      expect(await getRedis().get("text")).toBe(text);
    }
    expect(await getRedis().get("nothing")).toBeNull();
  });

  it("carries out the writes of one turn in their order", async () => {
    const redis = getRedis();
    // Reads of the same turn go in a request of their own, beside that of the writes.
    expect(await Promise.all([redis.incr("turn"), redis.incr("turn")])).toEqual([1, 2]);
    expect(await redis.get("turn")).toBe("2");
    expect(await redis.multi().incr("turn").exists("turn").exec()).toEqual([3, 1]);
  });

  it("throws what Redis rejects, in Redis' words", async () => {
    await getRedis().set("word", "text");
    await expect(getRedis().incr("word")).rejects.toThrow(/not an integer/);
    await expect(getRedis().eval("return nope(", [], [])).rejects.toThrow(/script/i);
  });

  it("throws after its timeout, and again when there is no response at all, and is well after that", async () => {
    await services.controlRedis({ delayMs: 5_000 });
    await expect(getFailFastRedis().ping()).rejects.toThrow("did not answer in time");
    await services.controlRedis({ delayMs: 0, down: true });
    await expect(getFailFastRedis().ping()).rejects.toThrow();
    await expect(getRedis().ping()).rejects.toThrow();
    await services.controlRedis({ down: false });
    expect(await getFailFastRedis().ping()).toBe("PONG");
  });
});
