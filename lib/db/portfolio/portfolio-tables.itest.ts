import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parsePrice, parseQty } from "@/lib/core/decimal";
import { getDb } from "@/lib/db/client";
import { executeCommand } from "@/lib/db/portfolio/execute-command";
import { listArguments } from "@/lib/db/portfolio/stored-change";
import { verifyPortfolio } from "@/lib/db/portfolio/verify-portfolio";
import { findEvents, findNewestEvents } from "@/lib/db/queries/events";
import { findOpenOrders, findOrderHistory, findQueuedOrders } from "@/lib/db/queries/orders";
import { listPortfolios, requireOwnPortfolio } from "@/lib/db/queries/portfolios";
import { findFills } from "@/lib/db/queries/trades";
import { createTestDatabase } from "@/tests/support/create-test-database";
import { buildContext, openTestPortfolio } from "@/tests/support/trading-fixture";
import { type TestServices, useTestServices } from "@/tests/support/use-test-services";

const NOW_MS = Date.parse("2026-03-01T12:00:00Z");
const at = (afterMs: number) => () => buildContext({ nowMs: NOW_MS + afterMs });
let services: TestServices;
let client: pg.Client;
let portfolioId: string;
let userId: string;

/** A portfolio with a filled, a queued and a resting order, and a position. */
beforeAll(async () => {
  const databaseUrl = await createTestDatabase();
  services = await useTestServices({ databaseUrl });
  client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  ({ portfolioId, userId } = await openTestPortfolio({ id: "kept", nowMs: NOW_MS }));
  const base = { symbol: "BTCUSDT", side: "buy" as const, qty: parseQty("2") };
  const filled = { ...base, orderId: "order-filled", kind: "market" as const };
  const queued = { ...base, orderId: "order-queued", kind: "market" as const };
  const stopLoss = { price: parsePrice("45"), by: "mark" as const };
  const resting = { ...base, orderId: "order-resting", kind: "limit" as const, price: parsePrice("50.5") };
  await executeCommand(portfolioId, { type: "submit", order: filled }, at(0));
  await executeCommand(portfolioId, { type: "execute", orderId: "order-filled" }, at(250));
  await executeCommand(
    portfolioId,
    { type: "submit", order: { ...resting, attached: { stopLoss } } },
    at(1_000),
  );
  await executeCommand(portfolioId, { type: "submit", order: queued }, at(2_000));
});
afterAll(async () => {
  await client.end();
  await getDb().$disconnect();
  await services.close();
});

describe("lists", () => {
  it("shows open and ended orders as the contract has them", async () => {
    const open = await findOpenOrders(portfolioId);
    expect(open.map(({ order }) => order.id)).toEqual(["order-queued", "order-resting"]);
    expect(open[1]?.order).toMatchObject({
      status: "OPEN",
      price: "50.5",
      averagePrice: null,
      stopLoss: { price: "45", by: "mark" },
      takeProfit: null,
      acceptedAt: "2026-03-01T12:00:01.000Z",
      endedAt: null,
    });
    const [ended, ...others] = await findOrderHistory(portfolioId, { limit: 10 });
    expect(others).toEqual([]);
    expect(ended?.order).toMatchObject({
      status: "FILLED",
      filled: "2",
      averagePrice: "100.1",
      fees: "0.11011",
    });
    const page = { beforeSeq: ended?.acceptedSeq, limit: 10 };
    expect(await findOrderHistory(portfolioId, page)).toEqual([]);
    expect(await findOrderHistory(portfolioId, { symbol: "ETHUSDT", limit: 10 })).toEqual([]);
  });

  it("shows fills with their evidence and how long they took", async () => {
    const [{ fill } = { fill: null }] = await findFills(portfolioId, { limit: 10 });
    expect(fill).toMatchObject({
      orderId: "order-filled",
      qty: "2",
      price: "100.1",
      midPrice: "100",
      latencyMs: 250,
      levels: [{ price: "100.1", shown: "1000000", takenBefore: "0", taken: "2" }],
    });
  });

  it("finds queued orders that are late, and events after a cursor", async () => {
    const late = await findQueuedOrders({ acceptedBeforeMs: NOW_MS + 2_001, limit: 10 });
    expect(late).toEqual([{ portfolioId, clientOrderId: "order-queued", acceptedAtMs: NOW_MS + 2_000 }]);
    expect(await findQueuedOrders({ acceptedBeforeMs: NOW_MS + 2_000, limit: 10 })).toEqual([]);
    const since = await findEvents(portfolioId, { afterSeq: 3, limit: 10 });
    expect(since.map((event) => event.seq)).toEqual([4, 5]);
    const newest = await findNewestEvents(portfolioId, { beforeSeq: 5, limit: 2 });
    expect(newest.map((event) => event.seq)).toEqual([4, 3]);
  });

  it("shows a user the own portfolios alone", async () => {
    const other = await openTestPortfolio({ id: "other", nowMs: NOW_MS });
    const mine = await listPortfolios(userId);
    expect(mine).toMatchObject([{ id: portfolioId, kind: "PRACTICE", balance: "9999.88989", locked: null }]);
    expect((await requireOwnPortfolio(userId, portfolioId)).state.seq).toBe(5);
    await expect(requireOwnPortfolio(userId, other.portfolioId)).rejects.toMatchObject({ code: "not_found" });
    await expect(requireOwnPortfolio(userId, "nowhere")).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("the database rejects wrong states", () => {
  const order = `UPDATE "Order" SET`;
  const resting = `WHERE "clientOrderId" = 'order-resting'`;
  const insertOrder = `INSERT INTO "Order" SELECT (jsonb_populate_record(o, $1)).* FROM "Order" o ${resting}`;
  it.each([
    ["a balance that misses its ledger", `UPDATE "Portfolio" SET "balance" = "balance" + 1`],
    ["an unknown kind of portfolio", `UPDATE "Portfolio" SET "kind" = 'DEMO'`],
    ["a lock without a time", `UPDATE "Portfolio" SET "lockReason" = 'breach'`],
    ["a position of size zero", `UPDATE "Position" SET "qty" = 0`],
    ["a negative cost", `UPDATE "Position" SET "cost" = -1`],
    ["a leverage below one", `UPDATE "Position" SET "leverage" = 0.5`],
    ["an unknown status", `${order} "status" = 'DONE' ${resting}`],
    ["an open order that has ended", `${order} "endedAt" = now() ${resting}`],
    ["a filled order that isn't", `${order} "status" = 'FILLED', "endedAt" = now() ${resting}`],
    ["a cancelled order without a reason", `${order} "status" = 'CANCELLED', "endedAt" = now() ${resting}`],
    ["more filled than ordered", `${order} "status" = 'PARTIALLY_FILLED', "filled" = 3 ${resting}`],
    ["a negative quantity", `${order} "qty" = -2 ${resting}`],
    ["a price of zero", `${order} "price" = 0 ${resting}`],
    ["a limit order without a price", `${order} "price" = NULL ${resting}`],
    ["an unknown side", `${order} "side" = 'long' ${resting}`],
    ["an email in capitals", `UPDATE "User" SET "email" = 'A@example.com'`],
    ["an unknown role", `UPDATE "User" SET "role" = 'ROOT'`],
    [
      "levels that wait for nothing",
      `INSERT INTO "TriggerIndex" VALUES ('kept', 'ETHUSDT', NULL, NULL, false)`,
    ],
    ["a portfolio of nobody", `UPDATE "Portfolio" SET "userId" = 'nobody'`],
    [
      "a fill against its side",
      `INSERT INTO "Trade" VALUES ('kept', 99, 'x', 0, 'BTCUSDT', 'buy', 'manual', 1, 1, -1, 1, 0, 0, 0, 0, 'taker', '{}', now())`,
    ],
  ])("%s", async (_what, statement) => {
    await expect(client.query(statement)).rejects.toMatchObject({ code: expect.stringMatching(/^23/) });
  });

  it.each([
    ["one clientOrderId twice", insertOrder, { acceptedSeq: 77 }],
    ["two orders accepted at once", insertOrder, { clientOrderId: "order-other" }],
    [
      "two positions in one symbol",
      `INSERT INTO "Position" SELECT (jsonb_populate_record(p, $1)).* FROM "Position" p`,
      { qty: -1 },
    ],
  ])("%s", async (_what, statement, change) => {
    await expect(client.query(statement, [JSON.stringify(change)])).rejects.toMatchObject({ code: "23505" });
  });

  it.each([
    ["update of an event", `UPDATE "PortfolioEvent" SET "type" = 'x' WHERE "seq" = 2`],
    ["delete of an event", `DELETE FROM "PortfolioEvent" WHERE "seq" = 2`],
    ["emptying the log", `TRUNCATE "PortfolioEvent"`],
    ["update of a fill", `UPDATE "Trade" SET "price" = 1`],
    ["delete of a fill", `DELETE FROM "Trade"`],
    ["change of an ended order", `UPDATE "Order" SET "fees" = 0 WHERE "endedAt" IS NOT NULL`],
    ["delete of an order", `DELETE FROM "Order"`],
    ["delete of a portfolio with its log", `DELETE FROM "Portfolio"`],
  ])("%s", async (_what, statement) => {
    await expect(client.query(statement)).rejects.toMatchObject({ code: expect.stringMatching(/^23/) });
  });

  it.each([
    ["missing", []],
    ["short of its last", [{ seq: 6 }]],
    ["without its first", [{ seq: 7 }]],
    ["doubled", [{ seq: 6 }, { seq: 6 }]],
    ["beyond the head", [{ seq: 6 }, { seq: 7 }, { seq: 8 }]],
    ["beside one of another portfolio", [{ seq: 6 }, { seq: 7 }, { seq: 2, portfolioId: "other" }]],
    ["of another portfolio", [{ seq: 6 }, { seq: 7, portfolioId: "other" }]],
  ])("a log whose events are %s, however the write function is called", async (_what, events) => {
    const { rows } = await client.query(`SELECT * FROM "Portfolio" WHERE "id" = 'kept'`);
    const head = { ...rows[0], fromSeq: 5, seq: 7 };
    const event = { portfolioId, type: "x", payload: {}, at: "2026-03-01T12:00:00Z", hash: "0".repeat(64) };
    const log = events.map((changes) => ({ ...event, ...changes }));
    const rest = listArguments([]).slice(2);
    const values = [JSON.stringify([head]), JSON.stringify(log), ...rest];
    const call = `SELECT save_portfolios(${values.map((_, index) => `$${index + 1}`)})`;
    await expect(client.query(call, values)).rejects.toMatchObject({ code: expect.stringMatching(/^23/) });
    expect(await verifyPortfolio(portfolioId)).toBeNull();
  });
});

describe("the chain of hashes shows what was tampered with", () => {
  /** Changes rows as the database owner could, bypassing the triggers; undone afterwards. */
  async function tamper(statement: string): Promise<Awaited<ReturnType<typeof verifyPortfolio>>> {
    const { rows } = await client.query(`SELECT * FROM "PortfolioEvent" WHERE "seq" IN (2, 3)`);
    await client.query("SET session_replication_role = replica");
    try {
      await client.query(statement);
      return await verifyPortfolio(portfolioId);
    } finally {
      await client.query(`DELETE FROM "PortfolioEvent" WHERE "portfolioId" = $1 AND "seq" IN (2, 3)`, [
        portfolioId,
      ]);
      for (const row of rows.filter((one) => one.portfolioId === portfolioId)) {
        const values = [row.portfolioId, row.seq, row.type, originals.get(row.seq), row.at, row.hash];
        await client.query(`INSERT INTO "PortfolioEvent" VALUES ($1, $2, $3, $4::json, $5, $6)`, values);
      }
      await client.query("SET session_replication_role = origin");
    }
  }
  const originals = new Map<number, string>();
  beforeAll(async () => {
    const { rows } = await client.query(
      `SELECT "seq", "payload"::text AS payload FROM "PortfolioEvent" WHERE "portfolioId" = $1`,
      [portfolioId],
    );
    for (const row of rows) originals.set(row.seq, row.payload);
  });

  it.each([
    ["a changed payload", `"payload" = replace("payload"::text, '100.1', '99.1')::json`, "hash"],
    ["a changed time", `"at" = "at" - interval '1 second'`, "hash"],
    ["a changed hash", `"hash" = repeat('a', 64)`, "hash"],
  ])("%s", async (_what, change, kind) => {
    const fault = await tamper(
      `UPDATE "PortfolioEvent" SET ${change} WHERE "portfolioId" = '${portfolioId}' AND "seq" = 3`,
    );
    expect(fault).toEqual({ kind, seq: 3 });
    expect(await verifyPortfolio(portfolioId)).toBeNull();
  });

  it("an event that is gone, and a row that the log doesn't lead to", async () => {
    const where = `WHERE "portfolioId" = '${portfolioId}'`;
    expect(await tamper(`DELETE FROM "PortfolioEvent" ${where} AND "seq" = 3`)).toEqual({
      kind: "gap",
      seq: 3,
    });
    await client.query(`UPDATE "Position" SET "qty" = 3 ${where}`);
    expect(await verifyPortfolio(portfolioId)).toEqual({ kind: "state", seq: 5 });
  });
});
