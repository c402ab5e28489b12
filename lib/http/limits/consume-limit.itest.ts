import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { createPendingMfa } from "@/lib/auth/pending-mfa";
import {
  limitOfAmendment,
  limitOfMarginChange,
  limitOfOrder,
  limitOfPositionChange,
} from "@/lib/http/limits/order-limits";
import type { LimitName } from "@/lib/http/limits/rate-limits";
import { withNextAuth } from "@/lib/http/route/with-next-auth";
import { withPublic } from "@/lib/http/route/with-public";
import { withUser } from "@/lib/http/route/with-user";
import { withVisitor } from "@/lib/http/route/with-visitor";
import { consumeKeyLimit } from "@/lib/v5/consume-key-limit";
import { V5Socket } from "@/lib/v5/streams/v5-socket";
import { signInAs } from "@/tests/support/sign-in-as";
import { type TestServices, useTestServices } from "@/tests/support/use-test-services";

const ORIGIN = "http://localhost:3000";
let services: TestServices;

beforeAll(async () => {
  services = await useTestServices();
  process.env.RATE_LIMIT_FACTOR = "1";
});
afterAll(() => services.close());
// Limits use a sliding window: all requests of a test have the same time in the middle of one.
beforeEach(() => {
  const now = Math.floor(Date.now() / 600_000) * 600_000 + 30_000;
  vi.useFakeTimers({ toFake: ["Date"], now });
});
afterEach(() => vi.useRealTimers());

type Handler = (request: Request) => Promise<Response>;
type Sent = { method?: string; headers?: Record<string, string>; body?: unknown; path?: string };

function send(handler: Handler, { method = "GET", headers = {}, body, path = "/api/thing" }: Sent = {}) {
  const common = { origin: ORIGIN, "content-type": "application/json" };
  const text = body === undefined ? undefined : JSON.stringify(body);
  return handler(new Request(`${ORIGIN}${path}`, { method, headers: { ...common, ...headers }, body: text }));
}

/** Sends `count` requests made by `make`; returns how many got 429. */
async function countLimited(count: number, make: (index: number) => Promise<Response>): Promise<number> {
  let limited = 0;
  for (let index = 0; index < count; index += 1) {
    if ((await make(index)).status === 429) limited += 1;
  }
  return limited;
}

const read = withUser({ access: "user" }, () => ({ body: {} }));
const ofLimit = (limit: LimitName) => withUser({ access: "user", limit }, () => ({ body: {} }));

describe("fault 25: the 61st call of a minute, without a middleware", () => {
  it("is rejected by user, from whatever tabs and addresses, and by nobody else's calls", async () => {
    const tabs = [await signInAs({ userId: "ann" }), await signInAs({ userId: "ann" })];
    const call = (index: number) => {
      const { cookie = "" } = tabs[index % 2] ?? {};
      const forged = { "x-forwarded-for": `10.0.0.${index}`, "x-real-ip": `10.0.1.${index}` };
      return send(read, { headers: { cookie, "x-client-ip": `192.0.2.${index}`, ...forged } });
    };
    expect(await countLimited(61, call)).toBe(1);
    const last = await call(61);
    expect(await last.json()).toMatchObject({ error: { code: "rate_limited", details: { limit: 60 } } });
    expect(last.headers.get("ratelimit-limit")).toBe("60");
    expect(last.headers.get("ratelimit-remaining")).toBe("0");
    expect(Number(last.headers.get("retry-after"))).toBeGreaterThan(0);
    const { cookie } = await signInAs({ userId: "bob" });
    expect((await send(read, { headers: { cookie } })).status).toBe(200);
  });

  it("is rejected by client IP without a session, whatever other headers say", async () => {
    const call = (index: number) =>
      send(read, {
        headers: {
          "x-client-ip": "198.51.100.7",
          "x-forwarded-for": `10.0.0.${index}`,
          cookie: "next-auth.session-token=forged",
        },
      });
    expect(await countLimited(61, call)).toBe(1);
  });

  it("is rejected by network, whatever address of it asks", async () => {
    const call = (index: number) =>
      send(read, { headers: { "x-client-ip": `2001:db8:7:7:${index.toString(16)}::1` } });
    expect(await countLimited(61, call)).toBe(1);
  });

  it("is rejected on public routes as well", async () => {
    const route = withPublic({ access: "public", query: z.object({}) }, () => ({ body: {} }));
    const headers = { "x-client-ip": "198.51.100.20" };
    expect(await countLimited(61, () => send(route, { headers }))).toBe(1);
    const { cookie } = await signInAs({ userId: "public-reader" });
    expect((await send(route, { headers: { ...headers, cookie } })).status).toBe(200);
  });

  it("is rejected by client IP for the cookie of a session that has ended", async () => {
    const { cookie, sessionId } = await signInAs({ userId: "gone" });
    const { endSession } = await import("@/lib/auth/session/session-store");
    await endSession("gone", sessionId);
    const headers = { cookie, "x-client-ip": "198.51.100.21" };
    expect(await countLimited(61, () => send(read, { headers }))).toBe(1);
  });
});

describe("each kind of act has an allowance of its own", () => {
  it("reading and ordering leave enough for lowering risk", async () => {
    const { cookie } = await signInAs({ userId: "kay" });
    const headers = { cookie };
    const call = (handler: Handler) => () => send(handler, { method: "POST", headers });
    expect(await countLimited(70, () => send(read, { headers }))).toBe(10);
    expect(await countLimited(70, call(ofLimit("order")))).toBe(10);
    expect(await countLimited(70, call(ofLimit("write")))).toBe(10);
    expect(await countLimited(20, () => send(ofLimit("export"), { headers }))).toBe(10);
    expect(await countLimited(60, call(ofLimit("reduce-risk")))).toBe(0);
  });

  it("reading without a session leaves enough for signing in behind the same address", async () => {
    const headers = { "x-client-ip": "198.51.100.8" };
    await countLimited(70, () => send(read, { headers }));
    const signIn = withVisitor({ access: "visitor", body: z.object({}), limit: "sign-in" }, async () => ({}));
    expect((await send(signIn, { method: "POST", headers, body: {} })).status).toBe(204);
  });

  it.each([
    [limitOfOrder({ reduceOnly: true }), "reduce-risk"],
    [limitOfOrder({ reduceOnly: false }), "order"],
    [limitOfOrder({}), "order"],
    [limitOfAmendment({}), "reduce-risk"],
    [limitOfAmendment({ price: "1" }), "order"],
    [limitOfAmendment({ qty: "1" }), "order"],
    [limitOfPositionChange({}), "reduce-risk"],
    [limitOfPositionChange({ leverage: "5" }), "order"],
    [limitOfMarginChange({ amount: "5" }), "reduce-risk"],
    [limitOfMarginChange({ amount: "-5" }), "order"],
  ])("%s is %s", (limit, expected) => {
    expect(limit).toBe(expected);
  });

  it("an order is counted by what it does, and as a write where it can't be read", async () => {
    const { cookie } = await signInAs({ userId: "lou" });
    const schema = z.strictObject({ reduceOnly: z.boolean() });
    const place = withUser({ access: "user", body: schema, limit: limitOfOrder }, () => ({ body: {} }));
    const call = (body: unknown) => () => send(place, { method: "POST", headers: { cookie }, body });
    expect(await countLimited(61, call({ reduceOnly: false }))).toBe(1);
    expect(await countLimited(61, call({ reduceOnly: true }))).toBe(1);
    expect(await countLimited(61, call({ nonsense: true }))).toBe(1);
  });
});

it("a key that sends too many calls uses up nothing of its user's other keys", async () => {
  const countTaken = async (who: string, calls: number) => {
    const taken = await Promise.allSettled(
      Array.from({ length: calls }, () => consumeKeyLimit("order", { who, userId: "bots" })),
    );
    return taken.filter(({ status }) => status === "fulfilled").length;
  };
  expect(await countTaken("flooding", 300)).toBe(20);
  for (const key of ["one", "two", "three", "four"]) expect(await countTaken(key, 21)).toBe(20);
  // All of them together are limited all the same.
  expect(await countTaken("five", 21)).toBe(0);
});

it("rejected credentials of a program's sockets are counted by client IP, on whatever socket", async () => {
  const answers: string[] = [];
  const connect = () =>
    new V5Socket("private", { ip: "203.0.113.77", send: (text) => answers.push(text), close: () => {} });
  const [one, other] = [connect(), connect()];
  const attempt = JSON.stringify({ op: "auth", args: ["unknown", Date.now() + 10_000, "0"] });
  for (let count = 0; count < 121; count += 1)
    await Promise.all([one.receive(attempt), other.receive(attempt)]);
  const texts = answers.map((answer) => JSON.parse(answer).ret_msg);
  expect(texts.filter((text) => text === "API key is invalid.")).toHaveLength(240);
  expect(texts.slice(-2)).toEqual(["Too many visits!", "Too many visits!"]);
});

it("health checks don't use up what a visitor of the same address reads", async () => {
  const headers = { "x-client-ip": "198.51.100.40" };
  const health = withPublic({ access: "public", query: z.object({}), limit: "health" }, () => ({ body: {} }));
  const anything = withPublic({ access: "public", query: z.object({}) }, () => ({ body: {} }));
  expect(await countLimited(121, () => send(health, { headers }))).toBe(1);
  expect(await countLimited(61, () => send(anything, { headers }))).toBe(1);
});

describe("attempts to get in", () => {
  const nextAuth = withNextAuth(async () => null);
  const callAuth = (path: string, sent: Sent) =>
    send((request) => nextAuth(request, { params: Promise.resolve({ nextauth: path.split("/") }) }), {
      method: "POST",
      path: `/api/auth/${path}`,
      ...sent,
    });

  it.each([
    "callback/credentials",
    "callback/second-factor",
    "signin/google",
    "callback/new-one",
    "anything",
  ])("%s is counted by client IP, never by the caller's cookie", async (path) => {
    const limited = await countLimited(12, async (index) => {
      const { cookie } = await signInAs({ userId: `attacker-${index}` });
      return callAuth(path, { headers: { cookie, "x-client-ip": `203.0.113.${path.length}` } });
    });
    expect(limited).toBe(2);
  });

  it("on one account are counted by the account, from whatever addresses and spellings", async () => {
    const spellings = ["Victim@example.com", " victim@example.com", "victim@EXAMPLE.com"];
    const limited = await countLimited(24, (index) =>
      callAuth("callback/credentials", {
        headers: { "x-client-ip": `192.0.2.${index}` },
        body: { email: spellings[index % 3], password: "a-wrong-password" },
      }),
    );
    expect(limited).toBe(4);
  });

  it("on a pending second factor are counted by its account, whatever e-mail address comes along", async () => {
    const ticket = await createPendingMfa({ id: "victim", sessionsEndedAt: null });
    const limited = await countLimited(24, (index) =>
      callAuth("callback/second-factor", {
        headers: { "x-client-ip": `192.0.3.${index}` },
        body: { email: `decoy-${index}@example.com`, ticket, code: "000000" },
      }),
    );
    expect(limited).toBe(4);
  });

  it("don't use up what csrf, session and signing out need", async () => {
    const headers = { "x-client-ip": "203.0.113.200" };
    await countLimited(12, () => callAuth("callback/credentials", { headers }));
    for (const path of ["csrf", "providers", "session"]) {
      expect((await callAuth(path, { method: "GET", headers })).status).toBe(200);
    }
    expect((await callAuth("callback/credentials", { headers })).status).toBe(429);
  });

  it("next-auth's own log is closed", async () => {
    const headers = { "x-client-ip": "203.0.113.201" };
    expect((await callAuth("_log", { headers, body: { code: "X" } })).status).toBe(404);
  });
});

it("holds sign-ups of one client IP to a few in ten minutes", async () => {
  const signUp = withVisitor({ access: "visitor", body: z.object({}), limit: "sign-up" }, async () => ({}));
  const headers = { "x-client-ip": "198.51.100.30" };
  expect(await countLimited(6, () => send(signUp, { method: "POST", headers, body: {} }))).toBe(1);
});

it("without Redis lets reads pass, and neither orders nor sign-ins (fault 19)", async () => {
  const route = withPublic({ access: "public", query: z.object({}) }, () => ({ body: {} }));
  const signIn = withVisitor({ access: "visitor", body: z.object({}), limit: "sign-in" }, async () => ({}));
  const headers = { "x-client-ip": "198.51.100.9" };
  await services.controlRedis({ down: true });
  const passed = await send(route, { headers });
  const order = await send(ofLimit("order"), { method: "POST", headers });
  const attempt = await send(signIn, { method: "POST", headers, body: {} });
  await services.controlRedis({ down: false });
  expect(passed.status).toBe(200);
  for (const response of [order, attempt]) {
    expect([response.status, response.headers.get("retry-after")]).toEqual([503, "2"]);
  }
});
