import pg from "pg";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { POST as placeOrder } from "@/app/api/orders/route";
import { POST as execute } from "@/app/api/queue/execute/route";
import { getDb } from "@/lib/db/client";
import { verifyPortfolio } from "@/lib/db/portfolio/verify-portfolio";
import { findOrderStatus } from "@/lib/db/queries/orders";
import { snapshotOf } from "@/tests/faults/trading-steps";
import {
  callAs,
  orderOf,
  startTrading,
  type TestTrader,
  type TradingWorld,
  until,
} from "@/tests/support/start-trading";

/** Work after a response runs in the background, as in the server. */
vi.mock("next/server", () => ({ after: (work: () => Promise<void>) => void work() }));

let world: TradingWorld;

beforeAll(async () => {
  const routes = { "/api/queue/execute": execute };
  world = await startTrading({ symbols: ["BTCUSDT"], withVenue: false, routes });
  await world.setMarket("BTCUSDT", 100_000);
});
afterAll(() => world.close());

/**
 * What a release may do to the database while servers of the version before take orders: every table gets columns
 * and an index, and every function is put in place again.
 */
async function migrate(database: pg.Client): Promise<number> {
  let steps = 0;
  const run = async (sql: string) => {
    await database.query(sql);
    steps += 1;
  };
  const { rows: tables } = await database.query(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename NOT LIKE '\\_prisma%'`,
  );
  const { rows: functions } = await database.query(
    `SELECT pg_get_functiondef(oid) AS definition FROM pg_proc WHERE pronamespace = 'public'::regnamespace`,
  );
  for (const { name } of tables) {
    await run(
      `ALTER TABLE "${name}" ADD COLUMN "nextText" text NOT NULL DEFAULT 'new', ADD COLUMN "next" int`,
    );
    await run(`CREATE INDEX CONCURRENTLY "${name}_next" ON "${name}" ("next")`);
  }
  for (const { definition } of functions) await run(definition);
  return steps;
}

describe("fault 21: a migration under servers that run", () => {
  it("rejects no order, and fills each exactly once", async () => {
    const traders = await Promise.all([1, 2, 3].map(() => world.createTrader()));
    const release = { isOver: false };
    const trade = async (trader: TestTrader): Promise<string[]> => {
      const placed: string[] = [];
      while (!release.isOver) {
        const body = orderOf(trader, { side: placed.length % 2 === 0 ? "buy" : "sell" });
        // Without the wait for a book, so that more orders overlap the migration.
        const headers = { prefer: "respond-async" };
        const response = await callAs(trader, placeOrder, { method: "POST", body, headers });
        expect([response.status, response.body.error]).toEqual([202, undefined]);
        placed.push(body.clientOrderId);
        // As the queue's delivery does in another process, and the trader's page.
        expect(await findOrderStatus(trader.portfolioId, body.clientOrderId)).not.toBeNull();
        expect((await snapshotOf(trader)).id).toBe(trader.portfolioId);
      }
      return placed;
    };
    const trading = Promise.all(traders.map(trade));
    const database = new pg.Client({ connectionString: world.databaseUrl });
    await database.connect();
    try {
      expect(await migrate(database)).toBeGreaterThan(40);
    } finally {
      release.isOver = true;
      await database.end();
    }
    const placed = await trading;

    for (const [index, trader] of traders.entries()) {
      await until(
        () => snapshotOf(trader),
        ({ orders }) => orders.length === 0,
      );
      const orders = await getDb().order.findMany({ where: { portfolioId: trader.portfolioId } });
      const ids = placed[index] ?? [];
      expect(ids.length).toBeGreaterThan(3);
      expect(orders.map(({ clientOrderId }) => clientOrderId).sort()).toEqual([...ids].sort());
      expect(new Set(orders.map(({ status }) => status))).toEqual(new Set(["FILLED"]));
      expect(await verifyPortfolio(trader.portfolioId)).toBeNull();
    }
  });
});
