import { beforeAll, describe, expect, it } from "vitest";
import { openPractice } from "@/lib/accounts/open-practice";
import { setBan } from "@/lib/admin/change-access";
import { recordProof } from "@/lib/auth/recent-proof";
import { getDb } from "@/lib/db/client";
import type { Endpoint } from "@/lib/http/endpoints/endpoint";
import { ENDPOINTS } from "@/lib/http/endpoints/endpoints";
import { exampleRequest } from "@/tests/routes/example-request";
import { listRoutes } from "@/tests/routes/list-routes";
import { createAdminFields } from "@/tests/support/create-admin";
import { signInAs } from "@/tests/support/sign-in-as";

/** How a request reaches the routes: within this process, or over HTTP through the middleware. */
export type CallRoute = (request: {
  method: string;
  path: string;
  headers: Record<string, string>;
  body?: unknown;
}) => Promise<{ status: number; text: string }>;

type Actor = "nobody" | "forger" | "banned" | "trader" | "admin";
const ACTORS: readonly Actor[] = ["nobody", "forger", "banned", "trader", "admin"];

/** Headers that a proxy or the middleware would set, forged. */
const FORGED = {
  "x-middleware-subrequest": "middleware:middleware:middleware:middleware:middleware",
  "x-middleware-next": "1",
  "x-user-id": "admin",
  "x-user-role": "ADMIN",
  "x-forwarded-user": "admin@terminal-zero.local",
  "x-original-url": "/api/time",
  "x-rewrite-url": "/api/time",
  authorization: "Bearer undefined",
  cookie: "next-auth.session-token=eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..AAAA.AAAA.AAAA",
};

/** The rejection status for every actor at endpoints of an access. Null: any response but a rejection. */
const REJECTIONS: Record<
  Exclude<Endpoint["access"], "stream" | "next-auth">,
  Record<Actor, number | null>
> = {
  public: { nobody: null, forger: null, banned: null, trader: null, admin: null },
  visitor: { nobody: null, forger: null, banned: null, trader: null, admin: null },
  user: { nobody: 401, forger: 401, banned: 401, trader: null, admin: null },
  paid: { nobody: 401, forger: 401, banned: 401, trader: 403, admin: 403 },
  admin: { nobody: 401, forger: 401, banned: 401, trader: 403, admin: null },
  machine: { nobody: 401, forger: 401, banned: 401, trader: 401, admin: 401 },
};

const routes = listRoutes();

/** The table of fault 23: every route of the tree × every actor, and every portfolio × another user. */
export function describeRouteTable(options: { origin: () => string; call: CallRoute }): void {
  const ids: Partial<Record<Actor | "owner", string>> = {};
  let portfolioId = "";

  beforeAll(async () => {
    for (const name of ["owner", "banned", "trader", "admin"] as const) {
      const email = `${name}-${process.pid}-${Date.now()}@table.test`;
      const role =
        name === "admin" ? (await createAdminFields(email)).fields : { emailVerifiedAt: new Date() };
      const user = await getDb().user.create({ data: { email, displayName: name, ...role } });
      ids[name] = user.id;
      await openPractice(user.id);
    }
    const owned = await getDb().portfolio.findFirstOrThrow({ where: { userId: ids.owner } });
    portfolioId = owned.id;
  });

  async function headersOf(actor: Actor, hasProof = false): Promise<Record<string, string>> {
    const common = {
      origin: options.origin(),
      "content-type": "application/json",
      "x-order-timestamp": String(Date.now()),
    };
    if (actor === "nobody") return common;
    if (actor === "forger") return { ...common, ...FORGED };
    const userId = ids[actor] ?? "";
    // Not later than now, so that a ban in the same millisecond ends the session.
    const created = actor === "banned" ? { createdMs: Date.now() } : {};
    const role = actor === "admin" ? "ADMIN" : "TRADER";
    const { cookie, sessionId } = await signInAs({ userId, role, ...created });
    const { admin: adminId = "" } = ids;
    if (hasProof) await recordProof(sessionId);
    if (actor === "banned") await setBan({ adminId, userId, reason: "the table asks for it", banned: true });
    return { ...common, cookie };
  }

  const evaluated = routes.flatMap(({ name, method, path }) => {
    const access = ENDPOINTS[name]?.access;
    if (!access || access === "stream" || access === "next-auth") return [];
    return ACTORS.map((actor) => ({ name, method, path, access, actor }));
  });

  it.each(evaluated)("$name × $actor", async ({ method, path, access, actor }) => {
    const filled = path.replace(/\[[^\]]+\]/g, "BTCUSDT");
    const body = method === "GET" ? undefined : {};
    const response = await options.call({ method, path: filled, headers: await headersOf(actor), body });
    const rejection = REJECTIONS[access][actor];
    if (rejection === null) {
      expect([401, 403, 500]).not.toContain(response.status);
    } else {
      expect(response.status).toBe(rejection);
      expect(JSON.parse(response.text)).toEqual({
        error: expect.objectContaining({ code: expect.any(String) }),
      });
    }
    expect(response.text).not.toMatch(/\n\s+at |node_modules|prisma/i);
  });

  describe("someone else's portfolio", () => {
    const owned = Object.keys(ENDPOINTS).filter((name) => ENDPOINTS[name]?.portfolio === "owner");
    const cases = owned.flatMap((name) => (["trader", "admin"] as const).map((actor) => ({ name, actor })));
    it.each(cases)("$name × $actor is not there", async ({ name, actor }) => {
      const before = await getDb().portfolio.findUniqueOrThrow({ where: { id: portfolioId } });
      const response = await options.call({
        ...exampleRequest(name, { portfolioId }),
        headers: await headersOf(actor, true),
      });
      expect(response.status).toBe(404);
      expect(response.text).not.toContain("10000");
      const after = await getDb().portfolio.findUniqueOrThrow({ where: { id: portfolioId } });
      expect(after.seq).toBe(before.seq);
    });
  });
}
