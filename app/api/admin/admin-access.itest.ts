import { randomUUID } from "node:crypto";
import { Secret, TOTP } from "otpauth";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import * as proof from "@/app/api/account/proof/route";
import * as twoFactor from "@/app/api/account/two-factor/route";
import { POST as refund } from "@/app/api/admin/payments/[id]/refund/route";
import { GET as readSwitches, PUT as setSwitch } from "@/app/api/admin/switches/route";
import { POST as ban } from "@/app/api/admin/users/[id]/ban/route";
import { POST as changeRole } from "@/app/api/admin/users/[id]/role/route";
import { recordProof } from "@/lib/auth/recent-proof";
import { forgetUser } from "@/lib/db/admin/forget-user";
import { getDb } from "@/lib/db/client";
import { createAdmin } from "@/tests/support/create-admin";
import { createTestDatabase } from "@/tests/support/create-test-database";
import { signInAs } from "@/tests/support/sign-in-as";
import { type TestServices, useTestServices } from "@/tests/support/use-test-services";

const ORIGIN = "http://localhost:3000";
const reason = "a test asks for it";
const MINUTE_MS = 60_000;
let services: TestServices;

beforeAll(async () => {
  services = await useTestServices({ databaseUrl: await createTestDatabase() });
});
afterAll(async () => {
  await getDb().$disconnect();
  await services.close();
});
beforeEach(async () => {
  await getDb().user.updateMany({ data: { role: "TRADER" } });
});

type Handler = (request: Request, context?: { params: Promise<Record<string, string>> }) => Promise<Response>;

type Call = { body?: object; id?: string; method?: string };

async function call(handler: Handler, cookie: string, request: Call = {}) {
  const { body, id = "", method = body ? "POST" : "GET" } = request;
  const response = await handler(
    new Request(`${ORIGIN}/api/admin/x`, {
      method,
      headers: { cookie, origin: ORIGIN, "content-type": "application/json" },
      ...(body && { body: JSON.stringify(body) }),
    }),
    { params: Promise.resolve({ id }) },
  );
  const text = await response.text();
  const { error } = (text === "" ? {} : JSON.parse(text)) as { error?: { code: string } };
  return [response.status, error?.code];
}

const body = { name: "halt:BTCUSDT", on: false, reason };

describe("the operators' desk (M10)", () => {
  it("is closed to an admin without a confirmed second factor", async () => {
    const admin = await createAdmin();
    for (const totpConfirmedAt of [null, new Date()]) {
      await getDb().user.update({ where: { id: admin.id }, data: { totpConfirmedAt } });
      const expected = totpConfirmedAt ? [200, undefined] : [403, "second_factor_missing"];
      expect(await call(readSwitches, admin.cookie)).toEqual(expected);
      expect(await call(setSwitch, admin.cookie, { body })).toEqual(expected);
    }
  });

  it("takes writes for fifteen minutes after a proof, and again after the next", async () => {
    const admin = await createAdmin();
    await recordProof(admin.sessionId, Date.now() - 14 * MINUTE_MS);
    expect(await call(setSwitch, admin.cookie, { body })).toEqual([200, undefined]);
    await recordProof(admin.sessionId, Date.now() - 16 * MINUTE_MS);
    expect(await call(setSwitch, admin.cookie, { body })).toEqual([403, "proof_required"]);
    expect(await call(readSwitches, admin.cookie)).toEqual([200, undefined]);
    const code = new TOTP({ secret: Secret.fromBase32(admin.secret) }).generate();
    expect(await call(proof.POST, admin.cookie, { body: { code } })).toEqual([204, undefined]);
    expect(await call(setSwitch, admin.cookie, { body })).toEqual([200, undefined]);
  });

  it("says to a trader nothing but that it is closed", async () => {
    const { id } = await getDb().user.create({ data: { email: `${randomUUID()}@x.test`, displayName: "T" } });
    const { cookie } = await signInAs({ userId: id });
    expect(await call(readSwitches, cookie)).toEqual([403, "forbidden"]);
  });
});

describe("an admin is always left (M10)", () => {
  const countAdmins = () =>
    getDb().user.count({
      where: { role: "ADMIN", bannedAt: null, deletedAt: null, totpConfirmedAt: { not: null } },
    });
  const ACTS: [string, (id: string, by: string) => ReturnType<typeof call>][] = [
    ["demote", (id, cookie) => call(changeRole, cookie, { id, body: { role: "TRADER", reason } })],
    ["ban", (id, cookie) => call(ban, cookie, { id, body: { banned: true, reason } })],
  ];

  it.each(ACTS)("when two %s each other at once", async (_, act) => {
    for (let round = 0; round < 8; round += 1) {
      await getDb().user.updateMany({ data: { role: "TRADER" } });
      const [one, two] = [await createAdmin(), await createAdmin()];
      const responses = await Promise.all([act(two.id, one.cookie), act(one.id, two.cookie)]);
      expect(responses.filter(([status]) => status === 200)).toHaveLength(1);
      expect(await countAdmins()).toBe(1);
    }
  });

  it("when one demotes and the other bans at once", async () => {
    for (let round = 0; round < 8; round += 1) {
      await getDb().user.updateMany({ data: { role: "TRADER" } });
      const [one, two] = [await createAdmin(), await createAdmin()];
      await Promise.all([ACTS[0]?.[1](two.id, one.cookie), ACTS[1]?.[1](one.id, two.cookie)]);
      expect(await countAdmins()).toBe(1);
    }
  });

  it("when five demote the next one in a ring", async () => {
    const ring = await Promise.all(Array.from({ length: 5 }, () => createAdmin()));
    await Promise.all(ring.map((one, at) => ACTS[0]?.[1](ring[(at + 1) % 5]?.id ?? "", one.cookie)));
    expect(await countAdmins()).toBeGreaterThanOrEqual(1);
  });

  type Admin = Awaited<ReturnType<typeof createAdmin>>;
  const endFactor = ({ cookie, secret }: Admin) => {
    const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate();
    return call(twoFactor.DELETE, cookie, { body: { code }, method: "DELETE" });
  };

  it("when the last one with a second factor ends it", async () => {
    const [one, two] = [await createAdmin(), await createAdmin()];
    expect(await endFactor(one)).toEqual([204, undefined]);
    expect(await endFactor(two)).toEqual([409, "last_admin"]);
    expect(await countAdmins()).toBe(1);
  });

  it("when two end their second factors at once, or one does while the other is demoted", async () => {
    for (let round = 0; round < 8; round += 1) {
      await getDb().user.updateMany({ data: { role: "TRADER" } });
      const [one, two] = [await createAdmin(), await createAdmin()];
      const act = () => (round % 2 === 0 ? endFactor(two) : ACTS[0]?.[1](two.id, one.cookie));
      await Promise.all([endFactor(one), act()]);
      expect(await countAdmins()).toBe(1);
    }
  });

  it("when an admin without a second factor is the other one", async () => {
    const [one, two] = [await createAdmin(), await createAdmin()];
    await getDb().user.update({ where: { id: two.id }, data: { totpConfirmedAt: null } });
    expect(await endFactor(one)).toEqual([409, "last_admin"]);
  });

  it("when one wants to be deleted", async () => {
    const admin = await createAdmin();
    expect(await forgetUser(admin.id, new Date())).toBe(false);
    expect(await countAdmins()).toBe(1);
  });
});

it("a refund is in the audit log before the provider is asked, and its outcome after (M10)", async () => {
  const admin = await createAdmin();
  const reference = `ref-${randomUUID()}`;
  await getDb().payment.create({
    data: {
      userId: admin.id,
      reference,
      product: "pro",
      amount: 1900,
      currency: "USD",
      domain: "test",
      status: "paid",
      paidAt: new Date(),
      providerId: 1n,
    },
  });
  // No provider is configured, so the request fails.
  const [status] = await call(refund, admin.cookie, { id: reference, body: { reason } });
  expect(status).toBeGreaterThanOrEqual(500);
  const lines = await getDb().auditEntry.findMany({
    where: { target: `payment:${reference}` },
    orderBy: { at: "asc" },
  });
  expect(lines.map(({ after }) => after)).toEqual([
    { refund: "asked" },
    { refund: "failed", failure: expect.any(String) },
  ]);
});
