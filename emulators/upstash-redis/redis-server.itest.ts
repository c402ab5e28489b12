import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Backend } from "@/emulators/upstash-redis/backend";
import { createMemoryBackend } from "@/emulators/upstash-redis/create-memory-backend";
import { startRedisServerBackend } from "@/emulators/upstash-redis/redis-server-backend";
import { OK, type Reply } from "@/emulators/upstash-redis/reply";

let real: Backend | null;
let ours: Backend;
beforeAll(async () => {
  [real, ours] = await Promise.all([startRedisServerBackend(), createMemoryBackend()]);
});
afterAll(async () => {
  await Promise.all([real?.close(), ours.close()]);
});

/** The response in a form that both can be compared in: unordered families sorted, rejections alike. */
async function ask(backend: Backend, command: string[]): Promise<unknown> {
  try {
    const reply: Reply = await backend.execute(command);
    if (reply === OK) return "OK";
    const name = command[0] ?? "";
    if (/^(smembers|sinter|sunion|sdiff|keys|hkeys|hvals)$/.test(name))
      return [...(reply as string[])].sort();
    if (name === "hgetall") return toPairs(reply as string[]);
    if (reply && typeof reply === "object" && "status" in reply) return reply.status;
    return reply;
  } catch {
    // Which of two faults of one command is reported differs; that it is rejected does not.
    return "rejected";
  }
}

function toPairs(flat: string[]): string[] {
  return flat.flatMap((field, at) => (at % 2 === 0 ? [`${field}=${flat[at + 1]}`] : [])).sort();
}

const key = fc.constantFrom("a", "b", "c");
const text = fc.constantFrom("", "x", "y", "10", "-3", "\xff\x00", "zz");
const integer = fc.integer({ min: -4, max: 4 }).map(String);
const score = fc.constantFrom("1", "2.5", "-1", "3", "inf", "nope");
const bound = fc.constantFrom("-inf", "+inf", "1", "(1", "2.5", "(3", "x");
const lexBound = fc.constantFrom("-", "+", "[x", "(x", "[zz", "bad");
const option = (...options: string[]) => fc.constantFrom(...options);
const cmd = (name: string, ...args: fc.Arbitrary<string>[]) => fc.tuple(fc.constant(name), ...args);

const command: fc.Arbitrary<string[]> = fc.oneof(
  ...[
    "get",
    "strlen",
    "incr",
    "decr",
    "getdel",
    "type",
    "exists",
    "persist",
    "hgetall",
    "hkeys",
    "hvals",
    "hlen",
  ].map((name) => cmd(name, key)),
  ...["smembers", "scard", "zcard", "llen", "lpop", "rpop", "del", "ttl", "zpopmin", "zpopmax"].map((name) =>
    cmd(name, key),
  ),
  ...[
    "append",
    "getset",
    "setnx",
    "sadd",
    "srem",
    "sismember",
    "hget",
    "hexists",
    "hdel",
    "zscore",
    "zrank",
  ].map((name) => cmd(name, key, text)),
  ...["lpush", "rpush", "lpushx", "zrevrank", "zrem", "hstrlen", "lpos"].map((name) => cmd(name, key, text)),
  ...["sinter", "sunion", "sdiff", "rpoplpush", "rename", "renamenx", "copy"].map((name) =>
    cmd(name, key, key),
  ),
  ...["sinterstore", "sunionstore", "sdiffstore"].map((name) => cmd(name, key, key, key)),
  ...["incrby", "decrby", "lindex", "expire", "hincrby"].map((name) => cmd(name, key, integer)),
  ...["getrange", "lrange", "ltrim", "zrange", "zrevrange", "zremrangebyrank"].map((name) =>
    cmd(name, key, integer, integer),
  ),
  ...["zcount", "zrangebyscore", "zremrangebyscore"].map((name) => cmd(name, key, bound, bound)),
  ...["zrangebylex", "zlexcount", "zremrangebylex"].map((name) => cmd(name, key, lexBound, lexBound)),
  cmd("set", key, text),
  cmd("set", key, text, option("nx", "xx", "get", "keepttl", "bad")),
  cmd("set", key, text, option("ex", "px"), option("1000000", "0", "x")),
  cmd("setrange", key, integer, text),
  cmd("mset", key, text, key, text),
  cmd("msetnx", key, text, key, text),
  cmd("mget", key, key, key),
  cmd("hset", key, text, text),
  cmd("hset", key, text, text, text, text),
  cmd("hsetnx", key, text, text),
  cmd("hmget", key, text, text),
  cmd("hincrby", key, text, integer),
  cmd("smove", key, key, text),
  cmd("smismember", key, text, text),
  cmd("zadd", key, score, text),
  cmd("zadd", key, option("nx", "xx", "gt", "lt", "ch", "incr"), score, text),
  cmd("zincrby", key, score, text),
  cmd("zrange", key, bound, bound, option("byscore"), option("rev", "withscores")),
  cmd("zrange", key, integer, integer, option("withscores", "rev")),
  cmd("zunionstore", key, option("2"), key, key),
  cmd("zinterstore", key, option("2"), key, key, option("aggregate"), option("sum", "min", "max")),
  cmd("lset", key, integer, text),
  cmd("lrem", key, integer, text),
  cmd("linsert", key, option("before", "after"), text, text),
  cmd("lmove", key, key, option("left", "right"), option("left", "right")),
);

describe("our store beside a real redis-server", () => {
  it("gives the same answers to random commands", async (context) => {
    if (!real) return context.skip("There is no redis-server on the PATH.");
    const server = real;
    await fc.assert(
      fc.asyncProperty(fc.array(command, { minLength: 20, maxLength: 60 }), async (commands) => {
        await Promise.all([server.execute(["flushall"]), ours.execute(["flushall"])]);
        for (const [at, words] of commands.entries()) {
          const wanted = await ask(server, words);
          expect({ at, words, reply: await ask(ours, words) }).toEqual({ at, words, reply: wanted });
        }
      }),
      { numRuns: 400, seed: 20_260_101 },
    );
  });

  it("gives the same answers to scripts", async (context) => {
    if (!real) return context.skip("There is no redis-server on the PATH.");
    const scripts = [
      "return {1.9, -1.9, '2', true, false, {3, 'x'}, nil, 4}",
      "return {tostring(0.1), tostring(1e15), tostring(2^53), 7 % 3, 10 / 4, tostring(10 / 5)}",
      "redis.call('set', KEYS[1], 84017.5) return {redis.call('get', KEYS[1]), redis.call('type', KEYS[1])}",
      "redis.call('hset', 'h', 'a', 1, 'b', '\\255\\0') return redis.call('hget', 'h', 'b')",
      "return redis.pcall('incr', 'h')['err']",
      "return redis.call('incr', 'h')",
      "return {#KEYS, #ARGV, KEYS[1], ARGV[2]}",
      "return redis.error_reply('ERR mine')",
      "return redis.status_reply('FINE')",
      "return {string.format('%.0f', 1791201240419), math.floor(-1.5), math.max(1, 2), unpack({1, 2})}",
      "local t = {} for i = 1, 3 do table.insert(t, i * 2) end return t",
      "return nosuch",
      "x = 1",
      "return (",
      "error('mine')",
      "return redis.call('set', KEYS[1], {})",
      "return redis.call()",
      "return redis.sha1hex('abc')",
      "return string.gsub('hello', 'l', 'L')",
      "return type(redis.call('get', 'missing'))",
      "return {redis.call('mget', 'missing', 'h')}",
    ];
    for (const text of scripts) {
      const script = { text, keys: ["k"], args: ["\xff\x00", "é"], isReadOnly: false };
      const run = async (backend: Backend) => {
        try {
          return await backend.runScript(script);
        } catch (error) {
          return `error ${error instanceof Error ? error.message.split(" ")[0] : ""}`;
        }
      };
      expect({ text, reply: toPlain(await run(ours)) }).toEqual({ text, reply: toPlain(await run(real)) });
    }
  });
});

function toPlain(reply: Reply): unknown {
  if (Array.isArray(reply)) return reply.map(toPlain);
  return reply && typeof reply === "object" ? reply.status : reply;
}
