import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { GET, POST } from "@/app/api/portfolios/route";
import { openPractice } from "@/lib/accounts/open-practice";
import { startChallenge } from "@/lib/challenge/start-challenge";
import { getDb } from "@/lib/db/client";
import { ENTITLEMENTS } from "@/lib/schemas/products";
import { createTestDatabase } from "@/tests/support/create-test-database";
import { signInAs } from "@/tests/support/sign-in-as";
import { type TestServices, useTestServices } from "@/tests/support/use-test-services";

const ORIGIN = "http://localhost:3000";
const CONCURRENT = 20;
let services: TestServices;

beforeAll(async () => {
  services = await useTestServices({ databaseUrl: await createTestDatabase() });
});
afterAll(async () => {
  await getDb().$disconnect();
  await services.close();
});

async function createTrader(product: "pro" | "elite" | null) {
  const email = `${randomUUID()}@terminal-zero.local`;
  const { id } = await getDb().user.create({ data: { email, displayName: "Ann" } });
  const [startsAt, endsAt] = [-60_000, 60_000_000].map((ms) => new Date(Date.now() + ms));
  if (product) await getDb().grant.create({ data: { userId: id, product, auditId: id, startsAt, endsAt } });
  await openPractice(id);
  return { id, cookie: (await signInAs({ userId: id })).cookie };
}

function create(cookie: string) {
  const headers = { cookie, origin: ORIGIN, "content-type": "application/json" };
  const body = JSON.stringify({ name: "Another" });
  return POST(new Request(`${ORIGIN}/api/portfolios`, { method: "POST", headers, body }));
}

it.each([
  [null, "FREE"],
  ["pro", "PRO"],
  ["elite", "ELITE"],
] as const)("a tier's portfolios are counted where they are written: %s (M7)", async (product, tier) => {
  const { id, cookie } = await createTrader(product);
  const limit = ENTITLEMENTS[tier].practicePortfolios;
  const responses = await Promise.all(Array.from({ length: CONCURRENT + limit }, () => create(cookie)));
  // A loaded database may time out.
  for (const { status } of responses) expect([201, 422, 503]).toContain(status);
  const written = () => getDb().portfolio.count({ where: { userId: id, kind: "PRACTICE" } });
  expect(await written()).toBeLessThanOrEqual(limit);
  while ((await written()) < limit) expect((await create(cookie)).status).toBe(201);
  expect((await create(cookie)).status).toBe(422);
  expect(await written()).toBe(limit);
  const list = await GET(new Request(`${ORIGIN}/api/portfolios`, { headers: { cookie } }));
  expect(((await list.json()) as { portfolios: unknown[] }).portfolios).toHaveLength(limit);
});

it("the included challenge of a month is one, whichever are asked for at once (M7)", async () => {
  const { id } = await createTrader("elite");
  const asked = ["classic-10k", "sprint-10k", "classic-10k", "sprint-10k"];
  const started = await Promise.allSettled(
    asked.map((includedProduct) => startChallenge(id, { includedProduct })),
  );
  expect(started.filter(({ status }) => status === "fulfilled").length).toBeGreaterThan(0);
  expect(await getDb().challenge.count({ where: { userId: id } })).toBe(1);
  expect(await getDb().portfolio.count({ where: { userId: id, kind: "CHALLENGE" } })).toBe(1);
});
