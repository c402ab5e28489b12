import { type ChildProcess, fork } from "node:child_process";
import { on, once } from "node:events";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { parseMoney, parseQty } from "@/lib/core/decimal";
import type { Command } from "@/lib/core/engine/commands";
import { getDb, getPool } from "@/lib/db/client";
import { executeCommand } from "@/lib/db/portfolio/execute-command";
import { loadPortfolio } from "@/lib/db/portfolio/portfolio-repository";
import { verifyPortfolio } from "@/lib/db/portfolio/verify-portfolio";
import type { WorkerAsk, WorkerResponse } from "@/tests/faults/command-worker";
import { type ResponseCutter, startResponseCutter } from "@/tests/faults/response-cutter";
import { createTestDatabase } from "@/tests/support/create-test-database";
import { buildContext, openTestPortfolio } from "@/tests/support/trading-fixture";
import { type TestServices, useTestServices } from "@/tests/support/use-test-services";

const NOW_MS = Date.parse("2026-03-01T12:00:00Z");
const WORKER = fileURLToPath(new URL("command-worker.ts", import.meta.url));

let services: TestServices;
let cutter: ResponseCutter;
/** Without the proxy, as other processes connect. */
let databaseUrl: string;
/** A session of the operator's. */
let admin: pg.Client;
/** A separate session: inside a transaction the activity of others is a snapshot of its start. */
let watcher: pg.Client;
let count = 0;
const children: ChildProcess[] = [];

beforeAll(async () => {
  databaseUrl = await createTestDatabase();
  admin = new pg.Client({ connectionString: databaseUrl });
  watcher = new pg.Client({ connectionString: databaseUrl });
  await Promise.all([admin.connect(), watcher.connect()]);
  const { rows } = await admin.query<{ name: string }>("SELECT current_database() AS name");
  await admin.query(`ALTER DATABASE ${rows[0]?.name} SET deadlock_timeout = '100ms'`);
  cutter = await startResponseCutter(databaseUrl);
  services = await useTestServices({ databaseUrl: `${cutter.url}?statement_timeout=1000` });
});
afterAll(async () => {
  for (const child of children) child.kill("SIGKILL");
  await getDb().$disconnect();
  await Promise.all([admin.end(), watcher.end()]);
  await cutter.close();
  await services.close();
});

async function openOne(opening = "10000") {
  count += 1;
  const opened = await openTestPortfolio({
    id: `fault-${count}`,
    nowMs: NOW_MS,
    opening: parseMoney(opening),
  });
  return opened.portfolioId;
}

const market = () => buildContext({ nowMs: NOW_MS });
function submit(orderId: string, qty = "1"): Command {
  const order = { orderId, symbol: "BTCUSDT", side: "buy" as const, kind: "market" as const };
  return { type: "submit", order: { ...order, qty: parseQty(qty) } };
}

function startWorker(ask: WorkerAsk): ChildProcess {
  const child = fork(WORKER, {
    execArgv: ["--conditions=react-server", "--import", "tsx"],
    serialization: "advanced",
    env: { ...process.env, DATABASE_URL: databaseUrl },
  });
  children.push(child);
  child.send(ask);
  return child;
}

async function waitForResponse(child: ChildProcess): Promise<Exclude<WorkerResponse, "deciding">> {
  for await (const [message] of on(child, "message")) {
    const response = message as WorkerResponse;
    if (response !== "deciding") return response;
  }
  throw new Error("The worker said nothing.");
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill("SIGKILL");
  await once(child, "exit");
}

/** Locks the portfolio's row, so that a write waits; releases it at the end of `work`. */
async function holdingRow(portfolioId: string, work: () => Promise<void>): Promise<void> {
  await admin.query("BEGIN");
  await admin.query(`SELECT 1 FROM "Portfolio" WHERE "id" = $1 FOR UPDATE`, [portfolioId]);
  await work().finally(() => admin.query("ROLLBACK"));
}

async function waitUntilWriteWaits(): Promise<void> {
  await vi.waitFor(
    async () => {
      const { rows } = await watcher.query(
        `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
           AND query LIKE '%save_portfolios%'`,
      );
      expect(rows.length).toBeGreaterThan(0);
    },
    { timeout: 45_000, interval: 10 },
  );
}

describe("fault 4: the process is killed", () => {
  it("before the write: nothing of it exists, and the retry is the first", async () => {
    const portfolioId = await openOne();
    const child = startWorker({ portfolioId, commands: [submit("order-0001")], nowMs: NOW_MS, hangs: true });
    expect((await once(child, "message"))[0]).toBe("deciding");
    await kill(child);
    expect((await loadPortfolio(portfolioId))?.state.seq).toBe(1);
    const retry = await executeCommand(portfolioId, submit("order-0001"), market);
    expect(retry).toMatchObject({ ok: true, isReplayed: false });
    expect(await verifyPortfolio(portfolioId)).toBeNull();
  });

  it("after its write was sent and before the response: the retry answers as the first time", async () => {
    const portfolioId = await openOne();
    await holdingRow(portfolioId, async () => {
      const child = startWorker({ portfolioId, commands: [submit("order-0002")], nowMs: NOW_MS });
      await waitUntilWriteWaits();
      await kill(child);
    });
    await vi.waitFor(async () => expect((await loadPortfolio(portfolioId))?.state.seq).toBe(2), {
      timeout: 45_000,
    });
    const retry = await executeCommand(portfolioId, submit("order-0002"), market);
    expect(retry).toMatchObject({ ok: true, isReplayed: true, events: [{ type: "order-accepted", seq: 2 }] });
    expect(await getDb().order.count({ where: { portfolioId } })).toBe(1);
    expect(await verifyPortfolio(portfolioId)).toBeNull();
  });
});

it("faults 8 and 9 across processes: what is accepted fits the margin, and the log stays whole", async () => {
  const portfolioId = await openOne("1000");
  const commands = (who: string) => Array.from({ length: 25 }, (_, n) => submit(`order-${who}-${n}`, "3"));
  const workers = ["one", "two"].map((who) =>
    startWorker({ portfolioId, commands: commands(who), nowMs: NOW_MS }),
  );
  const responses = await Promise.all(workers.map(waitForResponse));
  expect(responses.reduce((sum, response) => sum + response.done, 0)).toBe(3);
  expect(responses.reduce((sum, response) => sum + response.rejected, 0)).toBe(47);
  const executions = Array.from({ length: 50 }, (_, n): Command[] => [
    { type: "execute", orderId: `order-one-${n % 25}` },
    { type: "execute", orderId: `order-two-${n % 25}` },
  ]).flat();
  for (const worker of workers) worker.send({ portfolioId, commands: executions, nowMs: NOW_MS });
  const executed = await Promise.all(workers.map(waitForResponse));
  expect(executed.reduce((sum, response) => sum + response.done, 0)).toBe(3);
  expect(await getDb().trade.count({ where: { portfolioId } })).toBe(3);
  expect(await verifyPortfolio(portfolioId)).toBeNull();
});

describe("fault 20: the database is in trouble", () => {
  it("no connection is free: rejected with 503, and well afterwards", async () => {
    const portfolioId = await openOne();
    const clients = await Promise.all(
      Array.from({ length: getPool().options.max }, () => getPool().connect()),
    );
    const rejected = executeCommand(portfolioId, submit("order-0003"), market);
    await expect(rejected).rejects.toMatchObject({ code: "service_unavailable", status: 503 });
    for (const client of clients) client.release();
    expect(await executeCommand(portfolioId, submit("order-0003"), market)).toMatchObject({
      ok: true,
      isReplayed: false,
    });
  });

  it("a statement takes too long: tried again, then 503 with nothing half done", async () => {
    const portfolioId = await openOne();
    await holdingRow(portfolioId, async () => {
      const rejected = executeCommand(portfolioId, submit("order-0004"), market);
      await expect(rejected).rejects.toMatchObject({ code: "service_unavailable" });
    });
    expect((await loadPortfolio(portfolioId))?.state.seq).toBe(1);
    expect(await getDb().order.count({ where: { portfolioId } })).toBe(0);
  });

  it("a deadlock: the command handler gives way and writes afterwards", async () => {
    const portfolioId = await openOne();
    await executeCommand(portfolioId, submit("order-0005"), market);
    await admin.query("BEGIN");
    await admin.query(`SELECT 1 FROM "Order" WHERE "portfolioId" = $1 FOR UPDATE`, [portfolioId]);
    const executing = executeCommand(portfolioId, { type: "execute", orderId: "order-0005" }, market);
    await waitUntilWriteWaits();
    await admin.query(`UPDATE "Portfolio" SET "name" = 'Mine' WHERE "id" = $1`, [portfolioId]);
    await admin.query("COMMIT");
    expect(await executing).toMatchObject({ ok: true, events: [{ type: "order-filled" }] });
    expect(await getDb().trade.count({ where: { portfolioId } })).toBe(1);
    expect(await verifyPortfolio(portfolioId)).toBeNull();
  });

  it("the disk is full in the middle of a write: nothing of it is kept", async () => {
    const portfolioId = await openOne();
    await admin.query(`CREATE FUNCTION fill_disk() RETURNS TRIGGER LANGUAGE plpgsql AS $$
      BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$`);
    await admin.query(
      `CREATE TRIGGER "disk_full" BEFORE INSERT ON "IdempotencyRecord" FOR EACH ROW EXECUTE FUNCTION fill_disk()`,
    );
    const rejected = executeCommand(portfolioId, submit("order-0006"), market);
    await expect(rejected).rejects.toMatchObject({ code: "service_unavailable" });
    await admin.query(`DROP TRIGGER "disk_full" ON "IdempotencyRecord"`);
    expect(await getDb().portfolioEvent.count({ where: { portfolioId } })).toBe(1);
    expect(await getDb().order.count({ where: { portfolioId } })).toBe(0);
    expect((await executeCommand(portfolioId, submit("order-0006"), market)).ok).toBe(true);
  });

  it("the response of a write is lost: the command handler finds its own event and doesn't write again", async () => {
    const portfolioId = await openOne();
    await executeCommand(portfolioId, submit("order-0007"), market);
    let executing: ReturnType<typeof executeCommand> | undefined;
    await holdingRow(portfolioId, async () => {
      executing = executeCommand(portfolioId, { type: "execute", orderId: "order-0007" }, market);
      await waitUntilWriteWaits();
      cutter.cutNextResponse();
    });
    expect(await executing).toMatchObject({
      ok: true,
      isReplayed: false,
      events: [{ type: "order-filled" }],
    });
    expect(await getDb().trade.count({ where: { portfolioId } })).toBe(1);
    expect(await verifyPortfolio(portfolioId)).toBeNull();
  });
});
