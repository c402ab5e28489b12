import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { GET as returnFromCheckout } from "@/app/api/pay/callback/route";
import { POST as receiveWebhook } from "@/app/api/pay/webhook/route";
import { signBody } from "@/emulators/paystack/send-webhook";
import { type Paystack, startPaystack } from "@/emulators/paystack/start-paystack";
import { getDb } from "@/lib/db/client";
import { queueRenewalMails } from "@/lib/db/mails/queue-renewal-mails";
import { findUserTier, listUnusedChallengeGrants } from "@/lib/db/queries/entitlements";
import { findPayment } from "@/lib/db/queries/payments";
import { listCancellations } from "@/lib/db/queries/subscriptions";
import { getEnv } from "@/lib/infra/env/env";
import { composeMail } from "@/lib/mails/compose-mail";
import { checkPayments } from "@/lib/payments/check-payments";
import { fulfilPayment } from "@/lib/payments/fulfil-payment";
import { initializePayment } from "@/lib/payments/initialize-payment";
import { stopOrphanedRenewals, stopRenewals } from "@/lib/payments/stop-renewals";
import { mailFactsSchema } from "@/lib/schemas/mails";
import { PRODUCTS } from "@/lib/schemas/products";
import { createTestDatabase } from "@/tests/support/create-test-database";

const DAY_MS = 86_400_000;
let paystack: Paystack;
let user: { id: string; email: string };
let responses: number[] = [];

/** The product's webhook endpoint on a port, so that the provider delivers to the real handler. */
const server = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const headers = { "x-paystack-signature": String(request.headers["x-paystack-signature"]) };
  const received = await receiveWebhook(
    new Request("http://webhook/", { method: "POST", headers, body: Buffer.concat(chunks).toString() }),
  );
  responses.push(received.status);
  response.writeHead(received.status).end();
});

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const webhookUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  paystack = await startPaystack({ webhookUrl });
  Object.assign(process.env, {
    DATABASE_URL: await createTestDatabase(),
    UPSTASH_REDIS_REST_URL: "http://127.0.0.1:1",
    UPSTASH_REDIS_REST_TOKEN: "none",
    QSTASH_TOKEN: "none",
    QSTASH_CURRENT_SIGNING_KEY: "sig_none_current_key",
    QSTASH_NEXT_SIGNING_KEY: "sig_none_next_key",
    NEXTAUTH_SECRET: "0123456789abcdef0123456789abcdef",
    CRON_SECRET: "0123456789abcdef",
    PAYSTACK_SECRET_KEY: paystack.secretKey,
    PAYSTACK_URL: paystack.url,
  });
});
beforeEach(async () => {
  await control({
    down: false,
    webhooksOff: false,
    webhookCopies: 1,
    badSignature: false,
    amountFactor: 1,
    currency: "",
    domain: "",
  });
  responses = [];
  const email = `${randomUUID()}@example.com`;
  user = await getDb().user.create({ data: { email, displayName: "Payer", emailVerifiedAt: new Date() } });
});
afterAll(async () => {
  await paystack.close();
  server.close();
});

const control = (switches: object) =>
  fetch(`${paystack.url}/__control`, { method: "POST", body: JSON.stringify(switches) });
const checkOut = (checkoutUrl: string, choice: string) =>
  fetch(checkoutUrl, { method: "POST", body: new URLSearchParams({ choice }), redirect: "manual" });
const grants = () => getDb().grant.count({ where: { userId: user.id, revokedAt: null } });

function sendSigned(event: object, sign = (body: string) => signBody(body, paystack.secretKey)) {
  const body = JSON.stringify(event);
  const headers = { "x-paystack-signature": sign(body) };
  return receiveWebhook(new Request("http://webhook/", { method: "POST", headers, body }));
}

describe("one grant for one payment (fault 17)", () => {
  it("under ten webhooks at once and the payer's return in between", async () => {
    await control({ webhookCopies: 10 });
    const { reference, checkoutUrl } = await initializePayment(user, "pro");
    const back = await checkOut(checkoutUrl, "pay");
    await returnFromCheckout(new Request(back.headers.get("location") ?? ""));
    await expect.poll(() => responses.length).toBe(10);
    expect(new Set(responses)).toEqual(new Set([200]));
    expect(await grants()).toBe(1);
    expect(await findUserTier(user.id)).toBe("PRO");
    expect((await findPayment(reference))?.status).toBe("paid");
  });

  it("under fifty fulfilments at once", async () => {
    await control({ webhooksOff: true });
    const { reference, checkoutUrl } = await initializePayment(user, "classic-10k");
    await checkOut(checkoutUrl, "pay");
    const outcomes = await Promise.all(Array.from({ length: 50 }, () => fulfilPayment(reference)));
    expect(outcomes.filter((one) => one === "granted")).toHaveLength(1);
    expect(await listUnusedChallengeGrants(user.id)).toHaveLength(1);
  });

  it("by the cron alone when webhook and return are both lost, three days late", async () => {
    await control({ webhooksOff: true });
    const { reference, checkoutUrl } = await initializePayment(user, "elite");
    await checkOut(checkoutUrl, "pay");
    const threeDaysMs = 3 * 24 * 3_600_000;
    expect((await checkPayments(Date.now() + threeDaysMs)).granted).toBe(1);
    expect((await findPayment(reference))?.status).toBe("paid");
    expect(await findUserTier(user.id)).toBe("ELITE");
  });

  it("a year late", async () => {
    await control({ webhooksOff: true });
    const { reference, checkoutUrl } = await initializePayment(user, "pro");
    await checkOut(checkoutUrl, "pay");
    await getDb().payment.update({ where: { reference }, data: { createdAt: new Date(0) } });
    expect((await sendSigned({ event: "charge.success", data: { id: 1, reference } })).status).toBe(200);
    expect(await grants()).toBe(1);
  });

  it("for each of two products in flight; the higher tier counts and the lower one is not lost", async () => {
    const [elite, pro] = await Promise.all([
      initializePayment(user, "elite"),
      initializePayment(user, "pro"),
    ]);
    await Promise.all([checkOut(elite.checkoutUrl, "pay"), checkOut(pro.checkoutUrl, "pay")]);
    await expect.poll(grants).toBe(2);
    expect(await findUserTier(user.id)).toBe("ELITE");
  });

  it("a second month follows the first", async () => {
    for (const _ of [1, 2]) {
      const { reference, checkoutUrl } = await initializePayment(user, "pro");
      await checkOut(checkoutUrl, "pay");
      await fulfilPayment(reference);
    }
    const periods = await getDb().grant.findMany({
      where: { userId: user.id },
      orderBy: { startsAt: "asc" },
    });
    expect(periods[1]?.startsAt).toEqual(periods[0]?.endsAt);
  });
});

describe("no grant", () => {
  it.each([
    ["a lower amount", { amountFactor: 0.5 }, "amount 950 instead of 1900"],
    ["another currency", { currency: "NGN" }, "currency NGN instead of USD"],
    ["another domain", { domain: "live" }, "domain live instead of test"],
  ])("for %s: flagged with what differs", async (_, switches, note) => {
    await control(switches);
    const { reference, checkoutUrl } = await initializePayment(user, "pro");
    await checkOut(checkoutUrl, "pay");
    await expect.poll(async () => (await findPayment(reference))?.status).toBe("flagged");
    expect((await findPayment(reference))?.note).toContain(note);
    expect(await grants()).toBe(0);
    expect(await findUserTier(user.id)).toBe("FREE");
  });

  it("for a forged signature, and for one over a body that was encoded again", async () => {
    await control({ webhooksOff: true });
    const { reference, checkoutUrl } = await initializePayment(user, "pro");
    await checkOut(checkoutUrl, "pay");
    const event = { event: "charge.success", data: { id: 7, reference } };
    const forged = await sendSigned(event, (body) => signBody(body, "sk_test_other"));
    const recoded = await sendSigned(event, (body) => signBody(`${body} `, paystack.secretKey));
    expect([forged.status, recoded.status]).toEqual([401, 401]);
    expect(await grants()).toBe(0);
  });

  it("for an unknown reference: 200, kept and quarantined", async () => {
    const reference = `tz-${"0".repeat(24)}`;
    const received = await sendSigned({ event: "charge.success", data: { id: 99, reference } });
    expect(received.status).toBe(200);
    expect(await received.json()).toEqual({ outcome: "quarantined" });
    expect(await getDb().webhookDelivery.count({ where: { reference, outcome: "quarantined" } })).toBe(1);
  });

  it("for a payment that failed or was given up, until it succeeds after all", async () => {
    const { reference, checkoutUrl } = await initializePayment(user, "pro");
    await checkOut(checkoutUrl, "fail");
    expect(await fulfilPayment(reference)).toBe("unpaid");
    expect((await findPayment(reference))?.status).toBe("failed");
    await checkOut(checkoutUrl, "pay");
    await expect.poll(grants).toBe(1);
  });

  it("after a refund that came before the success", async () => {
    await control({ webhooksOff: true });
    const { reference, checkoutUrl } = await initializePayment(user, "pro");
    await checkOut(checkoutUrl, "pay");
    await sendSigned({ event: "refund.processed", data: { id: 3, transaction_reference: reference } });
    await sendSigned({ event: "charge.success", data: { id: 4, reference } });
    expect((await findPayment(reference))?.status).toBe("refunded");
    expect(await grants()).toBe(0);
  });

  it("after a refund of a tier in use", async () => {
    const { reference, checkoutUrl } = await initializePayment(user, "elite");
    await checkOut(checkoutUrl, "pay");
    await expect.poll(() => findUserTier(user.id)).toBe("ELITE");
    await sendSigned({ event: "refund.processed", data: { id: 5, transaction_reference: reference } });
    expect(await findUserTier(user.id)).toBe("FREE");
  });

  it("while the provider is down: the webhook is rejected so that it comes again", async () => {
    await control({ webhooksOff: true });
    const { reference, checkoutUrl } = await initializePayment(user, "pro");
    await checkOut(checkoutUrl, "pay");
    await control({ down: true });
    expect((await sendSigned({ event: "charge.success", data: { id: 6, reference } })).status).toBe(502);
    await expect(initializePayment(user, "pro")).rejects.toThrow("does not respond");
    await control({ down: false });
    expect((await sendSigned({ event: "charge.success", data: { id: 6, reference } })).status).toBe(200);
    expect(await grants()).toBe(1);
  });
});

it("tells the payer's browser nothing and sends it to the billing page", async () => {
  const received = await returnFromCheckout(new Request("http://x/api/pay/callback?reference=other"));
  expect(received.status).toBe(303);
  expect(received.headers.get("location")).toBe("http://localhost:3000/billing");
});

describe("renewals, where plans are configured", () => {
  let plan = "";
  beforeAll(async () => {
    const { amount, name } = PRODUCTS.pro;
    const made = await fetch(`${paystack.url}/plan`, {
      method: "POST",
      headers: { authorization: `Bearer ${paystack.secretKey}` },
      body: JSON.stringify({ name, amount, currency: "USD", interval: "monthly" }),
    });
    plan = (await made.json()).data.plan_code;
  });
  beforeEach(() => {
    getEnv().PAYSTACK_PLAN_PRO = plan;
  });
  afterAll(() => {
    delete getEnv().PAYSTACK_PLAN_PRO;
  });

  const renew = (code: string) =>
    fetch(`${paystack.url}/__renew`, { method: "POST", body: JSON.stringify({ code }) }).then((it) =>
      it.json(),
    );
  const periods = () =>
    getDb().grant.findMany({ where: { userId: user.id, revokedAt: null }, orderBy: { startsAt: "asc" } });
  const subscriptionOf = () => getDb().subscription.findFirst({ where: { userId: user.id } });

  /** Buys Pro by its plan without any webhook. */
  async function buyByPlan() {
    await control({ webhooksOff: true });
    const { reference, checkoutUrl } = await initializePayment(user, "pro");
    await checkOut(checkoutUrl, "pay");
    expect(await fulfilPayment(reference)).toBe("granted");
    const paid = await findPayment(reference);
    const data = { plan: { plan_code: plan }, customer: { customer_code: paid?.customerCode } };
    return { reference, data };
  }

  async function subscribeByEvents() {
    await control({ webhooksOff: false });
    const { checkoutUrl } = await initializePayment(user, "pro");
    await checkOut(checkoutUrl, "pay");
    await expect.poll(grants).toBe(1);
    const repeat = () =>
      fetch(`${paystack.url}/__subscriptions`, {
        method: "POST",
        body: JSON.stringify({ email: user.email }),
      });
    await expect.poll(async () => (await repeat()) && (await subscriptionOf())?.status).toBe("active");
    return (await subscriptionOf())?.code ?? "";
  }

  it("a month is granted for each charge, once, however often its event arrives", async () => {
    const code = await subscribeByEvents();
    const begunAtMs = (await subscriptionOf())?.nextPaymentAt?.getTime() ?? 0;
    await control({ webhookCopies: 10 });
    await renew(code);
    await expect.poll(grants).toBe(2);
    await expect.poll(() => getDb().payment.count({ where: { userId: user.id, status: "paid" } })).toBe(2);
    const [first, second] = await periods();
    expect(second?.startsAt).toEqual(first?.endsAt);
    await control({ webhookCopies: 1 });
    await renew(code);
    await expect.poll(grants).toBe(3);
    // The next charge is announced once, three days before it.
    const nextAtMs = async () => (await subscriptionOf())?.nextPaymentAt?.getTime() ?? 0;
    await expect.poll(nextAtMs).toBe(begunAtMs + 2 * 30 * DAY_MS);
    const third = new Date(await nextAtMs());
    const notices = () => getDb().queuedMail.findMany({ where: { userId: user.id, kind: "renewal" } });
    await queueRenewalMails(new Date(third.getTime() - 3 * DAY_MS - 1));
    expect(await notices()).toEqual([]);
    for (const beforeMs of [3 * DAY_MS, DAY_MS, -DAY_MS]) {
      await queueRenewalMails(new Date(third.getTime() - beforeMs));
    }
    const [notice, ...more] = await notices();
    expect(more).toEqual([]);
    const facts = mailFactsSchema.parse(notice?.facts);
    expect(facts).toMatchObject({ amount: PRODUCTS.pro.amount, chargedAtMs: third.getTime() });
    if (facts.kind !== "renewal") throw new Error("It is no notice.");
    const write = (locale: "en" | "fr") => composeMail(facts, { zone: "UTC", locale });
    expect(await write("en")).toMatchObject({
      subject: "Pro, one month renews soon: 19.00 USD",
      path: "/billing",
    });
    expect((await write("fr")).subject).toBe("Pro, un mois sera bientôt renouvelé : 19,00 USD");
  });

  it("a charge of another amount, or of nobody's plan, grants nothing", async () => {
    const code = await subscribeByEvents();
    await control({ amountFactor: 0.5 });
    const { reference } = await renew(code);
    await expect.poll(async () => (await findPayment(reference))?.status).toBe("flagged");
    expect(await grants()).toBe(1);
    getEnv().PAYSTACK_PLAN_PRO = "PLN_another";
    await control({ amountFactor: 1 });
    const unknown = await renew(code);
    await expect
      .poll(() => getDb().webhookDelivery.findFirst({ where: { reference: unknown.reference } }))
      .toMatchObject({ outcome: "quarantined" });
    expect(await findPayment(unknown.reference)).toBeNull();
  });

  it("ends when its buyer wants it to, and for accounts that are gone; what is paid stays", async () => {
    const code = await subscribeByEvents();
    const cancellation = { reason: "other", note: "I trade less." } as const;
    expect(await stopRenewals(user.id, cancellation)).toEqual({ stopped: 1 });
    expect(await subscriptionOf()).toMatchObject({
      status: "non-renewing",
      cancelReason: "other",
      cancelNote: "I trade less.",
      cancelledAt: expect.any(Date),
    });
    expect((await listCancellations())[0]).toMatchObject({ code, userId: user.id });
    expect(
      (await fetch(`${paystack.url}/__renew`, { method: "POST", body: JSON.stringify({ code }) })).status,
    ).toBe(404);
    expect(await findUserTier(user.id)).toBe("PRO");
    const email = `${randomUUID()}@example.com`;
    user = await getDb().user.create({ data: { email, displayName: "Gone", emailVerifiedAt: new Date() } });
    await subscribeByEvents();
    await getDb().user.update({ where: { id: user.id }, data: { deletedAt: new Date() } });
    expect(await stopOrphanedRenewals()).toBe(1);
    expect(await stopOrphanedRenewals()).toBe(0);
  });

  it("a subscription whose event arrives before its payment is asked for again; what renews is bought once", async () => {
    const early = {
      subscription_code: "SUB_early",
      plan: { plan_code: plan },
      customer: { customer_code: "CUS_new" },
    };
    expect((await sendSigned({ event: "subscription.create", data: early })).status).toBe(503);
    const { data } = await buyByPlan();
    const event = {
      event: "subscription.create",
      data: { ...data, subscription_code: `SUB_${randomUUID()}` },
    };
    expect((await sendSigned(event)).status).toBe(200);
    const { checkoutUrl } = await initializePayment(user, "pro");
    await control({ webhooksOff: false });
    await checkOut(checkoutUrl, "pay");
    await expect.poll(grants).toBe(2);
    expect(await getDb().subscription.count({ where: { userId: user.id } })).toBe(1);
  });

  it("a declined charge is shown, and its month is not granted", async () => {
    const code = await subscribeByEvents();
    const data = { subscription: { subscription_code: code }, invoice_code: "INV_1" };
    expect((await sendSigned({ event: "invoice.payment_failed", data })).status).toBe(200);
    expect((await subscriptionOf())?.status).toBe("attention");
    expect(await grants()).toBe(1);
  });
});

it("nothing is bought by an address that is only claimed: the provider knows its customers by theirs", async () => {
  const { email } = user;
  const claimant = await getDb().user.create({ data: { email, displayName: "Claims it" } });
  await expect(initializePayment(claimant, "pro")).rejects.toMatchObject({ code: "email_not_verified" });
  expect(await getDb().payment.count({ where: { userId: claimant.id } })).toBe(0);
});
