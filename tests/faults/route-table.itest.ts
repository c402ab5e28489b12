import { afterAll, beforeAll, describe } from "vitest";
import { getDb } from "@/lib/db/client";
import { callRouteModule } from "@/tests/routes/call-route-module";
import { describeRouteTable } from "@/tests/routes/describe-route-table";
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

describe("fault 23: every route × everybody, without the middleware", () => {
  describeRouteTable({ origin: () => "http://localhost:3000", call: callRouteModule });
});
