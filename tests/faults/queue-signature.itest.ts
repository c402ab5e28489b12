import { createHash } from "node:crypto";
import { SignJWT, UnsecuredJWT } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { startUpstashRedis, type UpstashRedis } from "@/emulators/upstash-redis/start-upstash-redis";
import { withQueue } from "@/lib/http/route/with-queue";
import { AppError } from "@/lib/schemas/api-error";

const PATH = "/api/queue/probe";
const URL_OF_ROUTE = `http://app.test${PATH}`;
const CURRENT = "sig_current_0123456789";
const NEXT = "sig_next_0123456789";
const BODY = '{"orderId":"one"}';

let redis: UpstashRedis;
let handled: string[] = [];
const route = withQueue(
  { path: PATH, body: z.object({ orderId: z.string() }), memory: "messages" },
  async ({ orderId }) => {
    handled.push(orderId);
    return { outcome: "handled" };
  },
);

beforeAll(async () => {
  redis = await startUpstashRedis({});
  Object.assign(process.env, {
    APP_URL: "http://app.test",
    DATABASE_URL: "postgresql://nobody@127.0.0.1:1/none",
    UPSTASH_REDIS_REST_URL: redis.url,
    UPSTASH_REDIS_REST_TOKEN: redis.token,
    QSTASH_TOKEN: "none",
    QSTASH_CURRENT_SIGNING_KEY: CURRENT,
    QSTASH_NEXT_SIGNING_KEY: NEXT,
    CRON_SECRET: "fixture-cron-secret",
    NEXTAUTH_SECRET: "fixture-secret-of-sessions-0123456789",
  });
});
afterAll(() => redis.close());

type Claims = { iss: string; sub: string; body: string; nbf: number; exp: number };

function claimsOf(changes: Partial<Claims> = {}): Claims {
  const nowS = Math.floor(Date.now() / 1_000);
  const body = createHash("sha256").update(BODY).digest("base64url");
  return { iss: "Upstash", sub: URL_OF_ROUTE, body, nbf: nowS, exp: nowS + 300, ...changes };
}

const sign = (claims: Claims, key = CURRENT) =>
  new SignJWT({ ...claims })
    .setProtectedHeader({ alg: "HS256", typ: "JWT" })
    .sign(new TextEncoder().encode(key));

let messages = 0;
async function deliver(signature: string | null, options: { body?: string; messageId?: string | null } = {}) {
  messages += 1;
  const { body = BODY, messageId = `msg_${messages}` } = options;
  const headers = new Headers();
  if (signature !== null) headers.set("upstash-signature", signature);
  if (messageId !== null) headers.set("upstash-message-id", messageId);
  handled = [];
  const response = await route(new Request(URL_OF_ROUTE, { method: "POST", headers, body }));
  return { status: response.status, body: await response.json(), handled };
}

describe("fault 7: a delivery that is not the queue's", () => {
  const nowS = Math.floor(Date.now() / 1_000);
  const forged: [why: string, signature: () => Promise<string> | string | null][] = [
    ["without a signature", () => null],
    ["with text for a signature", () => "not-a-token"],
    ["signed with another key", () => sign(claimsOf(), "sig_other")],
    ["signed over another body", () => sign(claimsOf({ body: "bm90IGl0" }))],
    ["signed for another route", () => sign(claimsOf({ sub: "http://app.test/api/queue/price-path" }))],
    ["signed for another host", () => sign(claimsOf({ sub: `http://other.test${PATH}` }))],
    ["expired", () => sign(claimsOf({ nbf: nowS - 900, exp: nowS - 600 }))],
    ["not yet valid", () => sign(claimsOf({ nbf: nowS + 600, exp: nowS + 900 }))],
    ["from another issuer", () => sign(claimsOf({ iss: "Downstash" }))],
    ["with alg none", () => new UnsecuredJWT({ ...claimsOf() }).encode()],
  ];

  it.each(forged)("%s is responded with 401 and does nothing", async (_, signature) => {
    const response = await deliver(await signature());
    expect(response).toMatchObject({ status: 401, body: { error: { code: "unauthorized" } }, handled: [] });
  });

  it("without a message id is responded with 401", async () => {
    const response = await deliver(await sign(claimsOf()), { messageId: null });
    expect(response).toMatchObject({ status: 401, handled: [] });
  });

  it("with a changed body is responded with 401", async () => {
    const response = await deliver(await sign(claimsOf()), { body: '{"orderId":"two"}' });
    expect(response).toMatchObject({ status: 401, handled: [] });
  });

  it.each([
    ["current", CURRENT],
    ["next", NEXT],
  ])("signed with the %s key is taken", async (_, key) => {
    expect(await deliver(await sign(claimsOf(), key))).toMatchObject({ status: 200, handled: ["one"] });
  });

  it("is done once under one message id, however often it is replayed", async () => {
    const signature = await sign(claimsOf());
    expect((await deliver(signature, { messageId: "msg_same" })).handled).toEqual(["one"]);
    const replay = await deliver(signature, { messageId: "msg_same" });
    expect(replay).toMatchObject({ status: 200, body: { outcome: "duplicate" }, handled: [] });
  });
});

it("a delivery that failed is handled again under the same message id", async () => {
  let attempts = 0;
  const failing = withQueue(
    { path: PATH, body: z.object({ orderId: z.string() }), memory: "messages" },
    async () => {
      attempts += 1;
      if (attempts === 1) throw new AppError("service_unavailable", "Not yet.");
      return { outcome: "handled" };
    },
  );
  const request = async () =>
    new Request(URL_OF_ROUTE, {
      method: "POST",
      headers: { "upstash-signature": await sign(claimsOf()), "upstash-message-id": "msg_retried" },
      body: BODY,
    });
  expect((await failing(await request())).status).toBe(503);
  expect(await (await failing(await request())).json()).toEqual({ outcome: "handled" });
  expect(attempts).toBe(2);
});
