import { createHash } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { GET as HEADS } from "@/app/api/anchors/heads/route";
import { GET as ANCHORS } from "@/app/api/anchors/route";
import { GET as STATEMENT } from "@/app/api/portfolios/[id]/statement/route";
import { parseMoney } from "@/lib/core/decimal";
import { readPublishedAnchors } from "@/lib/core/proof/published-anchors";
import { readStatement, type Statement } from "@/lib/core/proof/statement";
import { verifyStatement } from "@/lib/core/proof/verify-statement";
import { getDb } from "@/lib/db/client";
import { executeCommand } from "@/lib/db/portfolio/execute-command";
import { makeAnchor } from "@/lib/db/proof/anchors";
import type { AnchoredHeads } from "@/lib/schemas/sharing/anchor";
import { createTestDatabase } from "@/tests/support/create-test-database";
import { signInAs } from "@/tests/support/sign-in-as";
import { buildContext, openTestPortfolio } from "@/tests/support/trading-fixture";
import { type TestServices, useTestServices } from "@/tests/support/use-test-services";

const NOW_MS = Date.parse("2026-03-01T12:00:00Z");
const DAYS = ["2026-03-01", "2026-03-02", "2026-03-03", "2026-03-04"];
let services: TestServices;

/** One anchor a day; "active" has a new event before each except the last, "quiet" none after its opening. */
beforeAll(async () => {
  services = await useTestServices({ databaseUrl: await createTestDatabase() });
  for (const id of ["active", "quiet", "other"]) await openTestPortfolio({ id, nowMs: NOW_MS });
  for (const [index, day] of DAYS.entries()) {
    if (index < DAYS.length - 1) await adjust("active", NOW_MS + index * 86_400_000);
    expect(await makeAnchor(new Date(`${day}T23:59:00Z`))).toBe(true);
  }
});
afterAll(async () => {
  await getDb().$disconnect();
  await services.close();
});

async function adjust(id: string, nowMs: number): Promise<void> {
  const command = { type: "adjust", amount: parseMoney("1"), note: "A test." } as const;
  const result = await executeCommand(id, command, () => buildContext({ nowMs }));
  expect(result.ok).toBe(true);
}

const sha256 = (value: string) => createHash("sha256").update(value).digest("hex");

const ask = (route: (request: Request) => Promise<Response>, path: string) =>
  route(new Request(`http://localhost:3000/api/anchors${path}`));

async function readHeads(portfolioId: string): Promise<AnchoredHeads> {
  const response = await ask(HEADS, `/heads?portfolioId=${portfolioId}`);
  expect(response.status).toBe(200);
  return response.json();
}

async function readOwnStatement(id: string): Promise<Statement> {
  const { userId } = await getDb().portfolio.findUniqueOrThrow({ where: { id } });
  const { cookie } = await signInAs({ userId });
  const request = new Request(`http://localhost:3000/api/portfolios/${id}/statement`, {
    headers: { cookie },
  });
  return readStatement(await (await STATEMENT(request, { params: Promise.resolve({ id }) })).text());
}

it("lists the days newest first, as many as asked for, to anybody", async () => {
  const all = await (await ask(ANCHORS, "")).json();
  expect(all.anchors.map(({ day }: { day: string }) => day)).toEqual([...DAYS].reverse());
  expect(all.anchors[0]).toMatchObject({ portfolios: 3, root: expect.stringMatching(/^[0-9a-f]{64}$/) });
  const two = await (await ask(ANCHORS, "?limit=2")).json();
  expect(two.anchors).toEqual(all.anchors.slice(0, 2));
});

it.each(["?limit=0", "?limit=5001", "?limit=-1", "?limit=1.5", "?limit=all"])("rejects %s", async (query) => {
  expect((await ask(ANCHORS, query)).status).toBe(400);
});

it.each(["", "?portfolioId=", `?portfolioId=${"x".repeat(101)}`, "?portfolioId=%00"])(
  "rejects the look-up of heads by %j",
  async (query) => {
    expect((await ask(HEADS, `/heads${query}`)).status).toBe(400);
  },
);

it("may be cached for a minute, by anybody, and no longer", async () => {
  for (const response of [await ask(ANCHORS, ""), await ask(HEADS, "/heads?portfolioId=active")]) {
    expect(response.headers.get("cache-control")).toBe("public, max-age=60");
    expect(response.headers.get("set-cookie")).toBeNull();
  }
  const rejected = await ask(ANCHORS, "?limit=0");
  expect(rejected.headers.get("cache-control")).not.toMatch(/public/);
});

it("gives each head of a portfolio once, on the first day that held it, and nothing of another", async () => {
  const { heads, anchors } = await readHeads("active");
  expect(heads.map(({ day, seq }) => [day, seq])).toEqual([
    ["2026-03-03", 4],
    ["2026-03-02", 3],
    ["2026-03-01", 2],
  ]);
  expect(anchors.map(({ day }) => day)).toEqual([...DAYS].reverse());
  const rows = await getDb().portfolioEvent.findMany({ where: { portfolioId: "active" } });
  for (const { seq, hash } of heads) expect(rows.find((row) => row.seq === seq)?.hash).toBe(hash);
  expect((await readHeads("quiet")).heads).toMatchObject([{ day: "2026-03-01", seq: 1 }]);
  expect((await readHeads("nobody")).heads).toEqual([]);
});

it("proves a statement by either list, through the newest anchored event", async () => {
  await adjust("active", NOW_MS + 5 * 86_400_000);
  const statement = await readOwnStatement("active");
  for (const [route, path] of [
    [ANCHORS, ""],
    [HEADS, "/heads?portfolioId=active"],
  ] as const) {
    const published = readPublishedAnchors(await (await ask(route, path)).text());
    expect(await verifyStatement(statement, sha256, published)).toMatchObject({
      ok: true,
      events: 5,
      anchoring: { kind: "anchored", day: "2026-03-03", seq: 4, newestDay: "2026-03-04" },
    });
  }
});

it("does not prove a log that was made again, cut, or another portfolio's", async () => {
  const published = readPublishedAnchors(await (await ask(HEADS, "/heads?portfolioId=active")).text());
  const statement = await readOwnStatement("active");
  const forgeries = [
    rewrite(statement, (payload) => payload.replace('"amount":"1"', '"amount":"2"')),
    { ...rewrite(statement, (payload) => payload.replace('"amount":"1"', '"amount":"2"')), anchors: [] },
    { ...cut(statement, 1), anchors: [] },
    cut(statement, 1),
    { ...statement, anchors: (await readOwnStatement("other")).anchors },
    { ...statement, anchors: statement.anchors.map((one) => ({ ...one, path: one.path.slice(1) })) },
    { ...statement, anchors: statement.anchors.map((one) => ({ ...one, portfolios: one.portfolios + 1 })) },
    { ...statement, anchors: statement.anchors.map((one) => ({ ...one, day: "2026-03-02" })) },
  ];
  for (const [index, forgery] of forgeries.entries()) {
    expect(await verifyStatement(forgery, sha256, published), String(index)).toMatchObject({ ok: false });
  }
});

/**
 * The statement with changed payloads, and with hashes, balance and adjustments made consistent, as a forger
 * would.
 */
function rewrite(statement: Statement, change: (payload: string) => string): Statement {
  let previous = "0".repeat(64);
  const events = statement.events.map((row) => {
    const payload = change(row.payload);
    previous = sha256([previous, statement.portfolioId, row.seq, row.type, row.atMs, payload].join("\n"));
    return { ...row, payload, hash: previous };
  });
  const added = statement.events.filter(({ type }) => type === "balance-adjusted").length;
  const balance = String(Number(statement.balance) + added);
  return { ...statement, events, headHash: previous, balance, adjustments: String(added * 2) };
}

/** The statement of the first `length` events. */
function cut(statement: Statement, length: number): Statement {
  const events = statement.events.slice(0, length);
  return {
    ...statement,
    events,
    balance: statement.opening,
    adjustments: "0",
    headHash: events.at(-1)?.hash ?? "",
  };
}
