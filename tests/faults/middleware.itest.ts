import { NextRequest } from "next/server";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { getDb } from "@/lib/db/client";
import { RATE_LIMITS } from "@/lib/http/limits/rate-limits";
import { middleware } from "@/middleware";
import { createTestDatabase } from "@/tests/support/create-test-database";
import { type TestServices, useTestServices } from "@/tests/support/use-test-services";

const ORIGIN = "http://localhost:3000";
let services: TestServices;

beforeAll(async () => {
  services = await useTestServices({ databaseUrl: await createTestDatabase() });
  process.env.RATE_LIMIT_FACTOR = "1";
});
afterAll(async () => {
  await getDb().$disconnect();
  await services.close();
});

const visit = (path: string, headers: Record<string, string> = {}) =>
  middleware(new NextRequest(`${ORIGIN}${path}`, { headers }));

describe("pages are counted by client IP (M8)", () => {
  const { tokens } = RATE_LIMITS.page;

  it("of all pages together, link pictures too, and of all addresses of a network", async () => {
    const pages = ["/", "/leaderboard", "/traders/one", "/certificates/two/opengraph-image"];
    // The window slides: at the end of a minute some more pass.
    let passed = 0;
    let rejected = new Response();
    while (rejected.status === 200 && passed <= 2 * tokens) {
      const address = `2001:db8:7:7::${passed.toString(16)}`;
      rejected = await visit(`${pages[passed % pages.length]}`, { "x-client-ip": address });
      passed += 1;
    }
    expect(passed).toBeGreaterThan(tokens);
    expect(rejected.status).toBe(429);
    expect(Object.fromEntries(rejected.headers)).toMatchObject({
      "cache-control": "no-store",
      "retry-after": expect.stringMatching(/^\d+$/),
    });
    expect((await visit("/", { "x-client-ip": "2001:db8:7:8::1" })).status).toBe(200);
  });
});

describe("an address has one spelling", () => {
  it.each([
    "/api/auth/callback/%63redentials",
    "/%61pi/orders",
    "/%2fapi/orders",
    "//api/%6frders",
    "/api%2forders",
    "/api%5corders",
  ])("%s of the API is not there", async (path) => {
    const response = await visit(path);
    expect([response.status, (await response.json()).error.code]).toEqual([404, "not_found"]);
  });

  it.each([
    "/api/orders%00",
    "/traders/a%00",
    "/p/%00",
    "/journal?symbol=%00",
    "/certificates/%00x/opengraph-image",
  ])("%s, which no database stores, is not there", async (path) => {
    expect((await visit(path)).status).toBe(404);
  });
});
