import { afterAll, beforeAll, expect, it } from "vitest";
import { getDb } from "@/lib/db/client";
import { settlePaid } from "@/lib/db/queries/payments";
import { createTestDatabase } from "@/tests/support/create-test-database";
import { useTestServices } from "@/tests/support/use-test-services";

let services: Awaited<ReturnType<typeof useTestServices>>;
let made = 0;

beforeAll(async () => {
  services = await useTestServices({ databaseUrl: await createTestDatabase() });
});
afterAll(async () => {
  await getDb().$disconnect();
  await services.close();
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
