import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as exported from "@/app/api/account/export/route";
import * as password from "@/app/api/account/password/route";
import * as account from "@/app/api/account/route";
import * as oneSession from "@/app/api/account/sessions/[handle]/route";
import * as sessions from "@/app/api/account/sessions/route";
import * as twoFactor from "@/app/api/account/two-factor/route";
import * as nextAuth from "@/app/api/auth/[...nextauth]/route";
import * as forgot from "@/app/api/auth/password/forgot/route";
import * as reset from "@/app/api/auth/password/reset/route";
import * as register from "@/app/api/auth/register/route";
import * as portfolio from "@/app/api/portfolio/route";
import { setBan, setRole } from "@/lib/admin/change-access";
import { getDb } from "@/lib/db/client";
import {
  codeOf,
  linkFor,
  openVerification,
  PASSWORD,
  readAccount,
  signIn,
  signUp,
  signUpAndIn,
  switchTwoFactorOn,
} from "@/tests/support/account-steps";
import { type ApiVisitor, createApiVisitor } from "@/tests/support/api-visitor";
import { createAdmin } from "@/tests/support/create-admin";
import { createTestDatabase } from "@/tests/support/create-test-database";
import { type TestServices, useTestServices } from "@/tests/support/use-test-services";

let services: TestServices;

/** An admin's audit act about a user. */
async function createAct(userId: string) {
  const { id: adminId } = await createAdmin();
  return { adminId, userId, reason: "a test asks for it" };
}

async function ban(userId: string) {
  await setBan({ ...(await createAct(userId)), banned: true });
}

beforeAll(async () => {
  services = await useTestServices({ databaseUrl: await createTestDatabase() });
});
afterAll(async () => {
  await getDb().$disconnect();
  await services.close();
});

describe("signing up and in", () => {
  it("queues a mail about a sign-in from another network, once, and none about the known one", async () => {
    const { email, id } = await signUpAndIn();
    const queued = () => getDb().queuedMail.findMany({ where: { userId: id } });
    const count = () => getDb().signIn.count({ where: { userId: id } });
    await expect.poll(count).toBe(1);
    expect(await queued()).toEqual([]);
    for (const seen of [2, 3]) {
      await signIn(createApiVisitor("198.51.100.7"), { email });
      await expect.poll(count).toBe(seen);
    }
    await expect.poll(queued).toMatchObject([{ kind: "new-device", facts: { clientIp: "198.51.100.7" } }]);
  });

  it("opens an account with a practice portfolio of 10,000 USDT", async () => {
    const { visitor, email, id } = await signUp();
    expect(codeOf(await readAccount(visitor))).toEqual([401, "unauthorized"]);
    expect((await signIn(visitor, { email })).status).toBe(200);
    const me = await readAccount(visitor);
    expect(me.body).toMatchObject({ id, email, role: "TRADER", tier: "FREE", isEmailVerified: false });
    const [startsAt, endsAt] = [-60_000, 60_000].map((ms) => new Date(Date.now() + ms));
    await getDb().grant.create({ data: { userId: id, product: "pro", auditId: id, startsAt, endsAt } });
    expect((await readAccount(visitor)).body.tier).toBe("PRO");
    const portfolios = await getDb().portfolio.findMany({ where: { userId: id } });
    expect(portfolios.map((one) => [one.kind, one.balance.toFixed()])).toEqual([["PRACTICE", "10000"]]);
  });

  it("takes an address once, whatever its case", async () => {
    const { visitor, email, id } = await signUp();
    const again = { email: email.toUpperCase(), password: "another horse, another moon", name: "Another" };
    const response = await visitor.call(register.POST, "POST", "/api/auth/register", again);
    expect([response.status, response.body]).toEqual([202, { email }]);
    expect(codeOf(await signIn(visitor, { email, password: again.password }))[1]).toBe("invalid_credentials");
    expect(await getDb().user.findMany({ where: { email } })).toMatchObject([{ id }]);
  });

  it.each([
    ["short", "bad_request"],
    ["password1234", "weak_password"],
    ["aaaaaaaaaaaa", "weak_password"],
    ["newcomer!!123", "weak_password"],
  ])("rejects the password %s", async (weak, code) => {
    const person = { email: "newcomer@terminal-zero.local", password: weak, name: "New comer" };
    const response = await createApiVisitor("10.9.9.9").call(
      register.POST,
      "POST",
      "/api/auth/register",
      person,
    );
    expect(codeOf(response)).toEqual([400, code]);
  });

  it("gives nobody a role, a balance or a tier (fault 27)", async () => {
    for (const field of ["role", "balance", "tier", "id", "userId", "emailVerifiedAt"]) {
      const person = {
        email: "greedy@terminal-zero.local",
        password: PASSWORD,
        name: "Greedy",
        [field]: "ADMIN",
      };
      const response = await createApiVisitor("10.9.9.8").call(
        register.POST,
        "POST",
        "/api/auth/register",
        person,
      );
      expect(codeOf(response)).toEqual([400, "bad_request"]);
    }
  });

  it("answers a wrong password and an unknown address alike", async () => {
    const { visitor, email } = await signUp();
    const wrong = await signIn(visitor, { email, password: "not the password" });
    const unknown = await signIn(visitor, { email: "nobody@terminal-zero.local" });
    expect(codeOf(wrong)).toEqual([401, "invalid_credentials"]);
    expect(unknown.body).toEqual(wrong.body);
  });

  it("slows an account's failures down, also those of no account", async () => {
    for (const email of [(await signUp()).email, "ghost@terminal-zero.local"]) {
      const codes = [];
      for (let attempt = 1; attempt <= 6; attempt += 1) {
        // Each from a client IP of its own: the limit of the account is under test.
        const visitor = createApiVisitor(`10.1.${attempt}.${email.length}`);
        codes.push(codeOf(await signIn(visitor, { email, password: "not the password" }))[1]);
      }
      expect(codes.slice(0, 5)).toEqual(Array(5).fill("invalid_credentials"));
      expect(codes[5]).toBe("rate_limited");
    }
  });

  it("rejects a sign-in without next-auth's token, and from another site", async () => {
    const { visitor, email } = await signUp();
    const form = { email, password: PASSWORD, json: "true" };
    const params = { nextauth: ["callback", "credentials"] };
    const path = "/api/auth/callback/credentials";
    await visitor.call(nextAuth.POST, "POST", path, form, { params });
    expect((await readAccount(visitor)).status).toBe(401);
    const headers = { origin: "https://evil.test" };
    const foreign = await visitor.call(nextAuth.POST, "POST", path, form, { params, headers });
    expect(codeOf(foreign)).toEqual([403, "origin_rejected"]);
  });

  it("tells a banned user so only when the password is right", async () => {
    const { visitor, email, id } = await signUp();
    await ban(id);
    expect(codeOf(await signIn(visitor, { email, password: "not the password" }))[1]).toBe(
      "invalid_credentials",
    );
    expect(codeOf(await signIn(visitor, { email }))).toEqual([403, "account_banned"]);
  });

  it("ends the session by signing out", async () => {
    const { visitor, email } = await signUp();
    await signIn(visitor, { email });
    const csrf = await visitor.call(nextAuth.GET, "GET", "/api/auth/csrf", undefined, {
      params: { nextauth: ["csrf"] },
    });
    const thief = createApiVisitor("10.2.0.1");
    const cookie = await stealCookie(visitor);
    await signOut(visitor, csrf.body.csrfToken);
    expect((await readAccount(visitor)).status).toBe(401);
    const stolen = await thief.call(account.GET, "GET", "/api/account", undefined, { headers: { cookie } });
    expect(stolen.status).toBe(401);
  });
});

async function signOut(visitor: ApiVisitor, csrfToken: unknown) {
  const form = { csrfToken, json: "true" };
  return visitor.call(nextAuth.POST, "POST", "/api/auth/signout", form, {
    params: { nextauth: ["signout"] },
  });
}

async function stealCookie(visitor: ApiVisitor): Promise<string> {
  let seen = "";
  await visitor.call(
    async (request) => {
      seen = request.headers.get("cookie") ?? "";
      return new Response("{}");
    },
    "GET",
    "/",
  );
  return seen;
}

describe("sessions", () => {
  it("are listed, and ended one by one by their owner alone", async () => {
    const { visitor, email } = await signUp();
    const elsewhere = createApiVisitor("10.3.0.1");
    await signIn(visitor, { email });
    await signIn(elsewhere, { email });
    const list = await visitor.call(sessions.GET, "GET", "/api/account/sessions");
    const lines = list.body.sessions as { handle: string; isCurrent: boolean }[];
    expect(lines.map((one) => one.isCurrent).sort()).toEqual([false, true]);
    const handle = lines.find((one) => !one.isCurrent)?.handle ?? "";
    const end = (who: ApiVisitor) =>
      who.call(oneSession.DELETE, "DELETE", `/api/account/sessions/${handle}`, undefined, {
        params: { handle },
      });
    const stranger = await signUp();
    await signIn(stranger.visitor, { email: stranger.email });
    expect(codeOf(await end(stranger.visitor))).toEqual([404, "not_found"]);
    expect((await readAccount(elsewhere)).status).toBe(200);
    expect((await end(visitor)).status).toBe(204);
    expect((await readAccount(elsewhere)).status).toBe(401);
    expect((await readAccount(visitor)).status).toBe(200);
  });

  it.each([
    ["a ban", ban],
    ["a new role", async (id: string) => setRole({ ...(await createAct(id)), role: "ADMIN" })],
  ])("end at once with %s (fault 24)", async (_, act) => {
    const { visitor, email, id } = await signUp();
    await signIn(visitor, { email });
    await act(id);
    expect((await readAccount(visitor)).status).toBe(401);
  });

  it("end with a new password, and only the new one opens a session then", async () => {
    const { visitor, email } = await signUp();
    await signIn(visitor, { email });
    const next = "two horses, one moon";
    const changed = await visitor.call(password.POST, "POST", "/api/account/password", { next });
    expect(changed.status).toBe(204);
    expect((await readAccount(visitor)).status).toBe(401);
    expect(codeOf(await signIn(visitor, { email }))[1]).toBe("invalid_credentials");
    expect((await signIn(visitor, { email, password: "two horses, one moon" })).status).toBe(200);
  });
});

describe("while Redis is away", () => {
  it("reads pass, writes and sign-ins wait, and a banned user stays out (fault 19)", async () => {
    const [ann, ban] = [await signUp(), await signUp()];
    for (const { visitor, email } of [ann, ban]) await signIn(visitor, { email });
    await getDb().user.update({
      where: { id: ban.id },
      data: { bannedAt: new Date(), sessionsEndedAt: new Date() },
    });
    await services.controlRedis({ down: true });
    const read = await readAccount(ann.visitor);
    const banned = await readAccount(ban.visitor);
    const desk = await ann.visitor.call(portfolio.GET, "GET", "/api/portfolio");
    const write = await ann.visitor.call(account.PATCH, "PATCH", "/api/account", { displayName: "Ann" });
    const login = await signIn(ann.visitor, { email: ann.email });
    await services.controlRedis({ down: false });
    expect(read.body).toMatchObject({ id: ann.id });
    expect(desk.status).toBe(200);
    expect(banned.status).toBe(401);
    for (const rejected of [write, login]) {
      expect(codeOf(rejected)).toEqual([503, "service_unavailable"]);
      expect(rejected.headers.get("retry-after")).toBe("2");
    }
  });
});

it("while Redis is away no page says signed out whose session goes on", async () => {
  const { visitor } = await signUpAndIn();
  const csrf = await visitor.call(nextAuth.GET, "GET", "/api/auth/csrf", undefined, {
    params: { nextauth: ["csrf"] },
  });
  await services.controlRedis({ down: true });
  const rejected = await signOut(visitor, csrf.body.csrfToken);
  await services.controlRedis({ down: false });
  expect(codeOf(rejected)).toEqual([503, "service_unavailable"]);
  expect(rejected.headers.getSetCookie().filter((one) => one.includes("session-token"))).toEqual([]);
  expect((await readAccount(visitor)).status).toBe(200);
  expect((await signOut(visitor, csrf.body.csrfToken)).status).toBe(200);
  expect((await readAccount(visitor)).status).toBe(401);
});

describe("e-mailed links", () => {
  it("prove an address once", async () => {
    const { visitor, email } = await signUp();
    await signIn(visitor, { email });
    const token = await linkFor(email, "/verify-email");
    const open = () => openVerification(visitor, token);
    expect((await open()).status).toBe(204);
    expect((await readAccount(visitor)).body.isEmailVerified).toBe(true);
    expect(codeOf(await open())).toEqual([400, "link_expired"]);
  });

  it("give a new password once, and end every session", async () => {
    const { visitor, email } = await signUp();
    await signIn(visitor, { email });
    const ask = (email: string) => visitor.call(forgot.POST, "POST", "/api/auth/password/forgot", { email });
    const known = await ask(email);
    const unknown = await ask("nobody@terminal-zero.local");
    expect([known.status, known.body]).toEqual([unknown.status, unknown.body]);
    const token = await linkFor(email, "/reset-password");
    const set = (next: string) =>
      visitor.call(reset.POST, "POST", "/api/auth/password/reset", { token, password: next });
    expect(codeOf(await set("password1234"))).toEqual([400, "weak_password"]);
    expect((await set("three horses, no moon")).status).toBe(204);
    expect(codeOf(await set("four horses, no moon"))).toEqual([400, "link_expired"]);
    expect((await readAccount(visitor)).status).toBe(401);
    expect((await signIn(visitor, { email, password: "three horses, no moon" })).status).toBe(200);
  });
});

describe("the second factor", () => {
  it("is asked for once it is confirmed; codes and recovery codes work once", async () => {
    const person = await signUpAndIn();
    const { visitor, email } = person;
    const path = "/api/account/two-factor";
    const { codeAt, recoveryCodes } = await switchTwoFactorOn(person);
    const [recovery = ""] = recoveryCodes;

    const elsewhere = createApiVisitor("10.4.0.1");
    expect(codeOf(await signIn(elsewhere, { email }))).toEqual([401, "second_factor_required"]);
    const code = codeAt(0);
    expect((await signIn(elsewhere, { email, code })).status).toBe(200);
    expect(codeOf(await signIn(elsewhere, { email, code }))).toEqual([401, "second_factor_wrong"]);
    expect((await signIn(elsewhere, { email, code: recovery.toUpperCase() })).status).toBe(200);
    expect(codeOf(await signIn(elsewhere, { email, code: recovery }))).toEqual([401, "second_factor_wrong"]);
    expect((await readAccount(visitor)).body).toMatchObject({ hasTwoFactor: true, recoveryCodesLeft: 9 });
    const end = (body: object) => visitor.call(twoFactor.DELETE, "DELETE", path, body);
    expect(codeOf(await end({ code: recovery }))).toEqual([401, "second_factor_wrong"]);
    expect((await end({ code: recoveryCodes[1] })).status).toBe(204);
    expect((await signIn(elsewhere, { email })).status).toBe(200);
  });

  it("is not switched on before the address is verified (H3)", async () => {
    const { visitor } = await signUpAndIn();
    const begun = await visitor.call(twoFactor.POST, "POST", "/api/account/two-factor");
    expect(codeOf(begun)).toEqual([403, "email_not_verified"]);
  });
});

describe("one's own data", () => {
  it("can be changed, but for what is not one's own to change", async () => {
    const { visitor, email } = await signUp();
    await signIn(visitor, { email });
    const change = (body: unknown) => visitor.call(account.PATCH, "PATCH", "/api/account", body);
    const changed = await change({
      displayName: "Ann",
      timeZone: "Europe/Berlin",
      preferences: { theme: "light" },
      isListed: false,
    });
    expect(changed.body).toMatchObject({ displayName: "Ann", timeZone: "Europe/Berlin", isListed: false });
    const { isListed } = await getDb().user.findFirstOrThrow({ where: { email } });
    expect(isListed).toBe(false);
    const chosen = async (mails: object) => (await change({ preferences: { mails } })).body.preferences;
    await chosen({ weekly: true });
    expect(await chosen({ alerts: false })).toEqual({
      theme: "light",
      locale: "en",
      mails: { weekly: true, alerts: false },
    });
    const mars = { preferences: { locale: "en-u-rg-mazzzz" } };
    for (const body of [{ role: "ADMIN" }, { tier: "ELITE" }, { timeZone: "Mars/Base" }, mars, {}]) {
      expect(codeOf(await change(body))).toEqual([400, "bad_request"]);
    }
  });

  it("has formats that come along to another browser, unless it has its own", async () => {
    const { visitor, email } = await signUp();
    expect((await signIn(visitor, { email })).headers.get("set-cookie")).not.toContain("tz-locale");
    const preferences = { locale: "fr-u-hc-h12-rg-dezzzz" };
    await visitor.call(account.PATCH, "PATCH", "/api/account", { preferences });
    const other = createApiVisitor("198.51.100.9");
    const readCookies = async () => (await signIn(other, { email })).headers.get("set-cookie");
    expect(await readCookies()).toContain("tz-locale=en-u-hc-h12-rg-dezzzz; Path=/");
    expect(await readCookies()).not.toContain("tz-locale");
  });

  it("is exported whole and without secrets", async () => {
    const { visitor, email } = await signUp();
    await signIn(visitor, { email });
    const file = await visitor.call(exported.GET, "GET", "/api/account/export");
    expect(file.body).toMatchObject({ account: { email }, portfolios: [{ kind: "PRACTICE" }] });
    expect(JSON.stringify(file.body)).not.toMatch(/argon2|totp|Hash":"\$/i);
  });

  it("is forgotten when its owner deletes the account", async () => {
    const { visitor, email, id } = await signUp();
    await signIn(visitor, { email });
    const remove = (body: object) => visitor.call(account.DELETE, "DELETE", "/api/account", body);
    expect(codeOf(await remove({}))).toEqual([400, "bad_request"]);
    expect((await remove({ confirm: "delete my account" })).status).toBe(204);
    expect((await readAccount(visitor)).status).toBe(401);
    expect(codeOf(await signIn(visitor, { email }))[1]).toBe("invalid_credentials");
    const user = await getDb().user.findUnique({ where: { id } });
    expect(JSON.stringify(user)).not.toContain(email);
  });
});
