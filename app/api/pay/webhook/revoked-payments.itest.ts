import { createHmac } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { POST as receiveWebhook } from "@/app/api/pay/webhook/route";
import { lockVoidChallenges } from "@/lib/challenge/lock-void-challenges";
import { startChallenge } from "@/lib/challenge/start-challenge";
import { toSummaryDto } from "@/lib/challenge/to-challenge-dto";
import { parseQty } from "@/lib/core/decimal";
import { getDb } from "@/lib/db/client";
import { executeCommand } from "@/lib/db/portfolio/execute-command";
import { verifyPortfolio } from "@/lib/db/portfolio/verify-portfolio";
import { findCertificate } from "@/lib/db/proof/certificates";
import { findChallenge } from "@/lib/db/queries/challenges";
import { PRODUCTS, type ProductId } from "@/lib/schemas/products";
import { startTrading, type TradingWorld } from "@/tests/support/start-trading";
import { buildContext } from "@/tests/support/trading-fixture";

const SECRET = "sk_test_0123456789";
let world: TradingWorld;

beforeAll(async () => {
  world = await startTrading({ symbols: ["BTCUSDT"], withVenue: false, routes: {} });
  process.env.PAYSTACK_SECRET_KEY = SECRET;
  await world.setMarket("BTCUSDT", 100);
});
afterAll(() => world.close());

/** A user who has paid for a product, with its grant. */
async function buy(
  userId: string,
  productId: ProductId,
  reference = `ref-${userId}-${productId}`,
): Promise<{ grantId: string; reference: string }> {
  const db = getDb();
  await db.user.upsert({
    where: { id: userId },
    create: { id: userId, email: `${userId}@example.com`, displayName: userId },
    update: {},
  });
  const { amount, kind } = PRODUCTS[productId];
  const payment = await db.payment.create({
    data: {
      userId,
      reference,
      product: productId,
      amount,
      currency: "USD",
      domain: "test",
      status: "paid",
      paidAt: new Date(),
    },
  });
  const now = Date.now();
  const period = { startsAt: new Date(now - 1_000), endsAt: new Date(now + 86_400_000) };
  const grant = await db.grant.create({
    data: { userId, product: productId, paymentId: payment.id, ...(kind === "tier" && period) },
  });
  return { grantId: grant.id, reference };
}

async function deliver(event: string, data: object): Promise<string> {
  const body = JSON.stringify({ event, data });
  const signature = createHmac("sha512", SECRET).update(body).digest("hex");
  const response = await receiveWebhook(
    new Request("http://localhost/", {
      method: "POST",
      headers: { "x-paystack-signature": signature },
      body,
    }),
  );
  return (await response.json()).outcome;
}

async function openLong(portfolioId: string): Promise<void> {
  const order = { orderId: "order-0001", symbol: "BTCUSDT", side: "buy", kind: "market" } as const;
  const nowMs = Date.now();
  await executeCommand(portfolioId, { type: "submit", order: { ...order, qty: parseQty("10") } }, () =>
    buildContext({ nowMs }),
  );
  await executeCommand(portfolioId, { type: "execute", orderId: order.orderId }, () =>
    buildContext({ nowMs: nowMs + 10 }),
  );
}

async function expectVoid(userId: string, challengeId: string): Promise<void> {
  const row = await findChallenge(userId, challengeId);
  if (row === null) throw new Error("The challenge is gone.");
  const { status, portfolioId } = toSummaryDto(row);
  expect(status).toBe("VOID");
  const portfolio = await getDb().portfolio.findUniqueOrThrow({
    where: { id: portfolioId },
    include: { positions: true },
  });
  expect(portfolio.lockReason).toBe("void");
  expect(portfolio.positions).toEqual([]);
  expect(await findCertificate(challengeId)).toBeNull();
  expect(await verifyPortfolio(portfolioId)).toBeNull();
}

it("a refund ends the challenge that was started from it, with its open position", async () => {
  const { grantId, reference } = await buy("refunded", "classic-10k");
  const { portfolioId } = await startChallenge("refunded", { grantId });
  await openLong(portfolioId);
  const whole = { id: 1, transaction_reference: reference, amount: "3900", currency: "USD" };
  expect(await deliver("refund.processed", whole)).toBe("revoked");
  await expectVoid("refunded", grantId);
  const order = { orderId: "order-0002", symbol: "BTCUSDT", side: "buy", kind: "market" } as const;
  const later = await executeCommand(
    portfolioId,
    { type: "submit", order: { ...order, qty: parseQty("1") } },
    () => buildContext({ nowMs: Date.now() }),
  );
  expect(later).toMatchObject({ ok: false, reason: "portfolio_locked" });
  await expect(startChallenge("refunded", { grantId })).rejects.toMatchObject({ code: "not_found" });
});

it("a lost dispute takes a certificate back", async () => {
  const { grantId, reference } = await buy("disputed", "sprint-10k");
  await startChallenge("disputed", { grantId });
  await getDb().challenge.update({
    where: { id: grantId },
    data: { status: "PASSED", endedAt: new Date() },
  });
  expect(await findCertificate(grantId)).not.toBeNull();
  const lost = { id: 2, transaction: { reference }, resolution: "merchant-accepted" };
  expect(await deliver("charge.dispute.resolve", lost)).toBe("revoked");
  await expectVoid("disputed", grantId);
});

it("parts that were given back are compared with what was paid, each counted once", async () => {
  const { grantId, reference } = await buy("partly", "watermark-10k");
  await startChallenge("partly", { grantId });
  const part = (id: number, amount: string) =>
    deliver("refund.processed", { id, transaction_reference: reference, amount, currency: "USD" });
  expect(await part(10, "1900")).toBe("partly_refunded");
  expect(await part(10, "1900")).toBe("partly_refunded");
  expect(await Promise.all([part(10, "1900"), part(10, "1900")])).toEqual([
    "partly_refunded",
    "partly_refunded",
  ]);
  await lockVoidChallenges();
  expect((await getDb().challenge.findUniqueOrThrow({ where: { id: grantId } })).voidedAt).toBeNull();
  const foreign = { id: 11, transaction_reference: reference, amount: "2900", currency: "NGN" };
  expect(await deliver("refund.processed", foreign)).toBe("flagged");
  const both = await Promise.all([part(12, "500"), part(13, "500")]);
  expect([...both].sort()).toEqual(["partly_refunded", "revoked"]);
  await expectVoid("partly", grantId);
});

it("a tier takes the challenge along that it included, unless another grant of it covers the start", async () => {
  const { reference } = await buy("elite", "elite");
  const included = await startChallenge("elite", { includedProduct: "classic-10k" });
  const again = { id: 20, transaction_reference: reference, amount: "4900" };
  expect(await deliver("refund.processed", again)).toBe("revoked");
  await expectVoid("elite", included.id);

  const first = await buy("covered", "elite");
  await buy("covered", "elite", "ref-second");
  const kept = await startChallenge("covered", { includedProduct: "sprint-10k" });
  await deliver("refund.processed", { id: 21, transaction_reference: first.reference, amount: "4900" });
  expect((await getDb().challenge.findUniqueOrThrow({ where: { id: kept.id } })).voidedAt).toBeNull();
});

it("a challenge that starts while its grant is being revoked is found by the next run", async () => {
  const { grantId } = await buy("late", "trailing-10k");
  await startChallenge("late", { grantId });
  await getDb().grant.update({ where: { id: grantId }, data: { revokedAt: new Date() } });
  expect(await lockVoidChallenges()).toBe(1);
  await expectVoid("late", grantId);
  expect(await lockVoidChallenges()).toBe(0);
});

it("Elite includes the challenges of 10,000, not the larger one", async () => {
  await buy("sizes", "elite");
  await expect(startChallenge("sizes", { includedProduct: "classic-50k" })).rejects.toMatchObject({
    code: "forbidden",
  });
  await expect(startChallenge("sizes", { includedProduct: "pro" })).rejects.toMatchObject({
    code: "forbidden",
  });
});

it.each(["constructor", "toString", "__proto__", "hasOwnProperty"])(
  "an event named %s, which every object has, is only kept",
  async (event) => {
    const userId = `inherited-${event.toLowerCase()}`;
    const { reference } = await buy(userId, "pro");
    expect(await deliver(event, { reference })).toBe("ignored");
    expect(await getDb().grant.count({ where: { userId, revokedAt: null } })).toBe(1);
  },
);
