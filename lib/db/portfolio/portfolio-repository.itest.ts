import pg from "pg";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { parsePrice, parseQty } from "@/lib/core/decimal";
import type { Command } from "@/lib/core/engine/commands";
import { getDb, getPool } from "@/lib/db/client";
import { decideBatch } from "@/lib/db/portfolio/decide-batch";
import { executeCommand } from "@/lib/db/portfolio/execute-command";
import { loadPortfolio, savePortfolio } from "@/lib/db/portfolio/portfolio-repository";
import type { EncodedChange } from "@/lib/db/portfolio/stored-change";
import { verifyPortfolio } from "@/lib/db/portfolio/verify-portfolio";
import { createTestDatabase } from "@/tests/support/create-test-database";
import { buildContext, openTestPortfolio } from "@/tests/support/trading-fixture";
import { type TestServices, useTestServices } from "@/tests/support/use-test-services";

/** A bound for hangs alone. */
const WAIT_MS = 60_000;
const NOW_MS = Date.parse("2026-03-01T12:00:00Z");
let services: TestServices;
/** Another connection to the same database. */
let other: pg.Client;

beforeAll(async () => {
  const databaseUrl = await createTestDatabase();
  other = new pg.Client({ connectionString: databaseUrl });
  await other.connect();
  services = await useTestServices({ databaseUrl });
});
afterAll(async () => {
  await other.end();
  await getDb().$disconnect();
  await services.close();
});

const context = () => buildContext({ nowMs: NOW_MS });
function buy(orderId: string): Command {
  const order = { orderId, symbol: "BTCUSDT", side: "buy" as const, kind: "market" as const };
  return { type: "submit", order: { ...order, qty: parseQty("1") } };
}

async function open(prefix: string, count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, (_, index) => `${prefix}-${String(index).padStart(3, "0")}`);
  for (const id of ids) await openTestPortfolio({ id, nowMs: NOW_MS });
  return ids;
}

async function plan(portfolioId: string, command: Command, at = context): Promise<EncodedChange> {
  const stored = await loadPortfolio(portfolioId);
  if (stored === null) throw new Error("There is no such portfolio.");
  const request = { commands: [command], buildContext: at, ownerId: undefined };
  const { change } = await decideBatch(stored, [request]);
  if (change === null) throw new Error("Nothing was decided.");
  return change;
}

function planAll(ids: readonly string[], command = buy("order-0001")): Promise<EncodedChange[]> {
  return Promise.all(ids.map((id) => plan(id, command)));
}

/** All stored rows of a portfolio, without the columns that depend on its id. */
async function rowsOf(portfolioId: string): Promise<unknown> {
  const where = { portfolioId };
  const db = getDb();
  const head = await db.portfolio.findUniqueOrThrow({ where: { id: portfolioId } });
  const tables = await Promise.all([
    db.portfolioEvent.findMany({ where, omit: { hash: true }, orderBy: { seq: "asc" } }),
    db.order.findMany({ where, orderBy: { acceptedSeq: "asc" } }),
    db.position.findMany({ where }),
    db.trade.findMany({ where, orderBy: { seq: "asc" } }),
    db.triggerIndex.findMany({ where }),
    db.idempotencyRecord.findMany({ where }),
    db.equitySnapshot.findMany({ where, orderBy: { seq: "asc" } }),
    db.journalEntry.findMany({ where }),
  ]);
  const text = JSON.stringify([{ ...head, headHash: "" }, ...tables]);
  return JSON.parse(text.replaceAll(portfolioId, "portfolio"));
}

/** How many transactions last wrote these portfolios. */
async function countWriters(portfolioIds: readonly string[]): Promise<number> {
  const text = 'SELECT count(DISTINCT xmin::text)::int AS count FROM "Portfolio" WHERE "id" = ANY($1)';
  const { rows } = await other.query<{ count: number }>(text, [portfolioIds]);
  return rows[0]?.count ?? 0;
}

/** The commands of a portfolio up to a closed trade: each step runs for all portfolios at the same time. */
const LIFE: [Command, () => ReturnType<typeof context>][] = [
  [buy("order-0001"), context],
  [{ type: "execute", orderId: "order-0001" }, () => buildContext({ nowMs: NOW_MS + 10 })],
  [
    { type: "set-position-stops", symbol: "BTCUSDT", stopLoss: { price: parsePrice("95"), by: "last" } },
    () => buildContext({ nowMs: NOW_MS + 20 }),
  ],
  [fall(), () => buildContext({ nowMs: NOW_MS + 1_000, price: "94" })],
];

function fall(): Command {
  const point = (price: string, seq: number) => {
    const at = parsePrice(price);
    return { last: at, mark: at, qty: parseQty("1"), timeMs: NOW_MS + 900, seq };
  };
  const path = { kind: "points" as const, points: [point("95.1", 1), point("94", 2)] };
  return { type: "price-moved", symbol: "BTCUSDT", path };
}

it("writes what many portfolios wait for in few statements, each as one alone would be", async () => {
  const [alone = "", ...many] = await open("many", 61);
  for (const [command, at] of LIFE) {
    expect((await executeCommand(alone, command, at)).ok).toBe(true);
    const changes = await Promise.all(many.map((id) => plan(id, command, at)));
    expect(await Promise.all(changes.map(savePortfolio))).toEqual(many.map(() => true));
    expect(await countWriters(many)).toBeLessThan(8);
  }
  const expected = await rowsOf(alone);
  expect(expected).toMatchObject([
    { seq: 7 },
    { length: 7 },
    { length: 2 },
    [],
    { length: 2 },
    [],
    {},
    {},
    [{}],
  ]);
  for (const id of many) {
    expect(await rowsOf(id)).toEqual(expected);
    expect(await verifyPortfolio(id)).toBeNull();
  }
});

it("writes the others when one has moved since it was read", async () => {
  const ids = await open("late", 12);
  const changes = await planAll(ids);
  const late = ids[5] ?? "";
  await executeCommand(late, buy("order-0002"), context);
  const written = await Promise.all(changes.map(savePortfolio));
  expect(written).toEqual(ids.map((id) => id !== late));
  for (const id of ids) {
    expect((await loadPortfolio(id))?.state.orders).toHaveLength(1);
    expect(await verifyPortfolio(id)).toBeNull();
  }
});

it("writes the others when the database rejects one, which alone fails", async () => {
  const ids = await open("taken", 12);
  const taken = ids[3];
  const changes = await planAll(ids);
  // The same id was used by a command that this decision has not read.
  await other.query(
    `INSERT INTO "IdempotencyRecord" ("portfolioId", "requestId", "bodyHash", "fromSeq", "toSeq")
     VALUES ($1, 'order-0001', $2, 1, 1)`,
    [taken, "0".repeat(64)],
  );
  const written = await Promise.allSettled(changes.map(savePortfolio));
  expect(written.map(({ status }) => status)).toEqual(
    ids.map((id) => (id === taken ? "rejected" : "fulfilled")),
  );
  for (const id of ids) {
    expect((await loadPortfolio(id))?.state.orders).toHaveLength(id === taken ? 0 : 1);
    expect(await verifyPortfolio(id)).toBeNull();
  }
});

it("writes the others without waiting for one that another transaction holds", async () => {
  const ids = await open("held", 12);
  const lockedId = ids[7];
  const changes = await planAll(ids);
  const lockedChange = changes.find(({ portfolioId }) => portfolioId === lockedId);
  await other.query("BEGIN");
  await other.query(`SELECT 1 FROM "Portfolio" WHERE "id" = $1 FOR UPDATE`, [lockedId]);
  const settled: string[] = [];
  const writing = changes.map(async (change) => {
    const isWritten = await savePortfolio(change);
    settled.push(change.portfolioId);
    return isWritten;
  });
  const free = writing.filter((_, index) => changes[index] !== lockedChange);
  expect(await Promise.all(free)).toEqual(free.map(() => true));
  expect(settled).not.toContain(lockedId);
  await other.query("COMMIT");
  expect(await Promise.all(writing)).toEqual(ids.map(() => true));
  for (const id of ids) expect(await verifyPortfolio(id)).toBeNull();
});

it("writes one of two changes that were decided on the same state of a portfolio", async () => {
  const [id = ""] = await open("twice", 1);
  const [first, second] = await Promise.all([plan(id, buy("order-0001")), plan(id, buy("order-0002"))]);
  if (!first || !second) throw new Error("Nothing was decided.");
  // Other calls occupy every connection, so that both of these wait together.
  const busy = await planAll(await open("busy", 12));
  const written = await Promise.all([...busy, first, second].map(savePortfolio));
  expect(written.slice(-2).sort()).toEqual([false, true]);
  expect(await verifyPortfolio(id)).toBeNull();
});

it("fails one alone that can't be decoded, and reads the others", async () => {
  const ids = await open("broken", 12);
  const broken = ids[4];
  await other.query(
    `UPDATE "Portfolio" SET "leverages" = '[{"symbol":"BTCUSDT","leverage":"x"}]' WHERE "id" = $1`,
    [broken],
  );
  const read = await Promise.allSettled(ids.map((id) => loadPortfolio(id)));
  expect(read.map(({ status }) => status)).toEqual(
    ids.map((id) => (id === broken ? "rejected" : "fulfilled")),
  );
});

it("tells a transient failure to every caller of the statement, and writes nothing of it", async () => {
  const ids = await open("transient", 8);
  const changes = await planAll(ids);
  await other.query(`CREATE FUNCTION fill_disk() RETURNS TRIGGER LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$`);
  await other.query(`CREATE TRIGGER "disk_full" BEFORE INSERT ON "IdempotencyRecord"
    FOR EACH ROW EXECUTE FUNCTION fill_disk()`);
  const written = await Promise.allSettled(changes.map(savePortfolio));
  await other.query(`DROP TRIGGER "disk_full" ON "IdempotencyRecord"`);
  expect(new Set(written.map(({ status }) => status))).toEqual(new Set(["rejected"]));
  for (const id of ids) expect((await loadPortfolio(id))?.state.seq).toBe(1);
  expect(await Promise.all(changes.map(savePortfolio))).toEqual(ids.map(() => true));
});

it("answers every command of many portfolios that another session holds up for a while", async () => {
  const ids = await open("waits", 40);
  await other.query("BEGIN");
  await other.query(`SELECT 1 FROM "Portfolio" WHERE "id" = ANY ($1) FOR UPDATE`, [ids.slice(0, 3)]);
  const sending = Promise.all(ids.map((id) => executeCommand(id, buy("order-0001"), context)));
  await vi.waitFor(async () => {
    const { rows } = await getPool().query<{ count: number }>(
      `SELECT count(*)::int AS count FROM "Order" WHERE "portfolioId" = ANY ($1)`,
      [ids],
    );
    expect(rows[0]?.count).toBe(37);
  }, WAIT_MS);
  await other.query("COMMIT");
  const first = await sending;
  const again = await Promise.all(ids.map((id) => executeCommand(id, buy("order-0001"), context)));
  expect(first.every((result) => result.ok && !result.isReplayed)).toBe(true);
  expect(again.every((result) => result.ok && result.isReplayed)).toBe(true);
});
