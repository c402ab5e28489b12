import { createHash } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { GET as STATEMENT } from "@/app/api/certificates/statement/route";
import { GET as EVENTS } from "@/app/api/portfolio/events/route";
import { readCertificate } from "@/lib/challenge/read-certificate";
import type { Plan } from "@/lib/core/challenge/plan";
import { findPlan } from "@/lib/core/challenge/plans";
import { ONE, parseMoney, parseQty } from "@/lib/core/decimal";
import { BYBIT } from "@/lib/core/engine/venues/bybit";
import { readStatement } from "@/lib/core/proof/statement";
import { verifyStatement } from "@/lib/core/proof/verify-statement";
import { getDb } from "@/lib/db/client";
import { executeCommand } from "@/lib/db/portfolio/execute-command";
import { openPortfolio } from "@/lib/db/portfolio/open-portfolio";
import { makeAnchor } from "@/lib/db/proof/anchors";
import { findTrader } from "@/lib/db/queries/users/find-trader";
import { ENDPOINTS } from "@/lib/http/endpoints/endpoints";
import type { EventsPage } from "@/lib/schemas/trading/trading-responses";
import { createTestDatabase } from "@/tests/support/create-test-database";
import { signInAs } from "@/tests/support/sign-in-as";
import { buildContext } from "@/tests/support/trading-fixture";
import { type TestServices, useTestServices } from "@/tests/support/use-test-services";

const NOW_MS = Date.parse("2026-03-01T12:00:00Z");
let services: TestServices;

beforeAll(async () => {
  services = await useTestServices({ databaseUrl: await createTestDatabase() });
  await getDb().user.create({
    data: { id: "u", email: "u@example.com", displayName: "Ada", isListed: true },
  });
  await playSprint("passed", "112");
  await playSprint("running", "101");
});
afterAll(async () => {
  await getDb().$disconnect();
  await services.close();
});

/** Buys 90 at 100 and sells them at `exit`, in a plan whose only phase requires 10 % and no days. */
async function playSprint(challengeId: string, exit: string): Promise<void> {
  const sprint = findPlan("sprint");
  const [phase] = sprint?.phases ?? [];
  if (!sprint || !phase) throw new Error("There is no sprint.");
  const plan: Plan = { ...sprint, phases: [{ ...phase, minTradingDays: 1, bestDayLimit: null }] };
  const id = `${challengeId}-1`;
  await openPortfolio({
    id,
    userId: "u",
    name: "Sprint",
    kind: "CHALLENGE",
    marginMode: "isolated",
    opening: parseMoney("10000"),
    leverage: ONE,
    rules: BYBIT,
    nowMs: NOW_MS,
    challenge: { challengeId, plan, phase: 1 },
  });
  const order = { orderId: "order-0001", symbol: "BTCUSDT", side: "buy", kind: "market" } as const;
  const entry = { type: "submit", order: { ...order, qty: parseQty("90") } } as const;
  const run = (command: Parameters<typeof executeCommand>[1], afterMs: number, price: string) =>
    // The entry alone is a program's.
    executeCommand(id, command, () => ({
      ...buildContext({ nowMs: NOW_MS + afterMs, price }),
      isByProgram: command === entry,
    }));
  await run(entry, 0, "100");
  await run({ type: "execute", orderId: order.orderId }, 10, "100");
  const close = { symbol: "BTCUSDT", fraction: ONE, orderId: "order-0002" };
  await run({ type: "close-position", ...close }, 1_000, exit);
  await run({ type: "execute", orderId: "order-0002" }, 1_010, exit);
}

const download = (id: string, phase = 1) =>
  STATEMENT(new Request(`http://localhost:3000/api/certificates/statement?id=${id}&phase=${phase}`));

it("certifies what was passed with figures that the log proves, and anchors its head", async () => {
  const before = await readCertificate("passed");
  expect(before).toMatchObject({
    trader: { id: "u", name: "Ada" },
    phases: [{ anchoredOn: null, fault: null }],
  });
  await makeAnchor(new Date(NOW_MS + 3_600_000));
  const [phase] = (await readCertificate("passed"))?.phases ?? [];
  const portfolio = await getDb().portfolio.findUniqueOrThrow({ where: { id: "passed-1" } });
  expect(phase).toMatchObject({
    opening: "10000",
    balance: portfolio.balance.toFixed(),
    return: portfolio.balance.div(10_000).minus(1).toDecimalPlaces(8).toNumber(),
    trades: 1,
    wins: 1,
    byPrograms: 0.5,
    headHash: portfolio.headHash,
    anchoredOn: "2026-03-01",
    fault: null,
  });
});

it("hands the log of a certificate to everybody, and of nothing else", async () => {
  const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
  const text = await (await download("passed")).text();
  const { response } = ENDPOINTS["GET /api/certificates/statement"] ?? {};
  // Response schemas drop fields that they do not name.
  expect(response?.parse(JSON.parse(text))).toEqual(JSON.parse(text));
  const statement = readStatement(text);
  expect(await verifyStatement(statement, sha256)).toMatchObject({ ok: true, fills: 2, results: 1 });
  expect((await download("running")).status).toBe(404);
  expect((await download("passed", 2)).status).toBe(404);
  expect((await download("nobody")).status).toBe(404);
  expect(await readCertificate("running")).toBeNull();
  expect(await readCertificate("passed-1")).toBeNull();
});

it("tells the trader in the log of notifications that the challenge began and was passed", async () => {
  const { cookie } = await signInAs({ userId: "u" });
  const request = new Request("http://localhost:3000/api/portfolio/events?portfolioId=passed-1", {
    headers: { cookie },
  });
  const { events }: EventsPage = await (await EVENTS(request)).json();
  const { balance } = await getDb().portfolio.findUniqueOrThrow({ where: { id: "passed-1" } });
  expect(events).toContainEqual(
    expect.objectContaining({
      type: "phase-passed",
      challengeId: "passed",
      isLast: true,
      balance: balance.toFixed(),
    }),
  );
  expect(events).toContainEqual(
    expect.objectContaining({ type: "challenge-started", challengeId: "passed" }),
  );
});

it("shows a listed trader's verified figures, and forgets name and profile with the listing", async () => {
  const trader = await findTrader("u");
  expect(trader).toMatchObject({ name: "Ada", trades: 2, wins: 2, losses: 0, profitFactor: null });
  expect(trader?.certificates.map(({ id }) => id)).toEqual(["passed"]);
  expect(JSON.stringify(trader)).not.toContain("@");
  const entries = await getDb().journalEntry.findMany({ where: { userId: "u" } });
  const net = entries.reduce((sum, entry) => sum + entry.net.toNumber(), 0);
  expect(Number(trader?.net)).toBeCloseTo(net, 9);
  const change = (data: object) => getDb().user.update({ where: { id: "u" }, data });
  await change({ isListed: false });
  expect(await findTrader("u")).toBeNull();
  expect((await readCertificate("passed"))?.trader).toBeNull();
  await change({ isListed: true, bannedAt: new Date(), banReason: "Test" });
  expect(await findTrader("u")).toBeNull();
  expect(await readCertificate("passed")).toBeNull();
  expect((await download("passed")).status).toBe(404);
});
