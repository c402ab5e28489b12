import { type ChildProcess, fork } from "node:child_process";
import { on, once } from "node:events";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { parsePrice, parseQty } from "@/lib/core/decimal";
import type { Command } from "@/lib/core/engine/commands";
import { getDb, getPool } from "@/lib/db/client";
import { executeCommand } from "@/lib/db/portfolio/execute-command";
import { verifyPortfolio } from "@/lib/db/portfolio/verify-portfolio";
import type { CrashAsk, CrashResponse } from "@/tests/faults/crash-worker";
import { type ResponseCutter, startResponseCutter } from "@/tests/faults/response-cutter";
import { createTestDatabase } from "@/tests/support/create-test-database";
import { buildContext, openTestPortfolio } from "@/tests/support/trading-fixture";
import { type TestServices, useTestServices } from "@/tests/support/use-test-services";

const NOW_MS = Date.parse("2026-03-01T12:00:00Z");
const WORKER = fileURLToPath(new URL("crash-worker.ts", import.meta.url));
const PORTFOLIOS = 150;
/** A market that falls through the stop of every position. */
const FALL: Command = {
  type: "price-moved",
  symbol: "BTCUSDT",
  path: { kind: "points", points: [point("95.1", 1), point("94", 2)] },
};

let services: TestServices;
let cutter: ResponseCutter;
let databaseUrl: string;
const children: ChildProcess[] = [];

beforeAll(async () => {
  databaseUrl = await createTestDatabase();
  cutter = await startResponseCutter(databaseUrl);
  services = await useTestServices({ databaseUrl: cutter.url });
});
afterAll(async () => {
  for (const child of children) child.kill("SIGKILL");
  await getDb().$disconnect();
  await cutter.close();
  await services.close();
});

function point(price: string, seq: number) {
  const at = parsePrice(price);
  return { last: at, mark: at, qty: parseQty("1"), timeMs: NOW_MS + 900, seq };
}

const at =
  (afterMs: number, price = "100") =>
  () =>
    buildContext({ nowMs: NOW_MS + afterMs, price });

function submit(orderId: string, fields: object = {}): Command {
  const order = { orderId, symbol: "BTCUSDT", side: "buy" as const, kind: "market" as const };
  return { type: "submit", order: { ...order, qty: parseQty("1"), ...fields } };
}

/** Portfolios with a long position and its stop at 95. */
async function openStops(prefix: string): Promise<string[]> {
  const ids = Array.from({ length: PORTFOLIOS }, (_, index) => `${prefix}-${index}`);
  const stopLoss = { price: parsePrice("95"), by: "last" as const };
  for (const id of ids) await openTestPortfolio({ id, nowMs: NOW_MS });
  const entry = submit("entry-0001", { attached: { stopLoss, takeProfit: null } });
  await Promise.all(ids.map((id) => executeCommand(id, entry, at(0))));
  await Promise.all(ids.map((id) => executeCommand(id, { type: "execute", orderId: "entry-0001" }, at(10))));
  return ids;
}

function startWorker(portfolioIds: readonly string[]): ChildProcess {
  const child = fork(WORKER, {
    execArgv: ["--conditions=react-server", "--import", "tsx"],
    serialization: "advanced",
    env: { ...process.env, DATABASE_URL: databaseUrl },
  });
  children.push(child);
  const ask: CrashAsk = { portfolioIds, command: FALL, nowMs: NOW_MS + 1_000, price: "94" };
  child.send(ask);
  return child;
}

async function responseOf(child: ChildProcess): Promise<Exclude<CrashResponse, "started">> {
  for await (const [message] of on(child, "message")) {
    const response = message as CrashResponse;
    if (response !== "started") return response;
  }
  throw new Error("The worker ended without a response.");
}

async function countFired(ids: readonly string[]): Promise<number> {
  return getDb().journalEntry.count({ where: { portfolioId: { in: [...ids] }, exitReason: "stop" } });
}

/** Each stop has fired once, with one fill and one journal entry, and every log leads to what is stored. */
async function expectFiredOnce(ids: readonly string[]): Promise<void> {
  const { rows } = await getPool().query<{ fills: number; entries: number }>(
    `SELECT (SELECT count(*)::int FROM "Trade" t WHERE t."portfolioId" = asked.id AND t."purpose" = 'stop') AS fills,
      (SELECT count(*)::int FROM "JournalEntry" j WHERE j."portfolioId" = asked.id) AS entries
     FROM unnest($1::text[]) AS asked(id)`,
    [ids],
  );
  expect(new Set(rows.map(({ fills, entries }) => `${fills} ${entries}`))).toEqual(new Set(["1 1"]));
  expect(await getDb().position.count({ where: { portfolioId: { in: [...ids] } } })).toBe(0);
  for (const id of ids) expect(await verifyPortfolio(id)).toBeNull();
}

const fallHere = (ids: readonly string[]) =>
  Promise.all(ids.map((id) => executeCommand(id, FALL, at(1_000, "94"))));

describe("a crash that fires the stop of many portfolios at the same time", () => {
  it("is booked once by two processes that walk the same path, beside the traders' own commands", async () => {
    const ids = await openStops("race");
    const workers = [startWorker(ids), startWorker([...ids].reverse())];
    await Promise.all(workers.map((worker) => once(worker, "message")));
    const trading = ids.map(async (id) => {
      const limit = { kind: "limit" as const, price: parsePrice("50") };
      const placed = await executeCommand(id, submit("limit-0001", limit), at(950));
      const cancelled = await executeCommand(id, { type: "cancel", orderId: "limit-0001" }, at(960));
      return placed.ok && cancelled.ok;
    });
    expect(await Promise.all(trading)).toEqual(ids.map(() => true));
    const responses = await Promise.all(workers.map(responseOf));
    expect(responses.reduce((sum, { booked }) => sum + booked, 0)).toBe(PORTFOLIOS);
    await expectFiredOnce(ids);
    const where = { portfolioId: { in: ids }, clientOrderId: "limit-0001", status: "CANCELLED" };
    expect(await getDb().order.count({ where })).toBe(PORTFOLIOS);
  });

  it("is booked once when the process is killed between two statements and another walks the path", async () => {
    const ids = await openStops("killed");
    const worker = startWorker(ids);
    await vi.waitFor(async () => expect(await countFired(ids)).toBeGreaterThan(0), {
      timeout: 45_000,
      interval: 5,
    });
    worker.kill("SIGKILL");
    await once(worker, "exit");
    const results = await fallHere(ids);
    expect(results.every(({ ok }) => ok)).toBe(true);
    await expectFiredOnce(ids);
  });

  it("is booked once when the response of a statement is lost", async () => {
    const ids = await openStops("lost");
    let decided = 0;
    const readMarket = () => {
      decided += 1;
      // All reads are done: the next database response is a write's.
      if (decided === PORTFOLIOS) cutter.cutNextResponse();
      return at(1_000, "94")();
    };
    const results = await Promise.all(ids.map((id) => executeCommand(id, FALL, readMarket)));
    expect(results.every(({ ok, events }) => ok && events.length > 0)).toBe(true);
    await expectFiredOnce(ids);
  });
});
