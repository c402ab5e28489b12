import { afterAll, beforeAll, expect, it } from "vitest";
import { getDb } from "@/lib/db/client";
import { withTimeout } from "@/lib/db/with-timeout";
import { createTestDatabase } from "@/tests/support/create-test-database";
import { type TestServices, useTestServices } from "@/tests/support/use-test-services";

let services: TestServices;
beforeAll(async () => {
  services = await useTestServices({ databaseUrl: await createTestDatabase() });
});
afterAll(async () => {
  await getDb().$disconnect();
  await services.close();
});

it("keeps what a statement did that took longer than the client's and the pool's own limit of 5 s", async () => {
  const insert = getDb().$executeRaw`
    INSERT INTO "OperatorSwitch" ("name") SELECT 'patient' FROM pg_sleep(5.5)`;
  expect(await withTimeout(10_000, insert)).toBe(1);
  expect(await getDb().operatorSwitch.count()).toBe(1);
});

it("ends a statement that takes longer than it may", async () => {
  await expect(withTimeout(50, getDb().$queryRaw`SELECT 1 FROM pg_sleep(5)`)).rejects.toThrow(/timeout/);
});
