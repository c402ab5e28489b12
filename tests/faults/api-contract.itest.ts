import { Secret, TOTP } from "otpauth";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type Paystack, startPaystack } from "@/emulators/paystack/start-paystack";
import { grantProduct } from "@/lib/admin/grant-product";
import { createLinkToken } from "@/lib/auth/email-link";
import { startChallenge } from "@/lib/challenge/start-challenge";
import { createCompetition } from "@/lib/competitions/create-competition";
import { enterCompetition } from "@/lib/competitions/enter-competition";
import { getDb } from "@/lib/db/client";
import { storeClosedCandles } from "@/lib/db/market/candles";
import { API_OPERATIONS } from "@/lib/http/api-operations";
import { errorBodySchema } from "@/lib/schemas/api-error";
import { createCompetitionSchema } from "@/lib/schemas/competitions";
import { commandPortfolio } from "@/lib/trading/portfolio/command-portfolio";
import { fillOrder, queueOrder } from "@/tests/faults/trading-steps";
import { callRouteModule } from "@/tests/routes/call-route-module";
import { ROUTES } from "@/tests/routes/route-declarations";
import { createAuthenticator } from "@/tests/support/create-authenticator";
import { signInAs } from "@/tests/support/sign-in-as";
import { orderOf, startTrading, type TestTrader, type TradingWorld } from "@/tests/support/start-trading";

// No background execution of orders.
vi.mock("next/server", () => ({ after: () => {} }));

const PASSWORD = "a horse on the moon";
const MINUTE_MS = 60_000;
let world: TradingWorld;
let paystack: Paystack;
/** A user with a history: a closed and an open position, a resting order, a failed challenge, every right. */
let trader: TestTrader;
let challengeId = "";

beforeAll(async () => {
  paystack = await startPaystack({ webhookUrl: "http://127.0.0.1:1" });
  Object.assign(process.env, { PAYSTACK_SECRET_KEY: paystack.secretKey, PAYSTACK_URL: paystack.url });
  world = await startTrading({ symbols: ["BTCUSDT"], withVenue: false, routes: {} });
  trader = await world.createTrader();
  const { userId } = trader;
  const gift = { userId, reason: "a test" };
  await grantProduct(userId, { ...gift, product: "elite", days: 1 });
  const bought = await grantProduct(userId, { ...gift, product: "classic-10k", days: null });
  await fillOrder(world, trader, { stopLoss: { price: "99000" } });
  await fillOrder(world, trader, { side: "sell", reduceOnly: true });
  await hold();
  await rest();
  const challenge = await startChallenge(userId, { grantId: bought.id });
  challengeId = challenge.id;
  await fillOrder(world, { ...trader, portfolioId: challenge.portfolioId }, { qty: "0.08" });
  await world.setMarket("BTCUSDT", 80_000);
  await commandPortfolio(challenge.portfolioId, { type: "check" }, ["BTCUSDT"]);
  await world.setMarket("BTCUSDT", 100_000);
  const startMs = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS - 10 * MINUTE_MS;
  const prices = {
    open: "100000",
    high: "100100",
    low: "99900",
    close: "100050",
    volume: "1",
    turnover: "1",
  };
  const series = { venue: "none", symbol: "BTCUSDT", interval: "1" } as const;
  await storeClosedCandles(series, [{ startMs, ...prices }]);
});
afterAll(async () => {
  await world.close();
  await paystack.close();
});

const hold = () => fillOrder(world, trader, { qty: "0.01" });
const rest = async () => {
  const { order } = await queueOrder(world, trader, { kind: "limit", price: "99000", qty: "0.001" });
  return order?.id ?? "";
};
const competitionOf = (name: string) => {
  const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
  return createCompetitionSchema.parse({ name, startsAt: inHours(1), endsAt: inHours(2), minTrades: 0 });
};
/** A competition of another trader, whom no limit binds; its id. */
const makeOne = async () => {
  const { userId } = await world.createTrader();
  const { id } = await createCompetition(userId, competitionOf("Another cup"));
  await getDb().competition.update({ where: { id }, data: { code: null } });
  return id;
};
const enterOne = async () => {
  const id = await makeOne();
  await enterCompetition(trader.userId, id, undefined);
  return id;
};
const closing = () => ({
  portfolioId: trader.portfolioId,
  clientOrderId: orderOf(trader).clientOrderId,
});
const entryId = async () => {
  const { userId } = trader;
  return (await getDb().journalEntry.findFirstOrThrow({ where: { userId } })).id;
};

const ALERT = { condition: { kind: "price", symbol: "BTCUSDT", level: "200000", direction: "up" } };
const IMPORTED = "time,coin,sz,side,payment,rate\n2026-01-10T10:00:00Z,BTC,1,Long,-0.5,0.0001\n";
const importPath = async () => {
  const asked = { query: { mode: "commit", fileName: "funding.csv" }, body: IMPORTED };
  return `/api/imports/${(await call("POST /api/imports", asked)).body.id}`;
};
const alertPath = async () => `/api/alerts/${(await call("POST /api/alerts", { body: ALERT })).body.id}`;

type Asked = { path?: string; query?: Record<string, string>; body?: unknown };
/** What a call needs for a success response; the others need nothing. */
const CALLS: Record<string, () => Asked | Promise<Asked>> = {
  "GET /api/instruments/costs": () => ({ query: { symbol: "BTCUSDT" } }),
  "GET /api/candles": () => ({ query: { symbol: "BTCUSDT", interval: "1" } }),
  "POST /api/auth/register": () => ({
    body: { email: "newcomer@terminal-zero.local", password: PASSWORD, name: "New" },
  }),
  "POST /api/auth/email/verify": async () => {
    const data = { email: "unverified@terminal-zero.local", displayName: "Unverified" };
    const token = await createLinkToken("verify-email", await getDb().user.create({ data }));
    return { body: { token } };
  },
  "POST /api/account/keys": () => ({ body: { portfolioId: trader.portfolioId, name: "Bot" } }),
  "POST /api/account/hooks": () => ({ body: { portfolioId: trader.portfolioId, name: "Strategy" } }),
  "POST /api/account/webhooks": () => ({
    body: { portfolioId: trader.portfolioId, url: "https://1.1.1.1/", topics: ["fill"] },
  }),
  "POST /api/account/passkeys": async () => {
    const { body } = await call("POST /api/account/passkeys/options");
    return { body: { name: "Phone", credential: createAuthenticator(trader.userId).create(body.challenge) } };
  },
  "POST /api/auth/passkey": () => ({ body: {} }),
  "PATCH /api/account": () => ({ body: { displayName: "Reader" } }),
  "PUT /api/account/two-factor": async () => {
    const { body } = await call("POST /api/account/two-factor");
    return { body: { code: new TOTP({ secret: Secret.fromBase32(body.secret) }).generate() } };
  },
  "GET /api/anchors/heads": () => ({ query: { portfolioId: trader.portfolioId } }),
  "GET /api/portfolio": () => ({ query: { id: trader.portfolioId } }),
  "POST /api/portfolios": () => ({ body: { name: "Second" } }),
  "GET /api/portfolios/[id]/statement": () => ({ path: `/api/portfolios/${trader.portfolioId}/statement` }),
  "GET /api/portfolios/[id]/limits": () => ({ path: `/api/portfolios/${trader.portfolioId}/limits` }),
  "PUT /api/portfolios/[id]/limits": () => ({
    path: `/api/portfolios/${trader.portfolioId}/limits`,
    body: {
      dayLoss: "500",
      dayLossPercent: "5",
      lossesInRow: 50,
      tradesPerDay: 500,
      pauseMinutes: null,
      hours: null,
    },
  }),
  "POST /api/competitions": () => ({ body: competitionOf("A cup") }),
  "GET /api/competitions/[id]": async () => ({ path: `/api/competitions/${await enterOne()}` }),
  "POST /api/competitions/[id]/entry": async () => ({
    path: `/api/competitions/${await makeOne()}/entry`,
    body: {},
  }),
  "DELETE /api/competitions/[id]/entry": async () => ({
    path: `/api/competitions/${await enterOne()}/entry`,
  }),
  "GET /api/competitions/standings": async () => ({ query: { id: await enterOne() } }),
  "POST /api/portfolios/[id]/reset": async () => {
    const { portfolioId } = await world.createTrader();
    await getDb().portfolio.update({ where: { id: portfolioId }, data: { userId: trader.userId } });
    return { path: `/api/portfolios/${portfolioId}/reset`, body: {} };
  },
  "PATCH /api/portfolios/[id]": () => ({
    path: `/api/portfolios/${trader.portfolioId}`,
    body: { name: "Renamed" },
  }),
  "POST /api/orders/group": () => {
    const { portfolioId, clientOrderId, symbol } = orderOf(trader);
    const terms = { portfolioId, clientOrderId, symbol, side: "buy", qty: "0.002" };
    return { body: { ...terms, kind: "scale", from: "99000", to: "98000", count: 2 } };
  },
  "POST /api/orders": () => ({ body: orderOf(trader, { kind: "limit", price: "99000", qty: "0.001" }) }),
  "DELETE /api/orders": () => ({ query: { portfolioId: trader.portfolioId } }),
  "PATCH /api/orders/[id]": async () => {
    const body = { portfolioId: trader.portfolioId, price: "98000" };
    return { path: `/api/orders/${await rest()}`, body };
  },
  "DELETE /api/orders/[id]": async () => {
    const query = { portfolioId: trader.portfolioId };
    return { path: `/api/orders/${await rest()}`, query };
  },
  "PATCH /api/positions/[symbol]": () => {
    const body = { portfolioId: trader.portfolioId, stopLoss: { price: "95000" } };
    return { path: "/api/positions/BTCUSDT", body };
  },
  "POST /api/positions/[symbol]/close": () => ({ path: "/api/positions/BTCUSDT/close", body: closing() }),
  "POST /api/positions/[symbol]/margin": async () => {
    await hold();
    return { path: "/api/positions/BTCUSDT/margin", body: { ...closing(), amount: "1" } };
  },
  "POST /api/positions/[symbol]/reverse": async () => {
    await hold();
    return { path: "/api/positions/BTCUSDT/reverse", body: closing() };
  },
  "POST /api/positions/close": async () => {
    await hold();
    return { body: closing() };
  },
  "GET /api/journal/[id]": async () => ({ path: `/api/journal/${await entryId()}` }),
  "PATCH /api/journal/[id]": async () => ({
    path: `/api/journal/${await entryId()}`,
    body: { notes: "Early" },
  }),
  "GET /api/journal/days/[day]": () => ({ path: "/api/journal/days/2026-11-24" }),
  "PUT /api/journal/days/[day]": () => ({
    path: "/api/journal/days/2026-11-24",
    body: { note: "Overtraded" },
  }),
  "GET /api/journal/heatmap": () => ({ query: { year: String(new Date().getUTCFullYear()) } }),
  "GET /api/journal/review": () => ({ query: { week: "2026-11-23" } }),
  "POST /api/challenges": () => ({ body: { includedProduct: "sprint-10k" } }),
  "GET /api/challenges/[id]": () => ({ path: `/api/challenges/${challengeId}` }),
  "GET /api/challenges/[id]/evidence": () => ({ path: `/api/challenges/${challengeId}/evidence` }),
  "POST /api/alerts": () => ({ body: ALERT }),
  "POST /api/imports": () => ({ body: IMPORTED }),
  "GET /api/imports/[id]": async () => ({ path: await importPath() }),
  "GET /api/alerts/[id]": async () => ({ path: await alertPath() }),
  "PATCH /api/alerts/[id]": async () => ({ path: await alertPath(), body: { level: "210000" } }),
  "POST /api/notifications/read": () => ({ body: { through: new Date().toISOString() } }),
  "GET /api/drawings/[symbol]": () => ({ path: "/api/drawings/BTCUSDT" }),
  "PUT /api/drawings/[symbol]": () => ({ path: "/api/drawings/BTCUSDT", body: { drawings: [] } }),
  "POST /api/shares": async () => {
    const { portfolioId } = trader;
    const fill = await getDb().trade.findFirstOrThrow({ where: { portfolioId } });
    return { body: { kind: "fill", portfolioId, orderId: fill.clientOrderId, at: fill.at.toISOString() } };
  },
  "PATCH /api/leaderboard/me": () => ({ body: { isListed: true } }),
  "POST /api/pay/initialize": () => ({ body: { product: "pro" } }),
};

async function call(name: string, asked: Asked = {}, isSignedIn = true) {
  const [method = "", path = ""] = name.split(" ");
  const query = new URLSearchParams(asked.query).toString();
  const headers = {
    cookie: isSignedIn ? (await signInAs({ userId: trader.userId })).cookie : "",
    origin: process.env.APP_URL ?? "",
    "content-type": "application/json",
    "x-order-timestamp": String(Date.now()),
  };
  const url = `${asked.path ?? path}${query && `?${query}`}`;
  const response = await callRouteModule({ method, path: url, headers, body: asked.body });
  return { status: response.status, body: response.text === "" ? undefined : JSON.parse(response.text) };
}

describe("the description of the API", () => {
  it("names every call that is for people, and no other", () => {
    const open = Object.keys(ROUTES).filter((name) =>
      ["public", "visitor", "user", "paid"].includes(ROUTES[name] ?? ""),
    );
    expect(Object.keys(API_OPERATIONS).sort()).toEqual(open.sort());
  });

  it("is OpenAPI 3.1 with every path", async () => {
    const { body } = await call("GET /api/openapi.json");
    expect(body.openapi).toBe("3.1.0");
    const calls = Object.values(body.paths).flatMap((item) => Object.keys(item as object));
    expect(calls).toHaveLength(Object.keys(API_OPERATIONS).length);
    expect(body.paths["/api/orders"].post.requestBody.content["application/json"].schema.required).toContain(
      "clientOrderId",
    );
  });

  // Only a passed challenge has one: validated against its schema in the tests of certificates.
  const untold = "GET /api/certificates/statement";
  it.each(Object.entries(API_OPERATIONS).filter(([name, { response }]) => response && name !== untold))(
    "says what %s answers",
    async (name, operation) => {
      const { status, body } = await call(name, await CALLS[name]?.());
      expect([status, body?.error]).toEqual([operation.status ?? 200, undefined]);
      // Response schemas drop fields that they do not name.
      expect(operation.response?.parse(body)).toEqual(body);
    },
  );

  it.each(Object.keys(ROUTES).filter((name) => ROUTES[name] === "user" && !name.includes("[")))(
    "says how %s rejects",
    async (name) => {
      const { status, body } = await call(name, name.startsWith("GET") ? {} : { body: {} }, false);
      expect(status).toBe(401);
      expect(errorBodySchema.strict().safeParse(body).error).toBeUndefined();
    },
  );
});
