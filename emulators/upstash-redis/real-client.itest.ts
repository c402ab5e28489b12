import { Redis } from "@upstash/redis";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startUpstashRedis, type UpstashRedis } from "@/emulators/upstash-redis/start-upstash-redis";

const ODD_TEXTS = [
  "",
  " ",
  "naïve",
  "日本語",
  "👩‍👩‍👧",
  "\u0000\u0001",
  'quote " and \\',
  "line\nbreak",
  "\u2028",
];

let server: UpstashRedis;
let redis: Redis;
let plain: Redis;
beforeAll(async () => {
  server = await startUpstashRedis({});
  redis = new Redis({ url: server.url, token: server.token, enableTelemetry: false });
  plain = new Redis({
    url: server.url,
    token: server.token,
    enableTelemetry: false,
    automaticDeserialization: false,
  });
});
afterAll(() => server.close());
beforeEach(async () => {
  await redis.flushall();
});

describe("@upstash/redis against the emulator", () => {
  it("pipelines what is issued in one tick, reads and writes", async () => {
    const written = await Promise.all([redis.set("a", "1"), redis.set("b", "2"), redis.incr("c")]);
    expect(written).toEqual(["OK", "OK", 1]);
    expect(await Promise.all([redis.get("a"), redis.get("b"), redis.get("none")])).toEqual([1, 2, null]);
  });

  it("keeps any text whole, as key, value, field and member", async () => {
    for (const text of ODD_TEXTS) {
      await plain.set(`k${text}`, text);
      expect(await plain.get(`k${text}`)).toBe(text);
      await plain.hset("h", { [`f${text}`]: text });
      expect(await plain.hget("h", `f${text}`)).toBe(text);
    }
    await plain.sadd("s", ...(ODD_TEXTS as [string, ...string[]]));
    expect((await plain.smembers("s")).sort()).toEqual([...ODD_TEXTS].sort());
    expect(await plain.mget("kOK", "k日本語")).toEqual([null, "日本語"]);
    await plain.set("ok", "OK");
    expect(await plain.get("ok")).toBe("OK");
    expect(await plain.mget("ok", "ok")).toEqual(["OK", "OK"]);
  });

  it("counts bytes, not characters", async () => {
    await plain.set("bytes", "é😀");
    expect(await plain.strlen("bytes")).toBe(6);
  });

  it("shows how automatic deserialisation changes types", async () => {
    const stored = ["84017.5", "84017.50", "0.1", "0.10", "100.0", "[1]", "true"];
    for (const text of stored) await plain.rpush("prices", text);
    expect(await redis.lrange("prices", 0, -1)).toEqual([
      84017.5,
      "84017.50",
      0.1,
      "0.10",
      "100.0",
      [1],
      true,
    ]);
    expect(await plain.lrange("prices", 0, -1)).toEqual(stored);
    await redis.set("object", { a: [1, { b: "é" }] });
    expect(await redis.get("object")).toEqual({ a: [1, { b: "é" }] });
  });

  it("reads hashes: an object with deserialisation, the flat list without", async () => {
    await redis.hset("hash", { price: "84017.50", count: 3 });
    expect(await redis.hgetall("hash")).toEqual({ price: "84017.50", count: 3 });
    expect(await redis.hgetall("none")).toBeNull();
    expect(await plain.hgetall("hash")).toEqual(["price", "84017.50", "count", "3"]);
    expect(await redis.hmget("hash", "price", "none")).toEqual({ price: 84017.5, none: null });
    expect(await redis.hincrby("hash", "count", 4)).toBe(7);
    expect(await redis.hscan("hash", 0)).toEqual(["0", ["price", "84017.50", "count", 7]]);
    expect(await redis.hdel("hash", "price", "count")).toBe(2);
    expect(await redis.exists("hash")).toBe(0);
  });

  it("keeps a leaderboard", async () => {
    await redis.zadd(
      "board",
      { score: 10, member: "ann" },
      { score: 30, member: "cid" },
      { score: 20, member: "bob" },
    );
    expect(await redis.zrange("board", 0, 1, { rev: true, withScores: true })).toEqual([
      "cid",
      30,
      "bob",
      20,
    ]);
    expect(await redis.zrange("board", "(10", "+inf", { byScore: true })).toEqual(["bob", "cid"]);
    expect(await redis.zrange("board", 30, 0, { byScore: true, rev: true, offset: 1, count: 1 })).toEqual([
      "bob",
    ]);
    expect(await redis.zrevrank("board", "ann")).toBe(2);
    expect(await redis.zincrby("board", 25, "ann")).toBe(35);
    expect(await redis.zrank("board", "ann")).toBe(2);
    expect(await redis.zcount("board", 20, 30)).toBe(2);
    expect(await redis.zremrangebyrank("board", 0, 0)).toBe(1);
    expect(await redis.zpopmax("board")).toEqual(["ann", 35]);
    expect(await redis.zscore("board", "cid")).toBe(30);
  });

  it("scans keys by pattern and type", async () => {
    await redis.mset({ "x:1": "a", "x:2": "b", y: "c" });
    await redis.sadd("x:set", "m");
    const [cursor, keys] = await redis.scan(0, { match: "x:*", count: 100 });
    expect([cursor, keys.sort()]).toEqual(["0", ["x:1", "x:2", "x:set"]]);
    expect((await redis.scan("0", { type: "set" }))[1]).toEqual(["x:set"]);
    expect((await redis.keys("x:?")).sort()).toEqual(["x:1", "x:2"]);
    expect(await redis.dbsize()).toBe(4);
  });

  it("runs transactions and explicit pipelines", async () => {
    const multi = redis.multi();
    multi.set("t", "1");
    multi.incr("t");
    multi.get("t");
    expect(await multi.exec()).toEqual(["OK", 2, 2]);
    const pipeline = redis.pipeline();
    pipeline.lpush("l", "a", "b");
    pipeline.lrange("l", 0, -1);
    expect(await pipeline.exec()).toEqual([2, ["b", "a"]]);
    await expect(redis.lpush("t", "x")).rejects.toThrow("WRONGTYPE");
  });

  it("lets keys run out", async () => {
    await redis.set("short", "v", { px: 500 });
    expect(await redis.pttl("short")).toBeGreaterThan(0);
    await expect.poll(() => redis.get("short"), { timeout: 10_000, interval: 10 }).toBeNull();
    expect(await redis.set("lock", "1", { nx: true, ex: 10 })).toBe("OK");
    expect(await redis.set("lock", "2", { nx: true, ex: 10 })).toBeNull();
    expect(await redis.ttl("lock")).toBe(10);
  });

  it("delivers messages to channels and patterns, from commands and from scripts", async () => {
    const heard: unknown[] = [];
    const channel = plain.subscribe("events:é");
    const pattern = plain.psubscribe("ticker:*");
    channel.on("message", (event) => heard.push(["channel", event.channel, event.message]));
    pattern.on("pmessage", (event) => heard.push(["pattern", event.pattern, event.channel, event.message]));
    await Promise.all([
      new Promise<void>((resolve) => channel.on("subscribe", () => resolve())),
      new Promise<void>((resolve) => pattern.on("psubscribe", () => resolve())),
    ]);
    expect(await plain.publish("events:é", "héllo, wörld")).toBe(1);
    expect(await plain.publish("nobody", "x")).toBe(0);
    expect(await plain.eval("return redis.call('PUBLISH', KEYS[1], ARGV[1])", ["ticker:BTC"], ["✓"])).toBe(1);
    await expect
      .poll(() => heard)
      .toEqual([
        ["channel", "events:é", "héllo, wörld"],
        ["pattern", "ticker:*", "ticker:BTC", "✓"],
      ]);
    await Promise.all([channel.unsubscribe(), pattern.unsubscribe()]);
    await expect.poll(() => plain.publish("ticker:BTC", "gone")).toBe(0);
  });

  it("runs scripts with Redis' conversions and errors", async () => {
    const run = (script: string, ...args: string[]) => plain.eval(script, ["key"], args);
    expect(await run("return {1.9, '2', true, false, {3, 'x'}, nil, 'never'}")).toEqual([
      1,
      "2",
      1,
      null,
      [3, "x"],
    ]);
    expect(await run("return redis.status_reply('FINE')")).toBe("FINE");
    expect(await run("return redis.call('set', KEYS[1], 84017.5)")).toBe("OK");
    expect(await run("return redis.call('get', KEYS[1])")).toBe("84017.5");
    expect(await run("return tostring(redis.call('get', 'none'))")).toBe("false");
    expect(await run("return 10 / 2 .. '|' .. 2 ^ 60 .. '|' .. tostring(1791201240419 + 1)")).toBe(
      "5|1.1529215046068e+18|1791201240420",
    );
    expect(await run("return string.format('%.0f', 1791201240419 * 2)")).toBe("3582402480838");
    expect(await run("return redis.pcall('lpush', KEYS[1], 'x').err")).toMatch(/^WRONGTYPE/);
    expect(await run("return redis.sha1hex('')")).toBe("da39a3ee5e6b4b0d3255bfef95601890afd80709");
    await expect(run("return redis.call('lpush', KEYS[1], 'x')")).rejects.toThrow("WRONGTYPE");
    await expect(run("return redis.error_reply('MINE own')")).rejects.toThrow("MINE own");
    await expect(run("return nosuch")).rejects.toThrow("nonexistent global variable 'nosuch'");
    await expect(run("x = 1")).rejects.toThrow("ERR");
    await expect(run("return (")).rejects.toThrow("Error compiling script");
    await expect(run("return redis.call('nonsense')")).rejects.toThrow("ERR");
    expect(await run("return 'still alive'")).toBe("still alive");
  });
});
