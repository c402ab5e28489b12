import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { DELETE as withdraw } from "@/app/api/admin/announcements/[id]/route";
import { POST as announce } from "@/app/api/admin/announcements/route";
import { GET as readAudit } from "@/app/api/admin/audit/route";
import { GET as exportFigures } from "@/app/api/admin/figures.csv/route";
import { PUT as setFlag } from "@/app/api/admin/flags/route";
import { PUT as savePage } from "@/app/api/admin/pages/[slug]/route";
import { PUT as setPlan } from "@/app/api/admin/plans/route";
import { GET as readStatus } from "@/app/api/admin/status/route";
import { PUT as setSwitch } from "@/app/api/admin/switches/route";
import { POST as ban } from "@/app/api/admin/users/[id]/ban/route";
import { POST as grant } from "@/app/api/admin/users/[id]/grants/route";
import { GET as listUsers } from "@/app/api/admin/users/route";
import { GET as readAnnouncements } from "@/app/api/announcements/route";
import { POST as createCompetition } from "@/app/api/competitions/route";
import { touchSession } from "@/lib/auth/session/session-store";
import { readOfferedPlans } from "@/lib/challenge/rulebooks/offered-plans";
import { startChallenge } from "@/lib/challenge/start-challenge";
import { listCurrentAnnouncements, listPublished } from "@/lib/db/admin/content";
import { readDailyFigures } from "@/lib/db/admin/read-daily-figures";
import { truncateAuditOrigins } from "@/lib/db/admin/truncate-audit-origins";
import { getDb } from "@/lib/db/client";
import { findUserTier } from "@/lib/db/queries/entitlements";
import { getErrorStore } from "@/lib/http/error-store";
import { withCron } from "@/lib/http/route/with-cron";
import { withUser } from "@/lib/http/route/with-user";
import { getEnv } from "@/lib/infra/env/env";
import { publishSwitches } from "@/lib/infra/operator-switches";
import { getRedis } from "@/lib/infra/redis/redis";
import { reportError } from "@/lib/infra/telemetry/report-error";
import type { RequestOrigin } from "@/lib/infra/telemetry/request-origin";
import { readHalts } from "@/lib/market/reference/halts";
import { createAdmin } from "@/tests/support/create-admin";
import { createTestDatabase } from "@/tests/support/create-test-database";
import { signInAs } from "@/tests/support/sign-in-as";
import { type TestServices, useTestServices } from "@/tests/support/use-test-services";

const listHalted = async () => (await readHalts()).halted;

const ORIGIN = "http://localhost:3000";
const AGENT = "Mozilla/5.0 (X11; Linux x86_64) a test";
const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
const reason = "a test asks for it";
let services: TestServices;
let admin: { id: string; cookie: string };
let trader: { id: string; cookie: string; sessionId: string };

beforeAll(async () => {
  services = await useTestServices({ databaseUrl: await createTestDatabase() });
  admin = await createAdmin("admin@example.com");
  const { id } = await getDb().user.create({ data: { email: "ann@example.com", displayName: "Ann" } });
  trader = { id, ...(await signInAs({ userId: id })) };
});
afterAll(() => services.close());

type Handler = (request: Request, context?: { params: Promise<Record<string, string>> }) => Promise<Response>;

/** Calls a route as the admin, or as the user of `cookie`. */
async function call(
  handler: Handler,
  request: {
    method?: string;
    body?: object;
    params?: Record<string, string>;
    cookie?: string;
    query?: string;
  } = {},
): Promise<{ status: number; json: Record<string, never> }> {
  const { method = "GET", body, params = {}, cookie = admin.cookie, query = "" } = request;
  const client = { "x-client-ip": "192.0.2.77", "user-agent": AGENT };
  const headers = { cookie, origin: ORIGIN, "content-type": "application/json", ...client };
  const response = await handler(
    new Request(`${ORIGIN}/api/admin/x${query}`, {
      method,
      headers,
      ...(body && { body: JSON.stringify(body) }),
    }),
    { params: Promise.resolve(params) },
  );
  const text = await response.text();
  return { status: response.status, json: text === "" ? {} : JSON.parse(text) };
}

describe("the operators' desk", () => {
  it("lets no trader in", async () => {
    expect((await call(listUsers, { cookie: trader.cookie })).status).toBe(403);
    expect((await call(listUsers, { cookie: "" })).status).toBe(401);
  });

  it("finds users and shows no secret", async () => {
    const { json } = await call(listUsers, { query: "?search=ANN@" });
    expect(json).toMatchObject({ users: [{ email: "ann@example.com" }] });
    expect(JSON.stringify(json)).not.toMatch(/passwordHash|totpSecret/);
  });

  it("wants a reason for every write", async () => {
    const body = { name: "halt:BTCUSDT", on: true, reason: " " };
    expect((await call(setSwitch, { method: "PUT", body })).status).toBe(400);
    expect(await listHalted()).toEqual(new Set());
  });

  it("halts a symbol for every process within a second, also after Redis was emptied", async () => {
    const body = { name: "halt:BTCUSDT", on: true, reason };
    expect((await call(setSwitch, { method: "PUT", body })).json).toEqual({ on: ["halt:BTCUSDT"] });
    await expect.poll(listHalted).toEqual(new Set(["BTCUSDT"]));
    const signedIn = await touchSession(trader.id, trader.sessionId);
    await services.controlRedis({ flush: true });
    await expect.poll(listHalted).toEqual(new Set(["BTCUSDT"]));
    expect(signedIn).not.toBeNull();
    admin = { id: admin.id, ...(await signInAs({ userId: admin.id, role: "ADMIN" })) };
    trader = { id: trader.id, ...(await signInAs({ userId: trader.id })) };
    await call(setSwitch, { method: "PUT", body: { ...body, on: false } });
    await expect.poll(listHalted).toEqual(new Set());
  });

  it("an old copy of the switches doesn't last: Redis forgets it, and the database is asked", async () => {
    await publishSwitches([]);
    const leftMs = await getRedis().pttl("operator-switches");
    expect(leftMs).toBeGreaterThan(0);
    expect(leftMs).toBeLessThanOrEqual(60_000);
  });

  it("makes the service read-only for all but admins", async () => {
    const write = withUser({ access: "user" }, () => ({ body: {} }));
    const body = { name: "read-only", on: true, reason };
    await call(setSwitch, { method: "PUT", body });
    await expect
      .poll(async () => (await call(write, { method: "POST", cookie: trader.cookie })).status)
      .toBe(503);
    expect((await call(write, { cookie: trader.cookie })).status).toBe(200);
    expect((await call(setSwitch, { method: "PUT", body: { ...body, on: false } })).status).toBe(200);
    await expect
      .poll(async () => (await call(write, { method: "POST", cookie: trader.cookie })).status)
      .toBe(200);
  });

  it("bans with every session ended, and not oneself", async () => {
    const body = { banned: true, reason };
    expect((await call(ban, { method: "POST", body, params: { id: admin.id } })).status).toBe(403);
    const response = await call(ban, { method: "POST", body, params: { id: trader.id } });
    expect(response.json).toMatchObject({ user: { banReason: reason } });
    expect(await touchSession(trader.id, trader.sessionId)).toBeNull();
    const undone = await call(ban, {
      method: "POST",
      body: { ...body, banned: false },
      params: { id: trader.id },
    });
    expect(undone.json).toMatchObject({ user: { bannedAt: null, banReason: null } });
  });

  it("gives a tier for some days", async () => {
    const body = { product: "pro", days: 7, reason };
    expect((await call(grant, { method: "POST", body, params: { id: trader.id } })).status).toBe(201);
    expect(await findUserTier(trader.id)).toBe("PRO");
    const endless = { product: "pro", days: null, reason };
    expect((await call(grant, { method: "POST", body: endless, params: { id: trader.id } })).status).toBe(
      400,
    );
  });

  it("publishes pages and announces on time", async () => {
    const page = { title: "About", body: "# Hello", published: true, reason };
    expect((await call(savePage, { method: "PUT", body: page, params: { slug: "about" } })).status).toBe(200);
    expect((await listPublished("page")).map(({ slug }) => slug)).toEqual(["about"]);
    const soon = new Date(Date.now() + 60_000).toISOString();
    const now = new Date(Date.now() - 1_000).toISOString();
    const line = { level: "info", audience: "all", text: "Later", startsAt: soon, endsAt: null, reason };
    await call(announce, { method: "POST", body: line });
    const { json } = await call(announce, {
      method: "POST",
      body: { ...line, level: "critical", text: "Now", startsAt: now },
    });
    expect((await listCurrentAnnouncements(["all"])).map(({ text }) => text)).toEqual(["Now"]);
    for (const audience of ["traders", "admins"]) {
      const body = { ...line, audience, text: `For ${audience}`, startsAt: now };
      expect((await call(announce, { method: "POST", body })).status).toBe(201);
    }
    const shownTo = async (cookie: string) => {
      const { json: shown } = await call(readAnnouncements, { cookie });
      const { announcements } = shown as unknown as { announcements: { text: string }[] };
      return announcements.map(({ text }) => text).sort();
    };
    trader = { id: trader.id, ...(await signInAs({ userId: trader.id })) };
    expect(await shownTo("")).toEqual(["Now"]);
    expect(await shownTo(trader.cookie)).toEqual(["For traders", "Now"]);
    expect(await shownTo(admin.cookie)).toEqual(["For admins", "For traders", "Now"]);
    const { id } = (json as unknown as { announcement: { id: string } }).announcement;
    expect((await call(withdraw, { method: "DELETE", body: { reason }, params: { id } })).status).toBe(204);
    expect(await listCurrentAnnouncements(["all"])).toEqual([]);
  });

  it("turns a feature on for no user, for named users, for a share or for all, at once", async () => {
    const set = (percent: number, users: string[]) =>
      call(setFlag, { method: "PUT", body: { name: "friends-competitions", percent, users, reason } });
    const terms = { name: "A cup", startsAt: inHours(1), endsAt: inHours(2) };
    const create = () => call(createCompetition, { method: "POST", body: terms, cookie: trader.cookie });
    expect((await create()).status).toBe(201);
    expect((await set(0, [])).status).toBe(200);
    expect((await create()).status).toBe(403);
    expect((await set(0, ["nobody@example.com"])).status).toBe(400);
    expect((await set(0, [trader.id])).json).toMatchObject({
      flags: [{ name: "friends-competitions", percent: 0, users: [{ id: trader.id }] }],
    });
    expect((await create()).status).toBe(201);
    expect((await set(100, [])).status).toBe(200);
    expect((await create()).status).toBe(201);
  });

  it("counts sign-ups, traders, orders, revenue and results of challenges by day", async () => {
    const paid = { product: "pro", amount: 1_900, currency: "USD", domain: "test", status: "paid" };
    await getDb().payment.create({
      data: {
        ...paid,
        userId: trader.id,
        reference: "figures-1",
        paidAt: new Date(),
        refunds: { one: 400 },
      },
    });
    const figures = await readDailyFigures(30, new Date());
    expect(figures).toHaveLength(30);
    expect(figures.at(-1)).toMatchObject({ signUps: 2, traders: 0, orders: 0, revenue: 1_500, passed: 0 });
    expect(figures[0]).toMatchObject({ signUps: 0, revenue: 0 });
    const request = new Request(`${ORIGIN}/api/admin/figures.csv?days=90`, {
      headers: { cookie: admin.cookie },
    });
    const lines = (await (await exportFigures(request)).text()).trim().split("\r\n");
    expect(lines[0]).toBe("day,signUps,traders,orders,revenue,passed,failed");
    expect(lines).toHaveLength(91);
    expect((await call(exportFigures, { cookie: trader.cookie })).status).toBe(403);
  });

  it("publishes a free plan, a next version that running challenges don't get, and withdraws it", async () => {
    const rules = { name: "House", dailyLoss: "4", overallLoss: "8", target: "6" };
    const set = (id: string | null, change: object = {}) =>
      call(setPlan, {
        method: "PUT",
        body: { id, rules, summary: "Small limits.", isOffered: true, reason, ...change },
      });
    expect((await set("none")).status).toBe(404);
    expect((await set(null, { rules: { ...rules, dailyLoss: "400" } })).status).toBe(400);
    const { json } = await set(null);
    const { id } = json as unknown as { id: string };
    expect((await readOfferedPlans()).map((plan) => [plan.id, plan.name, plan.version])).toEqual([
      [id, "House", 1],
    ]);
    const first = await startChallenge(trader.id, { freePlan: id });
    expect((await set(id, { rules: { ...rules, target: "5" } })).json).toMatchObject({ id, version: 2 });
    const planOf = async (challengeId: string) =>
      (await getDb().challenge.findUniqueOrThrow({ where: { id: challengeId } })).plan;
    expect(await planOf(first.id)).toMatchObject({ id, version: 1, phases: [{ target: "0.06" }] });
    const second = await startChallenge(admin.id, { freePlan: id });
    expect(await planOf(second.id)).toMatchObject({ id, version: 2, phases: [{ target: "0.05" }] });
    await set(id, { isOffered: false });
    expect(await readOfferedPlans()).toEqual([]);
    const late = await getDb().user.create({ data: { email: "late@example.com", displayName: "Late" } });
    await expect(startChallenge(late.id, { freePlan: id })).rejects.toMatchObject({ code: "not_found" });
  });

  it("writes every change down with before and after, and nobody can rewrite it", async () => {
    const { json } = await call(readAudit, { query: "?limit=200" });
    const { entries } = json as unknown as {
      entries: { action: string; before: unknown; after: unknown; origin: RequestOrigin | null }[];
    };
    expect(new Set(entries.map(({ action }) => action))).toEqual(
      new Set([
        ...["set-switch", "set-flag", "ban-user", "unban-user", "grant-product"],
        ...["save-page", "set-plan", "announce", "withdraw"],
      ]),
    );
    expect(entries.find(({ action }) => action === "ban-user")).toMatchObject({
      before: { bannedAt: null },
      after: { bannedAt: expect.any(String) },
    });
    expect(entries.every(({ origin }) => origin?.clientIp === "192.0.2.77" && origin.agent === AGENT)).toBe(
      true,
    );
    await truncateAuditOrigins(new Date(Date.now() + 89 * 86_400_000));
    expect(await getDb().auditOrigin.count({ where: { isTruncated: true } })).toBe(0);
    await truncateAuditOrigins(new Date(Date.now() + 91 * 86_400_000));
    expect(await getDb().auditOrigin.findMany({ distinct: ["clientIp", "agent"] })).toMatchObject([
      { clientIp: "192.0.2.0/24", agent: null },
    ]);
    await expect(getDb().auditEntry.updateMany({ data: { reason: "other" } })).rejects.toThrow("append-only");
    await expect(getDb().auditEntry.deleteMany({})).rejects.toThrow("append-only");
  });

  it("shows how the parts are, with the newest errors and slow jobs", async () => {
    const store = getErrorStore();
    reportError("it-broke", new Error("ann@example.com was not reached"), { route: "/api/x" });
    store.add({ event: "it-broke", route: "/api/x", message: "again", stack: null, count: 3 });
    await store.flush();
    let nowMs = Date.now();
    const clock = vi.spyOn(Date, "now").mockImplementation(() => nowMs);
    const job = (name: string, tookMs: number) =>
      withCron(name, async () => {
        nowMs += tookMs;
        return {};
      })(new Request(ORIGIN, { headers: { authorization: `Bearer ${getEnv().CRON_SECRET}` } }));
    for (const [name, tookMs] of [
      ["quick", 9_000],
      ["slow", 12_000],
      ["market", 240_000],
    ] as const) {
      expect((await job(name, tookMs)).status).toBe(200);
    }
    clock.mockRestore();
    const { json } = await call(readStatus);
    expect(json).toMatchObject({
      errors: [{ event: "it-broke", route: "/api/x", message: "again", count: 4 }],
      slowJobs: [{ name: "cron slow", durationMs: 12_000 }],
    });
    expect(JSON.stringify(json)).not.toContain("ann@example.com was");
    expect(json).toMatchObject({ health: { database: { ok: true } }, queue: { depth: 0 }, switches: [] });
  });
});
