import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { getDb } from "@/lib/db/client";
import { createUser } from "@/lib/db/queries/users/users";
import { ENDPOINTS } from "@/lib/http/endpoints/endpoints";
import { canonicalIp } from "@/lib/http/limits/client-ip";
import { consumeToken } from "@/lib/http/limits/consume-token";
import { type LimitName, RATE_LIMITS } from "@/lib/http/limits/rate-limits";
import { callRouteModule } from "@/tests/routes/call-route-module";
import { listRoutes } from "@/tests/routes/list-routes";
import { createTestDatabase } from "@/tests/support/create-test-database";
import { signInAs } from "@/tests/support/sign-in-as";
import { type TestServices, useTestServices } from "@/tests/support/use-test-services";

const ORIGIN = "http://localhost:3000";
const IP = "198.51.100.99";

let services: TestServices;
let userId = "";
let cookie = "";

beforeAll(async () => {
  services = await useTestServices({ databaseUrl: await createTestDatabase() });
  process.env.RATE_LIMIT_FACTOR = "1";
  // Limits slide: all that follows is of one instant in the middle of a window.
  const now = Math.floor(Date.now() / 600_000) * 600_000 + 30_000;
  vi.useFakeTimers({ toFake: ["Date"], now });
  const person = { displayName: "Busy", passwordHash: null, emailVerifiedAt: null };
  const user = await createUser({ ...person, email: "busy@terminal-zero.local", role: "ADMIN" });
  userId = user?.id ?? "";
  ({ cookie } = await signInAs({ userId, role: "ADMIN" }));
  for (const who of [`user:${userId}`, `ip:${canonicalIp(IP)}`]) await consumeAll(who);
});
afterAll(async () => {
  vi.useRealTimers();
  await getDb().$disconnect();
  await services.close();
});

/** Uses up every limit of a user. */
async function consumeAll(who: string): Promise<void> {
  for (const [name, { tokens }] of Object.entries(RATE_LIMITS)) {
    for (let count = 0; count < tokens; count += 1) await consumeToken(name as LimitName, who);
  }
}

/** The stream has a quota of its own, a machine's signature or secret is its limit. */
const UNCOUNTED = new Set(["stream", "machine"]);
const counted = listRoutes().filter(({ name }) => !UNCOUNTED.has(ENDPOINTS[name]?.access ?? ""));

describe("fault 25: every route keeps its limit by itself, without the middleware", () => {
  it.each(counted.flatMap((route) => ["nobody", "user"].map((actor) => ({ ...route, actor }))))(
    "$name × $actor",
    async ({ method, path, actor, name }) => {
      const isPublic = ["visitor", "next-auth"].includes(ENDPOINTS[name]?.access ?? "");
      const address = actor === "nobody" || isPublic || name === "GET /api/pay/callback" ? IP : "192.0.2.1";
      const response = await callRouteModule({
        method,
        path: path.replace("[...nextauth]", "csrf").replace(/\[[^\]]+\]/g, "BTCUSDT"),
        headers: {
          origin: ORIGIN,
          "content-type": "application/json",
          "x-client-ip": address,
          ...(actor === "user" && { cookie }),
        },
        body: method === "GET" ? undefined : {},
      });
      expect([response.status, response.text]).toEqual([429, expect.stringContaining("rate_limited")]);
    },
  );
});
