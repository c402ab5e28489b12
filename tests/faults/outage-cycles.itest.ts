import { rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import getPort from "get-port";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { GET as readHealth } from "@/app/api/health/route";
import { POST as placeOrder } from "@/app/api/orders/route";
import { POST as execute } from "@/app/api/queue/execute/route";
import { type Postgres, startPostgres } from "@/emulators/postgres/start-postgres";
import { getDb } from "@/lib/db/client";
import type { PlaceOrderBody } from "@/lib/schemas/trading/trading";
import { sweepOrders } from "@/lib/trading/orders/sweep-orders";
import { migrateDatabase } from "@/ops/migrate/migrate-database";
import { assertKept, assertSettled } from "@/tests/faults/assert-settled";
import { createTemporaryFolder } from "@/tests/support/create-temporary-folder";
import { seededRandom } from "@/tests/support/seeded-random";
import {
  callAs,
  orderOf,
  startTrading,
  type TestTrader,
  type TradingWorld,
  until,
} from "@/tests/support/start-trading";

vi.mock("next/server", () => ({ after: (work: () => Promise<void>) => void work() }));

/** A few in the suite; `KILL_CYCLES=100` for the long run. */
const CYCLES = Number(process.env.KILL_CYCLES ?? 1);
const SEED = Number(process.env.KILL_SEED ?? 20_261_124);
const TRADERS = 3;
const READY_MS = 5_000;

let folder: string;
let postgres: Postgres;
let world: TradingWorld;
let restart: () => Promise<Postgres>;

beforeAll(async () => {
  folder = await createTemporaryFolder("outage");
  const options = { dataDir: join(folder, "postgres"), port: await getPort(), durable: true };
  restart = () => startPostgres(options);
  postgres = await restart();
  await migrateDatabase(postgres.url);
  world = await startTrading({
    symbols: ["BTCUSDT"],
    withVenue: false,
    databaseUrl: postgres.url,
    routes: { "/api/queue/execute": execute },
  });
  await world.setMarket("BTCUSDT", 100_000, { depth: "1000" });
});
afterAll(async () => {
  await world?.close();
  await postgres?.close();
  await rm(folder, { recursive: true, force: true });
});

/** Each makes a dependency unavailable for a while and restores it. */
const OUTAGES: Record<string, (lengthMs: number) => Promise<void>> = {
  postgres: async (lengthMs) => {
    await postgres.crash();
    await sleep(lengthMs);
    postgres = await restart();
  },
  redis: async (lengthMs) => {
    await world.controlRedis({ down: true });
    await sleep(lengthMs);
    await world.controlRedis({ down: false });
  },
  queue: async (lengthMs) => {
    await world.controlQueue({ down: true });
    await sleep(lengthMs);
    await world.controlQueue({ down: false });
  },
};

/** The browser's record of its orders; `outcomeUnknown` had no response, or one that asks for a retry. */
type Ledger = { trader: TestTrader; acknowledged: string[]; outcomeUnknown: PlaceOrderBody[] };

async function send(ledger: Ledger, body: PlaceOrderBody): Promise<void> {
  const { trader, acknowledged, outcomeUnknown } = ledger;
  const { status } = await callAs(trader, placeOrder, { method: "POST", body });
  if (status === 202) acknowledged.push(body.clientOrderId);
  else if (status >= 500) outcomeUnknown.push(body);
}

/** Places one order after the other until it is stopped. */
async function trade(ledger: Ledger, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await send(ledger, orderOf(ledger.trader, { qty: "0.001" }));
    await sleep(5);
  }
}

async function settle(ledger: Ledger, where: string): Promise<void> {
  const { portfolioId } = ledger.trader;
  await assertKept(portfolioId, ledger.acknowledged, where);
  await until(
    async () => {
      for (const body of ledger.outcomeUnknown.splice(0)) await send(ledger, body);
      return ledger.outcomeUnknown.length;
    },
    (left) => left === 0,
  );
  await until(
    async () => {
      await sweepOrders();
      return getDb().order.count({ where: { portfolioId, status: "QUEUED" } });
    },
    (queued) => queued === 0,
    30_000,
  );
  await assertSettled(portfolioId, ledger.acknowledged, where);
}

it(`fault 18: ${CYCLES} outages under load lose nothing and do nothing twice (seed ${SEED})`, {
  timeout: 60_000 + CYCLES * 30_000,
}, async () => {
  const random = seededRandom(SEED);
  const names = Object.keys(OUTAGES);
  const seen = { acknowledged: 0, outcomeUnknown: 0 };
  for (let cycle = 0; cycle < CYCLES; cycle += 1) {
    const name = names[cycle % names.length] ?? "";
    const where = `cycle ${cycle}, ${name}`;
    const ledgers = await Promise.all(
      Array.from(
        { length: TRADERS },
        async (): Promise<Ledger> => ({
          trader: await world.createTrader(),
          acknowledged: [],
          outcomeUnknown: [],
        }),
      ),
    );
    const controller = new AbortController();
    const trading = Promise.all(ledgers.map((ledger) => trade(ledger, controller.signal)));
    await sleep(random.int(200));
    await OUTAGES[name]?.(random.int(400));
    await until(
      async () => (await readHealth(new Request("http://localhost/api/health"))).status,
      (status) => status === 200,
      READY_MS,
    );
    controller.abort();
    await trading;
    for (const { acknowledged, outcomeUnknown } of ledgers) {
      seen.acknowledged += acknowledged.length;
      seen.outcomeUnknown += outcomeUnknown.length;
    }
    for (const ledger of ledgers) await settle(ledger, where);
  }
  console.info("outages", { cycles: CYCLES, ...seen });
  // Otherwise the outages came while there was no trading.
  expect(Math.min(seen.acknowledged, seen.outcomeUnknown)).toBeGreaterThan(0);
});
