import { type ChildProcess, fork } from "node:child_process";
import { on } from "node:events";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { POST as placeOrder } from "@/app/api/orders/route";
import { PUT as changeLimits, GET as readLimits } from "@/app/api/portfolios/[id]/limits/route";
import { POST as reverse } from "@/app/api/positions/[symbol]/reverse/route";
import { POST as execute } from "@/app/api/queue/execute/route";
import { POST as callV5 } from "@/app/v5/[...path]/route";
import { parseQty } from "@/lib/core/decimal";
import type { Command } from "@/lib/core/engine/commands";
import { getDb } from "@/lib/db/client";
import { verifyPortfolio } from "@/lib/db/portfolio/verify-portfolio";
import type { OwnLimitsBody, OwnLimitsDto } from "@/lib/schemas/challenge/own-limits";
import type { WorkerAsk, WorkerResponse } from "@/tests/faults/command-worker";
import { fillOrder, processPricePathAt, queueOrder, snapshotOf } from "@/tests/faults/trading-steps";
import { createApiKey } from "@/tests/support/create-api-key";
import { signV5 } from "@/tests/support/sign-v5";
import {
  type ApiResponse,
  callAs,
  orderOf,
  startTrading,
  type TestTrader,
  type TradingWorld,
} from "@/tests/support/start-trading";

// No background execution of orders.
vi.mock("next/server", () => ({ after: () => {} }));

const WORKER = fileURLToPath(new URL("command-worker.ts", import.meta.url));
const NO_LIMITS: OwnLimitsBody = {
  dayLoss: null,
  dayLossPercent: null,
  lossesInRow: null,
  tradesPerDay: null,
  pauseMinutes: null,
  hours: null,
};
const ORDERS = 50;
const TRADES = 3;

let world: TradingWorld;
const workers: ChildProcess[] = [];

beforeAll(async () => {
  const routes = { "/api/queue/execute": execute };
  world = await startTrading({ symbols: ["BTCUSDT"], withVenue: false, routes });
  await world.setMarket("BTCUSDT", 100_000);
  const env = { ...process.env, DATABASE_URL: world.databaseUrl };
  const execArgv = ["--conditions=react-server", "--import", "tsx"];
  for (let index = 0; index < 2; index += 1) {
    workers.push(fork(WORKER, { execArgv, serialization: "advanced", env }));
  }
});
afterAll(async () => {
  for (const worker of workers) worker.kill("SIGKILL");
  await world.close();
});

const setLimits = (of: TestTrader, limits: Partial<OwnLimitsBody>, portfolioId = of.portfolioId) =>
  callAs<OwnLimitsDto>(of, changeLimits, {
    method: "PUT",
    params: { id: portfolioId },
    body: { ...NO_LIMITS, ...limits },
  });
const place = (of: TestTrader) => callAs(of, placeOrder, { method: "POST", body: orderOf(of) });
const codeOf = ({ status, body }: ApiResponse) => [status, body.error?.code];

/** Opens and closes a position, which costs fees: a losing trade. */
async function loseTrade(of: TestTrader): Promise<void> {
  await fillOrder(world, of);
  await fillOrder(world, of, { side: "sell", reduceOnly: true });
}

async function sendTo(worker: ChildProcess, ask: WorkerAsk): Promise<Exclude<WorkerResponse, "deciding">> {
  worker.send(ask);
  for await (const [message] of on(worker, "message")) {
    const response = message as WorkerResponse;
    if (response !== "deciding") return response;
  }
  throw new Error("The worker ended.");
}

it("of many parallel orders of two processes no more trades follow than are allowed", async () => {
  const one = await world.createTrader({ opening: "100000" });
  expect((await setLimits(one, { tradesPerDay: TRADES })).status).toBe(200);
  const { portfolioId } = one;
  const nowMs = Date.now();
  const ids = Array.from({ length: ORDERS }, (_, index) => `raced-${index}`);
  const halves = [ids.slice(0, ORDERS / 2), ids.slice(ORDERS / 2)];
  const submit = (orderId: string): Command => ({
    type: "submit",
    order: {
      orderId,
      symbol: "BTCUSDT",
      // Of two sides and two sizes: the position is opened, closed, turned and added to in any order.
      side: ids.indexOf(orderId) % 2 === 0 ? "buy" : "sell",
      kind: "market",
      qty: parseQty(ids.indexOf(orderId) % 4 < 2 ? "0.1" : "0.2"),
    },
  });
  const sendAll = (toCommand: (orderId: string) => Command, atMs: number) =>
    Promise.all(
      workers.map((worker, index) =>
        sendTo(worker, { portfolioId, commands: (halves[index] ?? []).map(toCommand), nowMs: atMs }),
      ),
    );
  await sendAll(submit, nowMs);
  const executed = await sendAll((orderId) => ({ type: "execute", orderId }), nowMs + 1);
  expect(executed.every(({ done }) => done > 0)).toBe(true);
  const [closed, open, rejected] = await Promise.all([
    getDb().journalEntry.count({ where: { portfolioId } }),
    getDb().position.count({ where: { portfolioId } }),
    getDb().order.count({ where: { portfolioId, reason: "own_limit" } }),
  ]);
  expect(closed + open).toBe(TRADES);
  expect(rejected).toBeGreaterThan(0);
  expect(await verifyPortfolio(portfolioId)).toBeNull();
});

it("a lock holds against every way to send an order", async () => {
  const one = await world.createTrader();
  const key = await createApiKey(one);
  const { message: waiting } = await queueOrder(world, one, { kind: "limit", price: "99500" });
  await loseTrade(one);
  await fillOrder(world, one);
  // A losing trade of before the limit counts.
  const { body: limits } = await setLimits(one, { pauseMinutes: 60 });
  expect(limits.locks.map(({ cause }) => cause)).toEqual(["pause"]);
  const rejected = await place(one);
  expect(codeOf(rejected)).toEqual([422, "own_limit"]);
  expect(rejected.body.error).toMatchObject({
    message: expect.stringMatching(
      /^Until \d{4}-\d\d-\d\d \d\d:\d\d \(UTC\) only closing orders are accepted/,
    ),
    details: { cause: "pause", until: limits.locks[0]?.until },
  });
  const turned = await callAs(one, reverse, {
    method: "POST",
    params: { symbol: "BTCUSDT" },
    body: { portfolioId: one.portfolioId, clientOrderId: "reverse-while-locked" },
  });
  expect(codeOf(turned)).toEqual([422, "own_limit"]);
  const body = JSON.stringify({
    category: "linear",
    symbol: "BTCUSDT",
    side: "Buy",
    orderType: "Market",
    qty: "0.01",
  });
  const request = new Request("http://localhost:3000/v5/order/create", {
    method: "POST",
    headers: { "content-type": "application/json", ...signV5(key, body) },
    body,
  });
  const answer = (await (await callV5(request)).json()) as { retCode: number; retMsg: string };
  expect(answer).toMatchObject({ retCode: 110066, retMsg: expect.stringMatching(/^Until /) });
  // The waiting order is reached by the price, and does not open.
  await processPricePathAt(world, 99_400);
  const ended = await getDb().order.findFirst({ where: { clientOrderId: waiting.orderId } });
  expect(ended).toMatchObject({ status: "CANCELLED", reason: "own_limit" });
  const events = await getDb().portfolioEvent.count({
    where: { portfolioId: one.portfolioId, type: "limit-locked" },
  });
  expect(events).toBe(1);
  expect((await snapshotOf(one)).ownLimits?.locks).toHaveLength(1);
  expect(await verifyPortfolio(one.portfolioId)).toBeNull();
});

it("looser limits wait, and another's portfolio is not found", async () => {
  const [one, other] = await Promise.all([world.createTrader(), world.createTrader()]);
  await setLimits(one, { dayLoss: "100", lossesInRow: 2 });
  const { body } = await setLimits(one, { dayLoss: "50" });
  expect(body.limits).toMatchObject({ dayLoss: "50", lossesInRow: 2 });
  expect(body.pending?.limits).toMatchObject({ dayLoss: "50", lossesInRow: null });
  expect(Date.parse(body.pending?.from ?? "")).toBeGreaterThanOrEqual(Date.now() + 12 * 3_600_000 - 60_000);
  const params = { id: one.portfolioId };
  const { body: read } = await callAs<OwnLimitsDto>(one, readLimits, { params });
  expect(read.pending).toEqual(body.pending);
  expect(codeOf(await callAs(other, readLimits, { params }))).toEqual([404, "not_found"]);
  expect(codeOf(await setLimits(other, {}, one.portfolioId))).toEqual([404, "not_found"]);
  const wrong = await setLimits(one, { hours: { opensAt: "09:00", closesAt: "09:00" } });
  expect(wrong.status).toBe(400);
});
