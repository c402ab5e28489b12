import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startUpstashRedis, type UpstashRedis } from "@/emulators/upstash-redis/start-upstash-redis";

let redis: UpstashRedis;
beforeAll(async () => {
  redis = await startUpstashRedis({});
});
afterAll(() => redis.close());

type Sent = { method?: string; body?: unknown; headers?: Record<string, string>; token?: string | null };

async function send(
  path: string,
  sent: Sent = {},
): Promise<{ status: number; json: unknown; response: Response }> {
  const token = sent.token === undefined ? redis.token : sent.token;
  const response = await fetch(redis.url + path, {
    method: sent.method ?? "POST",
    headers: { ...(token ? { authorization: `Bearer ${token}` } : {}), ...sent.headers },
    body:
      sent.body === undefined
        ? undefined
        : typeof sent.body === "string"
          ? sent.body
          : JSON.stringify(sent.body),
  });
  return { status: response.status, json: await response.json(), response };
}

describe("the REST protocol", () => {
  it("takes one command as a JSON list, numbers included", async () => {
    expect(await send("/", { body: ["SET", "plain", "v", "EX", 10] })).toMatchObject({
      status: 200,
      json: { result: "OK" },
    });
    expect((await send("/", { body: ["get", "plain"] })).json).toEqual({ result: "v" });
  });

  it("takes a command in the path, a body as its last argument, and query parameters after it", async () => {
    await send("/set/path/a%2Fb?EX=100", { method: "GET" });
    expect((await send("/get/path", { method: "GET" })).json).toEqual({ result: "a/b" });
    expect((await send("/ttl/path", { method: "GET" })).json).toEqual({ result: 100 });
    await send("/set/path-body?PX=5000", { body: "café" });
    expect((await send("/get/path-body", { method: "GET" })).json).toEqual({ result: "café" });
    expect((await send("/pttl/path-body", { method: "GET" })).json).toEqual({ result: expect.any(Number) });
  });

  it("answers a pipeline item by item, errors in their places", async () => {
    const body = [["set", "p", "x"], ["incr", "p"], ["nonsense"], ["get", "p"]];
    expect(await send("/pipeline", { body })).toMatchObject({
      status: 200,
      json: [
        { result: "OK" },
        { error: "ERR value is not an integer or out of range" },
        { error: expect.stringContaining("ERR unknown command 'nonsense'") },
        { result: "x" },
      ],
    });
  });

  it("runs a transaction, and discards one that could not be queued", async () => {
    const fine = await send("/multi-exec", {
      body: [
        ["set", "m", "1"],
        ["lpush", "m", "x"],
        ["incr", "m"],
      ],
    });
    expect(fine).toMatchObject({
      status: 200,
      json: [{ result: "OK" }, { error: expect.stringMatching(/^WRONGTYPE/) }, { result: 2 }],
    });
    const discarded = await send("/multi-exec", { body: [["set", "m", "9"], ["nonsense"]] });
    expect(discarded).toMatchObject({
      status: 400,
      json: { error: expect.stringMatching(/^EXECABORT/) },
    });
    expect((await send("/get/m")).json).toEqual({ result: "2" });
  });

  it("encodes every text in base64 except an OK that is the whole response", async () => {
    const headers = { "upstash-encoding": "base64" };
    const base64 = (text: string) => Buffer.from(text).toString("base64");
    expect((await send("/", { body: ["set", "b", "OK"], headers })).json).toEqual({ result: "OK" });
    expect((await send("/", { body: ["mget", "b", "none"], headers })).json).toEqual({
      result: [base64("OK"), null],
    });
    expect((await send("/", { body: ["strlen", "b"], headers })).json).toEqual({ result: 2 });
    expect((await send("/", { body: ["incr", "b"], headers })).json).toEqual({
      error: "ERR value is not an integer or out of range",
    });
    await send("/", { body: ["hset", "bh", "f", "é😀"] });
    expect((await send("/", { body: ["hgetall", "bh"], headers })).json).toEqual({
      result: [base64("f"), base64("é😀")],
    });
    expect((await send("/", { body: ["eval", "return {{ok='OK'},{'x'}}", 0], headers })).json).toEqual({
      result: [base64("OK"), [base64("x")]],
    });
  });

  it("answers in RESP2 when asked", async () => {
    const response = await fetch(`${redis.url}/`, {
      method: "POST",
      headers: { authorization: `Bearer ${redis.token}`, "upstash-response-format": "resp2" },
      body: JSON.stringify(["eval", "return {1,'é'}", 0]),
    });
    expect(await response.text()).toBe("*2\r\n:1\r\n$2\r\né\r\n");
  });

  it("wants a token on every form, and takes it from the query too", async () => {
    for (const path of ["/", "/pipeline", "/multi-exec", "/get/x", "/subscribe/x"]) {
      expect(await send(path, { body: [["get", "x"]], token: null })).toMatchObject({
        status: 401,
        json: { error: expect.any(String) },
      });
      expect(await send(path, { body: [["get", "x"]], token: "wrong" })).toMatchObject({ status: 401 });
    }
    expect((await send(`/set/query-token/v?_token=${redis.token}`, { token: null })).json).toEqual({
      result: "OK",
    });
  });

  it("lets the read-only token read but not write", async () => {
    const token = redis.readOnlyToken;
    await send("/set/ro/1");
    expect((await send("/get/ro", { token })).json).toEqual({ result: "1" });
    for (const body of [["set", "ro", "2"], ["publish", "c", "m"], ["eval", "return 1", 0], ["flushall"]]) {
      expect(await send("/", { body, token })).toMatchObject({
        status: 400,
        json: { error: expect.stringMatching(/^NOPERM/) },
      });
    }
    expect((await send("/", { body: ["eval_ro", "return redis.call('get','ro')", 0], token })).json).toEqual({
      result: "1",
    });
    expect(
      (await send("/", { body: ["eval_ro", "return redis.call('set','ro','3')", 0], token })).status,
    ).toBe(400);
  });

  it("rejects other methods, too large requests, and what Upstash does not offer", async () => {
    for (const method of ["PUT", "DELETE", "PATCH"]) {
      expect(await send("/get/x", { method })).toMatchObject({ status: 405 });
    }
    const large = await send("/set/large", { body: "x".repeat(10 * 1_024 * 1_024 + 1) });
    expect(large).toMatchObject({
      status: 400,
      json: { error: expect.stringContaining("ERR max request size exceeded") },
    });
    for (const name of ["watch", "blpop", "subscribe", "multi"]) {
      expect(await send("/", { body: [name, "x"] })).toMatchObject({
        status: 400,
        json: { error: expect.stringContaining("not available") },
      });
    }
    expect(await send("/", { body: [] })).toMatchObject({ status: 400 });
    expect(await send("/", { body: "{" })).toMatchObject({ status: 400 });
    expect(await send("/", { body: ["get", {}] })).toMatchObject({ status: 400 });
    expect(await send("/pipeline", { body: [] })).toMatchObject({ status: 400 });
  });

  it("answers the sync token when one is sent", async () => {
    const { response } = await send("/get/x", { headers: { "upstash-sync-token": "" } });
    expect(response.headers.get("upstash-sync-token")).toBeTruthy();
  });

  it("knows a script by the hash of its whole text, shebang included, once it has run", async () => {
    const script = `#!lua flags=allow-key-locking\nreturn '${randomUUID()}'`;
    const loaded = (await send("/", { body: ["script", "load", script] })).json as { result: string };
    expect((await send("/", { body: ["evalsha", loaded.result, 0] })).status).toBe(200);
    await send("/", { body: ["script", "flush"] });
    expect(await send("/", { body: ["evalsha", loaded.result, 0] })).toMatchObject({
      status: 400,
      json: { error: "NOSCRIPT No matching script. Please use EVAL." },
    });
    expect((await send("/", { body: ["eval", script, 0] })).status).toBe(200);
    expect((await send("/", { body: ["evalsha", loaded.result.toUpperCase(), 0] })).status).toBe(200);
    expect(await send("/", { body: ["eval", "#!lua flags=nonsense\nreturn 1", 0] })).toMatchObject({
      status: 400,
      json: { error: expect.stringContaining("Unexpected flag") },
    });
  });

  it("shows commands to monitors", async () => {
    const stop = new AbortController();
    const response = await fetch(`${redis.url}/monitor`, {
      method: "POST",
      headers: { authorization: `Bearer ${redis.token}` },
      signal: stop.signal,
    });
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    expect((await reader?.read())?.value).toBe('data: "OK"\n\n');
    await send("/get/watched");
    expect((await reader?.read())?.value).toContain('"get" "watched"');
    stop.abort();
  });
});
