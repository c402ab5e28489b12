import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openPractice } from "@/lib/accounts/open-practice";
import { getDb } from "@/lib/db/client";
import { ENDPOINTS } from "@/lib/http/endpoints/endpoints";
import { callRouteModule } from "@/tests/routes/call-route-module";
import { exampleRequest } from "@/tests/routes/example-request";
import { listRoutes } from "@/tests/routes/list-routes";
import { createAdminFields } from "@/tests/support/create-admin";
import { createTestDatabase } from "@/tests/support/create-test-database";
import { signInAs } from "@/tests/support/sign-in-as";
import { type TestServices, useTestServices } from "@/tests/support/use-test-services";

/** Bodies for each route; `FUZZ_RUNS=10000` is the whole of fault 28. */
const RUNS = Number(process.env.FUZZ_RUNS ?? 3);
const TIMEOUT_MS = 60_000 + RUNS * 60;
/** This test has no venue and no payment service, which a route may report. */
const ALLOWED = new Set([502, 503]);

let services: TestServices;
let userId = "";
let portfolioId = "";

beforeAll(async () => {
  services = await useTestServices({ databaseUrl: await createTestDatabase() });
  const person = { displayName: "Fuzzer" };
  const email = "fuzzer@terminal-zero.local";
  const { id } = await getDb().user.create({
    data: { ...person, email, ...(await createAdminFields(email)).fields },
  });
  userId = id;
  await openPractice(userId);
  portfolioId = (await getDb().portfolio.findFirstOrThrow({ where: { userId } })).id;
});
afterAll(async () => {
  await getDb().$disconnect();
  await services.close();
});

const writes = listRoutes().filter(
  ({ method, name }) =>
    method !== "GET" && ["visitor", "user", "paid", "admin"].includes(ENDPOINTS[name]?.access ?? ""),
);

const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 200 }),
  fc.constantFrom(
    "1e309",
    "-0",
    "1e-30",
    "NaN",
    "Infinity",
    "0x10",
    "9".repeat(400),
    "\u202e",
    "\ud800",
    "a\0b",
  ),
  fc.constantFrom("' OR 1=1 --", "../../etc/passwd", "%00", "{{7*7}}", "<script>alert(1)</script>"),
);
const value: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 3, arbitrary: text },
  fc.double(),
  fc.constantFrom(null, true, false, [], {}, -0, 1e21, Number.MAX_SAFE_INTEGER + 1),
  fc.jsonValue({ maxDepth: 4 }),
);

async function readHead(): Promise<{ seq: number; balance: string }> {
  const { seq, balance } = await getDb().portfolio.findUniqueOrThrow({ where: { id: portfolioId } });
  return { seq, balance: balance.toFixed() };
}

let session = { cookie: "", uses: 0 };

/** A session that is some calls old at the most: some routes end the one that they are called with. */
async function keepSignedIn(): Promise<string> {
  if (session.uses % 10 === 0) session = { ...(await signInAs({ userId, role: "ADMIN" })), uses: 0 };
  session.uses += 1;
  return session.cookie;
}

/** A valid body with some fields changed, removed or added. */
function bodyOf(name: string): fc.Arbitrary<string> {
  const { body: sample } = exampleRequest(name, { portfolioId });
  const fields =
    typeof sample === "object" && sample !== null ? sample : { email: "", name: "", password: "" };
  const names = fc.constantFrom(...Object.keys(fields), "role", "balance", "userId", "status", "price", "id");
  return fc
    .array(fc.tuple(names, value), { minLength: 1, maxLength: 4 })
    .map((changes) => JSON.stringify({ ...fields, ...Object.fromEntries(changes) }));
}

/** Bodies of arbitrary shape: each goes to every route once. */
const SHAPELESS = [
  "",
  "{",
  "null",
  '{"a":1e309}',
  '{"__proto__":{"role":"ADMIN"},"constructor":{"prototype":{"role":"ADMIN"}}}',
  '{"role":"ADMIN","role":"TRADER"}',
  "[".repeat(20_000),
  `${'{"a":'.repeat(5_000)}1${"}".repeat(5_000)}`,
  JSON.stringify({ name: "x".repeat(5_000_000) }),
];

describe("fault 28: fuzzed bodies", () => {
  const title = "$name: no fault of ours, no stack, nothing changed by a rejection";
  it.each(writes)(title, { timeout: TIMEOUT_MS }, async (route) => {
    const path = route.path.replace("[symbol]", "BTCUSDT").replace(/\[[^\]]+\]/, portfolioId);
    let before = await readHead();
    await fc.assert(
      fc.asyncProperty(bodyOf(route.name), async (body) => {
        const cookie = await keepSignedIn();
        const response = await callRouteModule({
          method: route.method,
          path,
          headers: {
            cookie,
            origin: "http://localhost:3000",
            "content-type": "application/json",
            "x-order-timestamp": String(Date.now()),
          },
          body,
        });
        expect(response.status < 500 || ALLOWED.has(response.status)).toBe(true);
        expect(response.text).not.toMatch(/\n\s+at |node_modules|Invalid `prisma/);
        const after = await readHead();
        if (response.status >= 400) expect(after).toEqual(before);
        before = after;
      }),
      { numRuns: SHAPELESS.length + RUNS, examples: SHAPELESS.map((body) => [body]) },
    );
  });
});

describe("fault 28: fuzzed addresses", () => {
  const reads = listRoutes().filter(
    ({ method, name }) => method === "GET" && ENDPOINTS[name]?.access === "user",
  );
  it.each(reads)("$name", { timeout: TIMEOUT_MS }, async (route) => {
    const names = ["id", "portfolioId", "symbol", "cursor", "limit", "year", "from", "to", "by", "window"];
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.constantFrom(...names), text), text, async (query, id) => {
        const cookie = await keepSignedIn();
        const safe = (one: string) => encodeURIComponent(one.replace(/[\ud800-\udfff]/g, "?"));
        const path = route.path.replace(/\[[^\]]+\]/, safe(id) || "x");
        const search = Object.entries(query).map(([name, one]) => `${name}=${safe(one)}`);
        const response = await callRouteModule({
          method: "GET",
          path: `${path}?${search.join("&")}`,
          headers: { cookie },
        });
        expect(response.status < 500 || ALLOWED.has(response.status)).toBe(true);
        expect(response.text).not.toMatch(/\n\s+at |node_modules|Invalid `prisma/);
      }),
      { numRuns: RUNS },
    );
  });
});

describe("fault 29: writes from other sites", () => {
  const origins = [
    undefined,
    "null",
    "https://evil.test",
    "http://localhost:3000.evil.test",
    "http://localhost:3001",
  ];
  it.each(writes)("$name is rejected", async (route) => {
    const path = route.path.replace("[symbol]", "BTCUSDT").replace(/\[[^\]]+\]/, portfolioId);
    const { cookie } = await signInAs({ userId, role: "ADMIN" });
    for (const origin of origins) {
      const headers = { cookie, "content-type": "application/json", ...(origin && { origin }) };
      const response = await callRouteModule({ method: route.method, path, headers, body: {} });
      expect([response.status, response.text]).toEqual([403, expect.stringContaining("origin_rejected")]);
    }
  });
});
