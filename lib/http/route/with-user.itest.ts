import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { endSession, endSessions, listSessions, updateSessions } from "@/lib/auth/session/session-store";
import { claimOrderOf } from "@/lib/http/route/claim-order";
import { withAdmin } from "@/lib/http/route/with-admin";
import { withUser } from "@/lib/http/route/with-user";
import { publishSwitches } from "@/lib/infra/operator-switches";
import { getFailFastRedis } from "@/lib/infra/redis/redis";
import { signInAs } from "@/tests/support/sign-in-as";
import { type TestServices, useTestServices } from "@/tests/support/use-test-services";

const ORIGIN = "http://localhost:3000";
let services: TestServices;

beforeAll(async () => {
  services = await useTestServices();
});
afterAll(() => services.close());

const whoAmI = withUser({ access: "user" }, ({ user }) => ({ body: user }));
const rename = withUser({ access: "user", body: z.strictObject({ name: z.string() }) }, ({ user, body }) => ({
  body: { id: user.id, ...body },
}));
const adminOnly = withAdmin({ access: "admin" }, () => ({ body: {} }));

function read({ cookie = "" }: { cookie?: string } = {}): Request {
  return new Request(`${ORIGIN}/api/me`, { headers: { cookie } });
}

function write(cookie: string, changes: { body?: string; headers?: Record<string, string> } = {}): Request {
  return new Request(`${ORIGIN}/api/me`, {
    method: "POST",
    body: changes.body ?? JSON.stringify({ name: "Ann" }),
    headers: { cookie, origin: ORIGIN, "content-type": "application/json", ...changes.headers },
  });
}

async function codeOf(response: Response): Promise<[number, string]> {
  const body = (await response.json()) as { error: { code: string } };
  return [response.status, body.error.code];
}

describe("a session", () => {
  it("lets its user in until it is ended", async () => {
    const { cookie, sessionId } = await signInAs({ userId: "ann", displayName: "Ann" });
    expect(await (await whoAmI(read({ cookie }))).json()).toMatchObject({ id: "ann", displayName: "Ann" });
    await endSession("ann", sessionId);
    expect(await codeOf(await whoAmI(read({ cookie })))).toEqual([401, "unauthorized"]);
  });

  it("ends with all the others, and not with those that began later", async () => {
    const endedAt = new Date();
    const before = { userId: "bob", createdMs: endedAt.getTime() };
    const [first, second] = [await signInAs(before), await signInAs(before)];
    const later = await signInAs({ userId: "bob", createdMs: endedAt.getTime() + 1 });
    expect(await listSessions("bob")).toHaveLength(3);
    await endSessions("bob", endedAt);
    expect((await whoAmI(read(first))).status).toBe(401);
    expect((await whoAmI(read(second))).status).toBe(401);
    expect((await whoAmI(read(later))).status).toBe(200);
    expect(await listSessions("bob")).toHaveLength(1);
  });

  it("can't be ended by another user", async () => {
    const { cookie, sessionId } = await signInAs({ userId: "cat" });
    expect(await endSession("mallory", sessionId)).toBe(false);
    expect((await whoAmI(read({ cookie }))).status).toBe(200);
  });

  it("learns of a new name", async () => {
    const { cookie } = await signInAs({ userId: "dan" });
    await updateSessions("dan", { displayName: "Daniel" });
    expect(await (await whoAmI(read({ cookie }))).json()).toMatchObject({ displayName: "Daniel" });
  });

  it.each([
    ["no cookie", ""],
    ["a forged token", "next-auth.session-token=eyJhbGciOiJub25lIn0.e30."],
    ["text", "next-auth.session-token=hello"],
  ])("is not made by %s", async (_, cookie) => {
    expect(await codeOf(await whoAmI(read({ cookie })))).toEqual([401, "unauthorized"]);
  });

  it("of a trader does not open what is for admins", async () => {
    const trader = await signInAs({ userId: "eve" });
    expect(await codeOf(await adminOnly(read(trader)))).toEqual([403, "forbidden"]);
  });

  it("can't be read while Redis is away, and says when to come back", async () => {
    const { cookie } = await signInAs({ userId: "fay" });
    await services.controlRedis({ delayMs: 10_000 });
    const response = await whoAmI(write(cookie));
    await services.controlRedis({ delayMs: 0 });
    expect(response.headers.get("retry-after")).toBe("2");
    expect(await codeOf(response)).toEqual([503, "service_unavailable"]);
  });
});

describe("a write", () => {
  it.each([
    ["no origin", { origin: "" }],
    ["the null origin", { origin: "null" }],
    ["another origin", { origin: "https://evil.test" }],
    ["an origin that merely begins like ours", { origin: `${ORIGIN}.evil.test` }],
    ["another site", { "sec-fetch-site": "cross-site" }],
    ["an origin that is merely the host that was asked", { origin: "http://evil.test", host: "evil.test" }],
    ["another scheme of our host", { origin: "https://localhost:3000", host: "localhost:3000" }],
  ])("from %s is rejected (fault 29)", async (_, headers) => {
    const { cookie } = await signInAs({ userId: "gil" });
    expect(await codeOf(await rename(write(cookie, { headers })))).toEqual([403, "origin_rejected"]);
  });

  it.each([
    ["another type", { headers: { "content-type": "text/plain" } }, 415, "unsupported_media_type"],
    ["no JSON", { body: "{" }, 400, "bad_request"],
    ["a key too many", { body: '{"name":"Ann","role":"ADMIN"}' }, 400, "bad_request"],
    ["a NUL", { body: '{"name":"a\\u0000b"}' }, 400, "bad_request"],
    ["half a surrogate pair", { body: '{"name":"\\ud800"}' }, 400, "bad_request"],
    ["too much", { body: JSON.stringify({ name: "x".repeat(70_000) }) }, 413, "body_too_large"],
  ])("with %s is rejected", async (_, changes, status, code) => {
    const { cookie } = await signInAs({ userId: "hal" });
    expect(await codeOf(await rename(write(cookie, changes)))).toEqual([status, code]);
  });

  it("of the right shape is taken", async () => {
    const { cookie } = await signInAs({ userId: "ida" });
    const response = await rename(write(cookie, { body: '{"name":"\\ud83d\\ude00"}' }));
    expect(await response.json()).toEqual({ id: "ida", name: "😀" });
    expect(response.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe("an order", () => {
  const handle = vi.fn(() => ({ body: {} }));
  const place = withUser(
    { access: "user", body: z.strictObject({ name: z.string() }), limit: () => "order" },
    handle,
    claimOrderOf,
  );
  const send = (cookie: string, stamp: number, body?: string) =>
    place(write(cookie, { ...(body && { body }), headers: { "x-order-timestamp": String(stamp) } }));
  const requests = () => (getFailFastRedis() as unknown as { pipelineCounter: number }).pipelineCounter;

  it("asks Redis once when its session was valid before", async () => {
    const { cookie } = await signInAs({ userId: "jo" });
    // The operators' switches are read once a second.
    vi.useFakeTimers({ toFake: ["Date"] });
    await publishSwitches([]);
    try {
      expect((await send(cookie, Date.now())).status).toBe(200);
      const before = requests();
      const response = await send(cookie, Date.now() + 1);
      expect([response.status, requests() - before]).toEqual([200, 1]);
      expect(response.headers.get("ratelimit-limit")).not.toBeNull();
      expect(await codeOf(await send(cookie, Date.now() + 1))).toEqual([409, "order_replayed"]);
    } finally {
      vi.useRealTimers();
    }
  });

  it("of an ended session is not handled, not remembered, and rejected like any other", async () => {
    const { cookie, sessionId } = await signInAs({ userId: "kim" });
    const stamp = Date.now();
    expect((await send(cookie, stamp)).status).toBe(200);
    await endSession("kim", sessionId);
    handle.mockClear();
    const first = await send(cookie, stamp + 1);
    const second = await send(cookie, stamp + 2, "no JSON");
    expect(await codeOf(first)).toEqual([401, "unauthorized"]);
    expect(await codeOf(second)).toEqual([401, "unauthorized"]);
    expect(first.headers.get("ratelimit-limit")).toBe(second.headers.get("ratelimit-limit"));
    expect(handle).not.toHaveBeenCalled();
    const again = await signInAs({ userId: "kim" });
    expect((await send(again.cookie, stamp + 1)).status).toBe(200);
  });

  it("of an ended session uses up nothing of the user's allowance but once", async () => {
    const { cookie, sessionId } = await signInAs({ userId: "lee" });
    await send(cookie, Date.now());
    await endSession("lee", sessionId);
    for (let order = 1; order <= 5; order += 1) await send(cookie, Date.now() + order);
    const again = await signInAs({ userId: "lee" });
    const response = await send(again.cookie, Date.now());
    const [limit, left] = ["limit", "remaining"].map((name) =>
      Number(response.headers.get(`ratelimit-${name}`)),
    );
    // Its two own orders, and the first one of the session that had been valid.
    expect((limit ?? 0) - (left ?? 0)).toBeLessThanOrEqual(3);
  });

  it("that is not of the schema is rejected and takes nothing of the order's allowance", async () => {
    const { cookie } = await signInAs({ userId: "max" });
    expect((await send(cookie, Date.now())).status).toBe(200);
    expect(await codeOf(await send(cookie, Date.now() + 1, "{}"))).toEqual([400, "bad_request"]);
    const next = await send(cookie, Date.now() + 2);
    expect(
      Number(next.headers.get("ratelimit-limit")) - Number(next.headers.get("ratelimit-remaining")),
    ).toBe(2);
  });
});
