import { randomUUID } from "node:crypto";
import { encode } from "next-auth/jwt";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import * as password from "@/app/api/account/password/route";
import * as account from "@/app/api/account/route";
import * as sessions from "@/app/api/account/sessions/route";
import * as nextAuth from "@/app/api/auth/[...nextauth]/route";
import * as forgot from "@/app/api/auth/password/forgot/route";
import * as reset from "@/app/api/auth/password/reset/route";
import { signOutEverywhere } from "@/lib/accounts/sign-out-everywhere";
import { setBan, setRole } from "@/lib/admin/change-access";
import { beginSession } from "@/lib/auth/session/begin-session";
import { readSession } from "@/lib/auth/session/read-session";
import { publishMark } from "@/lib/auth/session/session-mark";
import { touchSession } from "@/lib/auth/session/session-store";
import { encodeSessionToken, readSessionToken, SESSION_MAX_AGE_S } from "@/lib/auth/session/session-token";
import { watchSession } from "@/lib/auth/session/watch-session";
import { forgetUser } from "@/lib/db/admin/forget-user";
import { getDb } from "@/lib/db/client";
import { findUser } from "@/lib/db/queries/users/users";
import { getEnv } from "@/lib/infra/env/env";
import { getRedis } from "@/lib/infra/redis/redis";
import { linkFor, type NewAccount, readAccount, signUp, signUpAndIn } from "@/tests/support/account-steps";
import { createApiVisitor } from "@/tests/support/api-visitor";
import { createAdmin } from "@/tests/support/create-admin";
import { createTestDatabase } from "@/tests/support/create-test-database";
import { signInAs } from "@/tests/support/sign-in-as";
import { type TestServices, useTestServices } from "@/tests/support/use-test-services";

const DAY_MS = 86_400_000;
let services: TestServices;
let adminId = "";

beforeAll(async () => {
  services = await useTestServices({ databaseUrl: await createTestDatabase() });
  adminId = (await createAdmin()).id;
});
afterAll(async () => {
  await getDb().$disconnect();
  await services.close();
});
beforeEach(() => services.controlRedis({ down: false }));

const act = (userId: string) => ({ adminId, userId, reason: "a test asks for it" });

/** The six ways to end every session of a user. */
const WAYS: [string, (person: NewAccount) => Promise<unknown>][] = [
  ["a ban", ({ id }) => setBan({ ...act(id), banned: true })],
  ["a new role", ({ id }) => setRole({ ...act(id), role: "ADMIN" })],
  [
    "a new password",
    ({ visitor }) =>
      visitor.call(password.POST, "POST", "/api/account/password", { next: "two horses, one moon" }),
  ],
  [
    "a reset of the password",
    async ({ visitor, email }) => {
      await visitor.call(forgot.POST, "POST", "/api/auth/password/forgot", { email });
      const token = await linkFor(email, "/reset-password");
      const body = { token, password: "two horses, one moon" };
      await visitor.call(reset.POST, "POST", "/api/auth/password/reset", body);
    },
  ],
  [
    "signing out everywhere",
    ({ visitor }) => visitor.call(sessions.DELETE, "DELETE", "/api/account/sessions"),
  ],
  [
    "deleting the account",
    ({ visitor }) => visitor.call(account.DELETE, "DELETE", "/api/account", { confirm: "delete my account" }),
  ],
];

/** A session missing in the list of sessions, as after more than thirty days of use. */
async function signInUnlisted(userId: string) {
  const session = await signInAs({ userId, createdMs: Date.now() - 29 * DAY_MS });
  await getRedis().del(`user-sessions:${userId}`);
  return session;
}

describe("every session of a user ends", () => {
  it.each(WAYS)("with %s, also one that the list of sessions has lost (H2)", async (_, end) => {
    const person = await signUpAndIn();
    const other = await signInAs({ userId: person.id });
    const unlisted = await signInUnlisted(person.id);
    for (const cookie of [other, unlisted]) expect(await readSession(cookie)).not.toBeNull();
    await end(person);
    for (const cookie of [other, unlisted]) expect(await readSession(cookie)).toBeNull();
    expect((await readAccount(person.visitor)).status).toBe(401);
  });

  it.each(WAYS)("with %s: open streams too, also one of an unlisted session (fault 24)", async (_, end) => {
    const person = await signUpAndIn();
    const onEnd = vi.fn();
    const stop = watchSession(await signInUnlisted(person.id), onEnd);
    await end(person);
    await vi.waitFor(() => expect(onEnd).toHaveBeenCalled(), 60_000);
    stop();
  });

  const DIRECT: [string, (id: string) => Promise<unknown>][] = [
    ["a ban", (id) => setBan({ ...act(id), banned: true })],
    ["a new role", (id) => setRole({ ...act(id), role: "ADMIN" })],
    ["signing out everywhere", (id) => signOutEverywhere(id)],
    [
      "a deletion",
      async (id) => {
        const at = new Date();
        await forgetUser(id, at);
        await publishMark(id, at.getTime());
      },
    ],
  ];

  it.each(DIRECT)("with %s while Redis is unavailable, and stays over when it is back", async (_, end) => {
    const { id } = await signUp();
    const session = await signInUnlisted(id);
    expect(await readSession(session)).not.toBeNull();
    const onEnd = vi.fn();
    const stop = watchSession(session, onEnd);
    await services.controlRedis({ down: true });
    await end(id);
    expect(await readSession(session, { whenUnavailable: "ask-database" })).toBeNull();
    await expect(readSession(session)).rejects.toMatchObject({ code: "service_unavailable" });
    await vi.waitFor(() => expect(onEnd).toHaveBeenCalled(), 60_000);
    stop();
    await services.controlRedis({ down: false });
    expect(await readSession(session)).toBeNull();
  });

  it("and is over when an old copy of Redis comes back", async () => {
    const { id } = await signUp();
    const session = await signInAs({ userId: id });
    const [record, list] = [`session:${session.sessionId}`, `user-sessions:${id}`];
    const stored = (await getRedis().get<string>(record)) ?? "";
    await signOutEverywhere(id);
    await services.controlRedis({ flush: true });
    await getRedis().set(record, stored);
    await getRedis().sadd(list, session.sessionId);
    expect(await readSession(session)).toBeNull();
  });

  it("and no older mark takes a newer one back", async () => {
    const { id } = await signUp();
    const session = await signInAs({ userId: id });
    await publishMark(id, session.createdMs);
    await publishMark(id, 0);
    expect(await touchSession(id, session.sessionId)).toBeNull();
  });

  it("and a sign-in that was checked before is over too, on a clock that is behind as well", async () => {
    const { id } = await signUp();
    const origin = { clientIp: "10.9.0.1", userAgent: "test", locale: "en" as const };
    const checked = await findUser(id);
    if (!checked) throw new Error("The user is gone.");
    await getDb().user.update({ where: { id }, data: { sessionsEndedAt: new Date() } });
    await expect(beginSession(checked, origin)).rejects.toMatchObject({ code: "account_banned" });
    const later = new Date(Date.now() + 5_000);
    const ahead = await getDb().user.update({ where: { id }, data: { sessionsEndedAt: later } });
    await services.controlRedis({ flush: true });
    const sessionId = await beginSession(ahead, origin);
    expect(await touchSession(id, sessionId)).not.toBeNull();
  });
});

describe("a sign-in lasts thirty days at most", () => {
  it.each([
    [29, true],
    [30, false],
    [31, false],
    [400, false],
  ])("after %s days of use: %s", async (days, isAlive) => {
    const { id } = await signUp();
    const session = await signInAs({ userId: id, createdMs: Date.now() - days * DAY_MS });
    for (let use = 0; use < 3; use += 1) expect((await readSession(session)) !== null).toBe(isAlive);
    const onEnd = vi.fn();
    const stop = watchSession(session, onEnd);
    await vi.waitFor(() => expect(onEnd.mock.calls.length > 0).toBe(!isAlive), 60_000);
    stop();
  });

  it("however often next-auth reads it: the cookie is not renewed, and its end is in the response", async () => {
    const { id } = await signUp();
    const createdMs = Date.now() - 29 * DAY_MS;
    const { cookie } = await signInAs({ userId: id, createdMs });
    for (const method of ["GET", "POST"] as const) {
      const visitor = createApiVisitor("10.8.0.1");
      const handler = method === "GET" ? nextAuth.GET : nextAuth.POST;
      const response = await visitor.call(
        handler,
        method,
        "/api/auth/session",
        method === "POST" ? {} : undefined,
        {
          params: { nextauth: ["session"] },
          headers: { cookie },
        },
      );
      expect(response.headers.getSetCookie().filter((one) => /session-token=[^;]/.test(one))).toEqual([]);
      if (method === "POST") continue;
      expect(response.body.expires).toBe(new Date(createdMs + SESSION_MAX_AGE_S * 1_000).toISOString());
    }
  });

  it("and the list of sessions lasts as long as they do", async () => {
    const { id } = await signUp();
    const { sessionId } = await signInAs({ userId: id });
    await getRedis().expire(`user-sessions:${id}`, 10);
    await touchSession(id, sessionId);
    expect(await getRedis().ttl(`user-sessions:${id}`)).toBeGreaterThan(29 * 86_400);
  });

  it("and belongs to the user of its cookie alone", async () => {
    const { id } = await signUp();
    const { sessionId } = await signInAs({ userId: id });
    expect(await touchSession(randomUUID(), sessionId)).toBeNull();
    expect(await touchSession(id, sessionId)).not.toBeNull();
  });
});

describe("a session's token", () => {
  const cookieOf = (token: string) => `a=b; next-auth.session-token=${token}`;

  it("proves the session, each time that it is sent, until it expires", async () => {
    const token = await encodeSessionToken({ userId: "ann", sessionId: "one" });
    const first = await readSessionToken(cookieOf(token));
    expect(first).toMatchObject({ userId: "ann", sessionId: "one" });
    expect(await readSessionToken(cookieOf(token))).toEqual(first);
    const expiredMs = Date.now() + (SESSION_MAX_AGE_S + 60) * 1_000;
    const clock = vi.spyOn(Date, "now").mockReturnValue(expiredMs);
    expect(await readSessionToken(cookieOf(token))).toBeNull();
    clock.mockRestore();
  });

  it("proves nothing when it is changed, or of another secret", async () => {
    const token = await encodeSessionToken({ userId: "ann", sessionId: "two" });
    expect(await readSessionToken(cookieOf(token))).not.toBeNull();
    // Not the last character, part of which is padding.
    const changed = token.at(-9) === "A" ? "B" : "A";
    expect(await readSessionToken(cookieOf(token.slice(0, -9) + changed + token.slice(-8)))).toBeNull();
    const secret = `${getEnv().NEXTAUTH_SECRET}x`;
    const foreign = await encode({ token: { sub: "ann", sid: "two" }, secret });
    expect(await readSessionToken(cookieOf(foreign))).toBeNull();
    expect(await readSessionToken(null)).toBeNull();
  });
});
