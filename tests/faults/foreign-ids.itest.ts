import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { recordProof } from "@/lib/auth/recent-proof";
import { PLANS } from "@/lib/core/challenge/plans";
import { ONE, parseMoney, parseQty } from "@/lib/core/decimal";
import { BYBIT } from "@/lib/core/engine/venues/bybit";
import { insertAlert } from "@/lib/db/alerts/alerts";
import { getDb } from "@/lib/db/client";
import { executeCommand } from "@/lib/db/portfolio/execute-command";
import { openPortfolio } from "@/lib/db/portfolio/open-portfolio";
import { ENDPOINTS } from "@/lib/http/endpoints/endpoints";
import { callRouteModule } from "@/tests/routes/call-route-module";
import { exampleRequest } from "@/tests/routes/example-request";
import { createApiKey } from "@/tests/support/create-api-key";
import { createTestDatabase } from "@/tests/support/create-test-database";
import { signInAs } from "@/tests/support/sign-in-as";
import { buildContext, openTestPortfolio } from "@/tests/support/trading-fixture";
import { type TestServices, useTestServices } from "@/tests/support/use-test-services";

const ORIGIN = "http://localhost:3000";
const NOW_MS = Date.now() - 60_000;
const PRIVATE_NOTE = "only the owner reads this";
/** The owner's objects, by name. The stranger has every id. */
const owned = {
  portfolio: "p1",
  challenge: "c1",
  challengePortfolio: "c1-phase1",
  entry: "",
  session: "",
  grant: "g1",
  key: "",
  hook: "hook-1",
  webhook: "webhook-1",
  alert: "",
};
let services: TestServices;
let ownerId = "";
let ownerCookie = "";
let strangerCookie = "";

beforeAll(async () => {
  services = await useTestServices({ databaseUrl: await createTestDatabase() });
  await openTestPortfolio({ id: owned.portfolio, nowMs: NOW_MS, opening: parseMoney("10000") });
  ownerId = (await getDb().portfolio.findUniqueOrThrow({ where: { id: owned.portfolio } })).userId;
  await closeOneTrade();
  await startOwnChallenge();
  await getDb().grant.create({
    data: { id: owned.grant, userId: ownerId, product: "classic-10k", auditId: "a" },
  });
  await openWaysIn();
  const condition = { kind: "fill", portfolioId: owned.portfolio } as const;
  const terms = { isRepeating: false, expiresMs: null, byPush: false, byMail: false, note: PRIVATE_NOTE };
  owned.alert = (await insertAlert(ownerId, { condition, ...terms }, 10))?.id ?? "";
  const owner = await signInAs({ userId: ownerId });
  ownerCookie = owner.cookie;
  owned.session = createHash("sha256").update(owner.sessionId).digest("hex").slice(0, 16);
  strangerCookie = await createStranger();
});
afterAll(async () => {
  await getDb().$disconnect();
  await services.close();
});

/** A key, a hook and a webhook of the owner. */
async function openWaysIn(): Promise<void> {
  const own = { portfolioId: owned.portfolio, userId: ownerId };
  owned.key = (await createApiKey(own)).key;
  const createdAt = new Date();
  const hook = { ...own, id: owned.hook, name: "Strategy", tokenHash: "hash", createdAt };
  await getDb().alertHook.create({ data: hook });
  const target = { url: "https://owner.example/", secret: "", topics: ["fill"], afterSeq: 0, createdAt };
  await getDb().webhook.create({ data: { ...own, id: owned.webhook, ...target } });
}

async function closeOneTrade(): Promise<void> {
  const order = { orderId: "order-0001", symbol: "BTCUSDT", side: "buy", kind: "market" } as const;
  const at = (ms: number, price: string) => () => buildContext({ nowMs: NOW_MS + ms, price });
  const closing = { symbol: "BTCUSDT", fraction: ONE, orderId: "order-0002" };
  await executeCommand(
    owned.portfolio,
    { type: "submit", order: { ...order, qty: parseQty("2") } },
    at(100, "100"),
  );
  await executeCommand(owned.portfolio, { type: "execute", orderId: order.orderId }, at(200, "100"));
  await executeCommand(owned.portfolio, { type: "close-position", ...closing }, at(300, "110"));
  await executeCommand(owned.portfolio, { type: "execute", orderId: closing.orderId }, at(400, "110"));
  const where = { portfolioId: owned.portfolio };
  const [entry] = await getDb().journalEntry.updateManyAndReturn({ where, data: { notes: PRIVATE_NOTE } });
  owned.entry = entry?.id ?? "";
}

async function startOwnChallenge(): Promise<void> {
  const [plan] = PLANS;
  if (plan === undefined) throw new Error("There are no plans.");
  await openPortfolio({
    id: owned.challengePortfolio,
    userId: ownerId,
    name: "Own challenge",
    kind: "CHALLENGE",
    marginMode: "isolated",
    opening: parseMoney("10000"),
    leverage: ONE,
    rules: BYBIT,
    nowMs: NOW_MS,
    challenge: { challengeId: owned.challenge, plan, phase: 1 },
  });
}

/** Another user with the highest tier, so that no tier closes a route. */
async function createStranger(): Promise<string> {
  const { id } = await getDb().user.create({ data: { email: "stranger@x.test", displayName: "Stranger" } });
  const [startsAt, endsAt] = [-60_000, 60_000_000].map((ms) => new Date(Date.now() + ms));
  await getDb().grant.create({ data: { userId: id, product: "elite", auditId: id, startsAt, endsAt } });
  const { cookie, sessionId } = await signInAs({ userId: id });
  await recordProof(sessionId);
  return cookie;
}

function call(cookie: string, name: string, body?: unknown) {
  const [method = "", path = ""] = name.split(" ");
  const headers = { cookie, origin: ORIGIN, "content-type": "application/json" };
  return callRouteModule({ method, path, headers, body });
}

/** Each names one object of the owner: a request, and the stranger's response. */
const NAMING: [string, (id: typeof owned) => string, unknown?][] = [
  ["a journal entry", ({ entry }) => `GET /api/journal/${encodeURIComponent(entry)}`],
  ["its notes", ({ entry }) => `PATCH /api/journal/${encodeURIComponent(entry)}`, { notes: "mine now" }],
  ["a challenge", ({ challenge }) => `GET /api/challenges/${challenge}`],
  ["a challenge's evidence", ({ challenge }) => `GET /api/challenges/${challenge}/evidence`],
  ["a running challenge's log", ({ challenge }) => `GET /api/certificates/statement?id=${challenge}`],
  ["a purchase", () => "POST /api/challenges", { grantId: owned.grant }],
  ["a session", ({ session }) => `DELETE /api/account/sessions/${session}`],
  ["an API key", ({ key }) => `DELETE /api/account/keys/${key}`],
  ["a hook", ({ hook }) => `DELETE /api/account/hooks/${hook}`],
  ["a webhook", ({ webhook }) => `DELETE /api/account/webhooks/${webhook}`],
  ["an alert", ({ alert }) => `DELETE /api/alerts/${alert}`],
  ["an alert's terms", ({ alert }) => `PATCH /api/alerts/${alert}`, { note: "mine now" }],
  ["a challenge's portfolio", ({ challengePortfolio }) => `GET /api/portfolio?id=${challengePortfolio}`],
];

/** The endpoints that filter by the owner's portfolio, and lists of one's own: what the stranger gets is empty. */
const FILTERING = [
  ...Object.keys(ENDPOINTS).flatMap((name) => {
    if (ENDPOINTS[name]?.portfolio !== "filter") return [];
    const { method, path } = exampleRequest(name, { portfolioId: owned.portfolio });
    return `${method} ${path}`;
  }),
  "GET /api/challenges",
  "GET /api/portfolios",
  "GET /api/account/export",
  "GET /api/account/sessions",
  "GET /api/account/keys",
  "GET /api/account/hooks",
  "GET /api/account/hooks/calls",
  "GET /api/account/webhooks",
  "GET /api/alerts",
  "GET /api/notifications",
];

describe("what belongs to someone else", () => {
  it.each(NAMING)("%s is not there for another user who knows its id", async (_, name, body) => {
    const response = await call(strangerCookie, name(owned), body);
    expect(response.status).toBe(404);
    expect(response.text).not.toMatch(/owner reads|10000|order-000/);
  });

  it.each(FILTERING)("%s says nothing of it", async (name) => {
    const response = await call(strangerCookie, name);
    expect(response.status).toBe(200);
    for (const id of [owned.portfolio, owned.challenge, owned.entry, owned.session, ownerId]) {
      expect(response.text).not.toContain(`"${id}"`);
    }
    expect(response.text).not.toMatch(/owner reads|order-000|owner\.example/);
  });

  it("is what it was", async () => {
    const entry = await call(ownerCookie, `GET /api/journal/${encodeURIComponent(owned.entry)}`);
    expect([entry.status, entry.text]).toEqual([200, expect.stringContaining(PRIVATE_NOTE)]);
    expect((await call(ownerCookie, `GET /api/challenges/${owned.challenge}`)).status).toBe(200);
    const grant = await getDb().grant.findUniqueOrThrow({ where: { id: owned.grant } });
    expect(grant.usedAt).toBeNull();
    const key = await getDb().apiKey.findFirstOrThrow({ where: { key: owned.key } });
    const hook = await getDb().alertHook.findFirstOrThrow({ where: { id: owned.hook } });
    expect([key.revokedAt, hook.revokedAt]).toEqual([null, null]);
    expect(await getDb().webhook.count({ where: { id: owned.webhook } })).toBe(1);
    const alert = await getDb().alert.findFirstOrThrow({ where: { userId: ownerId } });
    expect(alert).toMatchObject({ id: owned.alert, note: PRIVATE_NOTE });
  });
});
