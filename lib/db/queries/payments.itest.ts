import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { getDb } from "@/lib/db/client";
import { queueMails } from "@/lib/db/mails/queued-mails";
import { settlePaid } from "@/lib/db/queries/payments";
import { deliverMails } from "@/lib/mails/deliver-mails";
import { createTestDatabase } from "@/tests/support/create-test-database";
import { useTestServices } from "@/tests/support/use-test-services";

let services: Awaited<ReturnType<typeof useTestServices>>;
let made = 0;

type SentMail = {
  key: string;
  to: string[];
  subject: string;
  text: string;
  headers?: Record<string, string>;
};
/** What the mail provider has accepted; it rejects while `isDown`. */
const sent: SentMail[] = [];
let isDown = false;
const provider = createServer(async (request, response) => {
  let body = "";
  for await (const chunk of request.setEncoding("utf8")) body += chunk;
  if (!isDown) sent.push({ key: String(request.headers["idempotency-key"]), ...JSON.parse(body) });
  response.writeHead(isDown ? 503 : 200).end("{}");
});

beforeAll(async () => {
  await new Promise<void>((resolve) => provider.listen(0, "127.0.0.1", resolve));
  process.env.RESEND_API_KEY = "a-key";
  process.env.RESEND_URL = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`;
  services = await useTestServices({ databaseUrl: await createTestDatabase() });
});
afterAll(async () => {
  await getDb().$disconnect();
  await services.close();
  provider.close();
});

/** Creates a user with these grants, which end far in the future. */
async function holderOf(...grants: [startsAt: string, endsAt: string][]): Promise<string> {
  made += 1;
  const id = `holder-${made}`;
  await getDb().user.create({ data: { id, email: `${id}@example.com`, displayName: "A trader" } });
  for (const [startsAt, endsAt] of grants) {
    const period = { startsAt: new Date(startsAt), endsAt: new Date(endsAt) };
    await getDb().grant.create({
      data: { userId: id, product: "pro", auditId: `${id} ${startsAt}`, ...period },
    });
  }
  return id;
}

/** Opens a payment for Pro. Returns its reference. */
async function openPayment(userId: string): Promise<string> {
  made += 1;
  const reference = `payment-${made}`;
  await getDb().payment.create({
    data: {
      userId,
      reference,
      product: "pro",
      amount: 1_900,
      currency: "USD",
      domain: "test",
      status: "pending",
    },
  });
  return reference;
}

const confirm = (reference: string, months: number) =>
  settlePaid(reference, {
    providerId: Number(reference.slice("payment-".length)),
    paidAt: new Date(),
    months,
    customerCode: null,
  });

/** Pays for months of Pro. Returns when they end. */
async function buyMonths(userId: string, months: number): Promise<string | undefined> {
  const reference = await openPayment(userId);
  expect(await confirm(reference, months)).toBe(true);
  const grant = await getDb().grant.findFirstOrThrow({ where: { payment: { reference } } });
  return grant.endsAt?.toISOString();
}

it("K27: months are counted from the first start, so that a short month shortens no later one", async () => {
  const holder = await holderOf(["2090-01-31T10:00:00Z", "2090-02-28T10:00:00Z"]);
  const ends = [await buyMonths(holder, 1), await buyMonths(holder, 1), await buyMonths(holder, 2)];
  expect(ends).toEqual(["2090-03-31T10:00:00.000Z", "2090-04-30T10:00:00.000Z", "2090-06-30T10:00:00.000Z"]);
  const leap = await holderOf(["2095-11-30T00:00:00Z", "2096-01-30T00:00:00Z"]);
  expect(await buyMonths(leap, 1)).toBe("2096-02-29T00:00:00.000Z");
  expect(await buyMonths(leap, 12)).toBe("2097-02-28T00:00:00.000Z");
  expect(await buyMonths(leap, 1)).toBe("2097-03-30T00:00:00.000Z");
});

it("a chain that was given by days is counted from its end", async () => {
  const holder = await holderOf(["2090-01-31T10:00:00Z", "2090-02-14T10:00:00Z"]);
  expect(await buyMonths(holder, 1)).toBe("2090-03-14T10:00:00.000Z");
});

it("a first purchase ends a month after now; one that ran out is no beginning", async () => {
  const fresh = await buyMonths(await holderOf(), 1);
  const lapsed = await buyMonths(await holderOf(["2020-01-31T00:00:00Z", "2020-02-29T00:00:00Z"]), 1);
  for (const end of [fresh, lapsed]) {
    const days = (Date.parse(end ?? "") - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(27.9);
    expect(days).toBeLessThan(31.1);
  }
});

it("payments of one user that are confirmed at once follow each other", async () => {
  for (let round = 0; round < 5; round += 1) {
    const holder = await holderOf();
    const references = await Promise.all(Array.from({ length: 6 }, () => openPayment(holder)));
    const won = await Promise.all(references.map((reference) => confirm(reference, 1)));
    expect(won).toEqual(references.map(() => true));
    const grants = await getDb().grant.findMany({ where: { userId: holder }, orderBy: { startsAt: "asc" } });
    expect(grants).toHaveLength(6);
    const starts = grants.slice(1).map(({ startsAt }) => startsAt);
    expect(starts).toEqual(grants.slice(0, -1).map(({ endsAt }) => endsAt));
  }
});

it("one payment that is confirmed many times at once grants once", async () => {
  const holder = await holderOf();
  const reference = await openPayment(holder);
  const won = await Promise.all(Array.from({ length: 12 }, () => confirm(reference, 1)));
  expect(won.filter(Boolean)).toHaveLength(1);
  expect(await getDb().grant.count({ where: { userId: holder } })).toBe(1);
});

it("a payment is confirmed by mail once, however many confirm it and send, and after the provider failed", async () => {
  const userId = await holderOf();
  const { email } = await getDb().user.update({
    where: { id: userId },
    data: { emailVerifiedAt: new Date() },
  });
  const reference = await openPayment(userId);
  await Promise.all([1, 2, 3].map(() => confirm(reference, 1)));
  isDown = true;
  await deliverMails();
  isDown = false;
  const mailsToUser = () => sent.filter(({ to }) => to.includes(email));
  expect(mailsToUser()).toEqual([]);
  await getDb().queuedMail.updateMany({ data: { claimedTill: null } });
  await Promise.all([deliverMails(), deliverMails(), deliverMails()]);
  await deliverMails();
  const [mail, ...others] = mailsToUser();
  expect(others).toEqual([]);
  expect(mail).toMatchObject({ subject: "Receipt: Pro, one month, 19.00 USD", key: expect.any(String) });
  expect(mail?.text).toContain(reference);
  expect(mail?.headers).toBeUndefined();
});

it("a mail that may be turned off has the headers of one click (RFC 8058), and one that is not wanted is not sent", async () => {
  const userId = await holderOf();
  const facts = { kind: "account-unlocked", portfolioName: "Practice" } as const;
  await getDb().user.update({ where: { id: userId }, data: { emailVerifiedAt: new Date() } });
  await queueMails([{ userId, id: "one", facts }]);
  await deliverMails();
  const [mail] = sent.filter(({ subject }) => subject === "Practice is unlocked");
  expect(mail?.headers).toEqual({
    "List-Unsubscribe": expect.stringMatching(
      /^<http:\/\/localhost:3000\/api\/mails\/unsubscribe\/[\w.-]+>$/,
    ),
    "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
  });
  const count = sent.length;
  await getDb().user.update({ where: { id: userId }, data: { preferences: { mails: { limits: false } } } });
  await queueMails([{ userId, id: "two", facts }]);
  await queueMails([{ userId: await holderOf(), id: "unverified", facts }]);
  expect(await deliverMails()).toEqual({ mailed: 0 });
  expect(sent).toHaveLength(count);
});
