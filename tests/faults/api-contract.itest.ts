import { Secret, TOTP } from "otpauth";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type Paystack, startPaystack } from "@/emulators/paystack/start-paystack";
import { createCoachLink } from "@/lib/accounts/coaches/create-coach-link";
import { grantProduct } from "@/lib/admin/grant-product";
import { createLinkToken } from "@/lib/auth/email-link";
import { recordProof } from "@/lib/auth/recent-proof";
import { saveRulebook } from "@/lib/challenge/rulebooks/save-rulebook";
import { startChallenge } from "@/lib/challenge/start-challenge";
import { createCompetition } from "@/lib/competitions/create-competition";
import { enterCompetition } from "@/lib/competitions/enter-competition";
import { getDb } from "@/lib/db/client";
import { storeClosedCandles } from "@/lib/db/market/candles";
import { ENDPOINTS } from "@/lib/http/endpoints/endpoints";
import { commentAsCoach } from "@/lib/journal/coach/comment-as-coach";
import { savePlaybook } from "@/lib/journal/save-playbook";
import { errorBodySchema } from "@/lib/schemas/api-error";
import { createCompetitionSchema } from "@/lib/schemas/challenge/competitions";
import { commandPortfolio } from "@/lib/trading/portfolio/command-portfolio";
import { fillOrder, queueOrder } from "@/tests/faults/trading-steps";
import { callRouteModule } from "@/tests/routes/call-route-module";
import { exampleRequest, type RequestParts } from "@/tests/routes/example-request";
import { createAuthenticator } from "@/tests/support/create-authenticator";
import { signInAs } from "@/tests/support/sign-in-as";
import { orderOf, startTrading, type TestTrader, type TradingWorld } from "@/tests/support/start-trading";

// No background execution of orders.
vi.mock("next/server", () => ({ after: () => {} }));

const MINUTE_MS = 60_000;
const forPeople = Object.entries(ENDPOINTS).filter(([, { summary }]) => summary !== undefined);
let world: TradingWorld;
let paystack: Paystack;
/** A user with a history: a closed and an open position, a resting order, a failed challenge, every right. */
let trader: TestTrader;
let challengeId = "";

beforeAll(async () => {
  paystack = await startPaystack({ webhookUrl: "http://127.0.0.1:1" });
  Object.assign(process.env, { PAYSTACK_SECRET_KEY: paystack.secretKey, PAYSTACK_URL: paystack.url });
  world = await startTrading({ symbols: ["BTCUSDT"], routes: {} });
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
/** A coach's link to the trader's journal. */
const makeCoach = async () => {
  const session = { userId: trader.userId, sessionId: "coach-session" };
  await recordProof(session.sessionId);
  const { coach, url } = await createCoachLink(session, "Ann");
  return { id: coach.id, token: url.split("/").at(-1) };
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
async function afterOpening(): Promise<RequestParts> {
  await hold();
  return {};
}
const entryId = async () => {
  const { userId } = trader;
  return (await getDb().journalEntry.findFirstOrThrow({ where: { userId } })).id;
};

const ALERT = { condition: { kind: "price", symbol: "BTCUSDT", level: "200000", direction: "up" } };
const IMPORTED = "time,coin,sz,side,payment,rate\n2026-01-10T10:00:00Z,BTC,1,Long,-0.5,0.0001\n";
async function importParams(): Promise<RequestParts> {
  const query = { mode: "commit", fileName: "funding.csv" };
  const { body } = await call("POST /api/imports", { query, body: IMPORTED });
  return { params: { id: body.id } };
}
async function alertParams(): Promise<RequestParts> {
  return { params: { id: (await call("POST /api/alerts", { body: ALERT })).body.id } };
}

/** What an example leaves to the world of this test: objects that exist, codes and tokens that were given. */
const CHANGES: Record<string, () => RequestParts | Promise<RequestParts>> = {
  "POST /api/auth/email/verify": async () => {
    const data = { email: "unverified@terminal-zero.local", displayName: "Unverified" };
    const token = await createLinkToken("verify-email", await getDb().user.create({ data }));
    return { body: { token } };
  },
  "POST /api/account/passkeys": async () => {
    const { body } = await call("POST /api/account/passkeys/options");
    return { body: { name: "Phone", credential: createAuthenticator(trader.userId).create(body.challenge) } };
  },
  "PUT /api/account/two-factor": async () => {
    const { body } = await call("POST /api/account/two-factor");
    return { body: { code: new TOTP({ secret: Secret.fromBase32(body.secret) }).generate() } };
  },
  "POST /api/competitions": () => ({ body: competitionOf("A cup") }),
  "GET /api/competitions/[id]": async () => ({ params: { id: await enterOne() } }),
  "POST /api/competitions/[id]/entry": async () => ({ params: { id: await makeOne() } }),
  "DELETE /api/competitions/[id]/entry": async () => ({ params: { id: await enterOne() } }),
  "GET /api/competitions/standings": async () => ({ query: { id: await enterOne() } }),
  "POST /api/portfolios/[id]/reset": async () => {
    const { portfolioId } = await world.createTrader();
    await getDb().portfolio.update({ where: { id: portfolioId }, data: { userId: trader.userId } });
    return { params: { id: portfolioId } };
  },
  "PUT /api/portfolios/[id]/modes": async () => {
    const { portfolioId } = await world.createTrader();
    await getDb().portfolio.update({ where: { id: portfolioId }, data: { userId: trader.userId } });
    return { params: { id: portfolioId } };
  },
  "DELETE /api/journal/coaches/[coach]": async () => ({ params: { coach: (await makeCoach()).id } }),
  "DELETE /api/journal/comments/[comment]": async () => {
    const token = (await makeCoach()).token ?? "";
    const { id } = await commentAsCoach({ token, entryId: await entryId(), text: "Well waited." });
    return { params: { comment: id } };
  },
  "POST /api/coach/comments": async () => ({
    body: { token: (await makeCoach()).token, entryId: await entryId(), text: "Well waited." },
  }),
  "PUT /api/journal/playbooks/[playbook]": playbookParams,
  "DELETE /api/journal/playbooks/[playbook]": playbookParams,
  "PATCH /api/orders/[id]": async () => ({ params: { id: await rest() } }),
  "DELETE /api/orders/[id]": async () => ({ params: { id: await rest() } }),
  "POST /api/positions/[symbol]/margin": afterOpening,
  "POST /api/positions/[symbol]/reverse": afterOpening,
  "POST /api/positions/close": afterOpening,
  "GET /api/journal/[id]": async () => ({ params: { id: await entryId() } }),
  "PATCH /api/journal/[id]": async () => ({ params: { id: await entryId() } }),
  "GET /api/challenges/[id]": () => ({ params: { id: challengeId } }),
  "GET /api/challenges/[id]/evidence": () => ({ params: { id: challengeId } }),
  "GET /api/rulebooks/[id]": rulebookParams,
  "DELETE /api/rulebooks/[id]": rulebookParams,
  "POST /api/journal/screenshots": async () => ({
    body: await sharp({ create: { width: 9, height: 9, channels: 3, background: "red" } })
      .png()
      .toBuffer(),
  }),
  "POST /api/imports": () => ({ body: IMPORTED }),
  "GET /api/imports/[id]": importParams,
  "GET /api/alerts/[id]": alertParams,
  "PATCH /api/alerts/[id]": alertParams,
  "POST /api/shares": async () => {
    const { portfolioId } = trader;
    const fill = await getDb().trade.findFirstOrThrow({ where: { portfolioId } });
    return { body: { kind: "fill", portfolioId, orderId: fill.clientOrderId, at: fill.at.toISOString() } };
  },
};

async function rulebookParams() {
  const { id } = await saveRulebook(trader.userId, { name: "Mine", target: "8" });
  return { params: { id } };
}

async function playbookParams() {
  const playbook = { name: crypto.randomUUID(), description: "", rules: [] };
  return { params: { playbook: (await savePlaybook(trader.userId, playbook)).id } };
}

async function call(name: string, changed: RequestParts = {}, isSignedIn = true) {
  const { clientOrderId: orderId, portfolioId } = orderOf(trader);
  const headers = {
    cookie: isSignedIn ? (await signInAs({ userId: trader.userId })).cookie : "",
    origin: process.env.APP_URL ?? "",
    "content-type": "application/json",
    "x-order-timestamp": String(Date.now()),
  };
  const request = exampleRequest(name, { portfolioId, orderId }, changed);
  const response = await callRouteModule({ ...request, headers });
  return { status: response.status, body: response.text === "" ? undefined : JSON.parse(response.text) };
}

describe("the description of the API", () => {
  it("is OpenAPI 3.1 with every path", async () => {
    const { body } = await call("GET /api/openapi.json");
    expect(body.openapi).toBe("3.1.0");
    const calls = Object.values(body.paths).flatMap((item) => Object.keys(item as object));
    expect(calls).toHaveLength(forPeople.length);
    expect(body.paths["/api/orders"].post.requestBody.content["application/json"].schema.required).toContain(
      "clientOrderId",
    );
  });

  // Only a passed challenge has one: validated against its schema in the tests of certificates.
  const elsewhere = "GET /api/certificates/statement";
  const answering = forPeople.filter(([name, { response }]) => response && name !== elsewhere);
  it.each(answering)("says what %s answers", async (name, endpoint) => {
    const { status, body } = await call(name, await CHANGES[name]?.());
    expect([status, body?.error]).toEqual([endpoint.status ?? 200, undefined]);
    // Response schemas drop fields that they do not name.
    expect(endpoint.response?.parse(body)).toEqual(body);
  });

  const own = forPeople.filter(([, { access }]) => access === "user" || access === "paid");
  it.each(own)("says how %s rejects", async (name) => {
    const { status, body } = await call(name, {}, false);
    expect(status).toBe(401);
    expect(errorBodySchema.strict().safeParse(body).error).toBeUndefined();
  });
});
